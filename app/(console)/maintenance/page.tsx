import type { Metadata } from "next";
import { MaintenancePage } from "@/components/maintenance/maintenance-page";
import { requireViewer } from "@/lib/server/auth/require-viewer";
import { readMaintenances } from "@/lib/server/maintenance/read-maintenance";

export const metadata: Metadata = { title: "Maintenance" };

export default async function Page() {
  await requireViewer();
  return <MaintenancePage initial={await readMaintenances()} />;
}
