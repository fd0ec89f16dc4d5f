import type { Metadata } from "next";
import { MaintenancePage } from "@/components/maintenance/maintenance-page";
import { requireViewer } from "@/lib/server/auth/require-viewer";

export const metadata: Metadata = { title: "Maintenance" };

export default async function Page() {
  await requireViewer();
  return <MaintenancePage />;
}
