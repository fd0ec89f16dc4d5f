import type { Metadata } from "next";
import { ClustersPage } from "@/components/clusters/clusters-page";
import { requireViewer } from "@/lib/server/auth/require-viewer";

export const metadata: Metadata = { title: "Clusters" };

export default async function Page() {
  await requireViewer();
  return <ClustersPage />;
}
