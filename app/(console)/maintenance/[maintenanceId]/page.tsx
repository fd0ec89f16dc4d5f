import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { MaintenanceDetailPage } from "@/components/maintenance/maintenance-detail-page";
import { maintenanceParams } from "@/lib/api/maintenance";
import { requireViewer } from "@/lib/server/auth/require-viewer";
import { readMaintenance } from "@/lib/server/maintenance/read-maintenance";
import { orNotFound } from "@/lib/server/pages/or-not-found";

export const metadata: Metadata = { title: "Maintenance" };

interface MaintenanceDetailProps {
  params: Promise<{ maintenanceId: string }>;
}

export default async function Page({ params }: MaintenanceDetailProps) {
  await requireViewer();
  const known = maintenanceParams.safeParse(await params);
  if (!known.success) notFound();
  const detail = await orNotFound(readMaintenance(known.data.maintenanceId));
  return <MaintenanceDetailPage key={detail.id} initial={detail} />;
}
