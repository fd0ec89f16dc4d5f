import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ClusterPage } from "@/components/clusters/cluster-page";
import { clusterParams } from "@/lib/api/clusters";
import { requireViewer } from "@/lib/server/auth/require-viewer";
import { readClusterDetail } from "@/lib/server/live/read-cluster-detail";
import { readClusterLog } from "@/lib/server/live/read-cluster-log";
import { orNotFound } from "@/lib/server/pages/or-not-found";

interface ClusterPageProps {
  params: Promise<{ clusterId: string }>;
}

export const metadata: Metadata = { title: "Cluster" };

export default async function Page({ params }: ClusterPageProps) {
  const viewer = await requireViewer();
  const known = clusterParams.safeParse(await params);
  if (!known.success) notFound();

  const { clusterId } = known.data;
  const [detail, log] = await Promise.all([
    orNotFound(readClusterDetail(viewer, clusterId)),
    orNotFound(readClusterLog(viewer, { cluster: clusterId, limit: 15 })),
  ]);
  return <ClusterPage key={clusterId} initial={detail} initialLog={log.rows} />;
}
