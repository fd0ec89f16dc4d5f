import type { Metadata } from "next";
import { NodesPage } from "@/components/nodes/nodes-page";
import { requireViewer } from "@/lib/server/auth/require-viewer";

export const metadata: Metadata = { title: "Nodes" };

export default async function Page() {
  await requireViewer();
  return <NodesPage />;
}
