import type { Metadata } from "next";
import { ConnectionList } from "@/components/connections/connection-list";
import { requireViewer } from "@/lib/server/auth/require-viewer";
import { readConnections } from "@/lib/server/clusters/read-connections";

export const metadata: Metadata = { title: "Connections" };

export default async function Page() {
  const viewer = await requireViewer();
  // Hosts and tokens are for administrators; everybody else sees which clusters there are and how they do.
  return <ConnectionList initial={viewer.role === "admin" ? await readConnections(viewer) : null} />;
}
