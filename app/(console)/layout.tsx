import type { ReactNode } from "react";
import { ConsoleShell } from "@/components/shell/console-shell";
import { requireViewer } from "@/lib/server/auth/require-viewer";
import { readClusterRows } from "@/lib/server/live/read-cluster-rows";
import { readNodeRows } from "@/lib/server/live/read-node-rows";

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const viewer = await requireViewer();
  const [clusters, nodes] = await Promise.all([readClusterRows(viewer), readNodeRows(viewer)]);
  const { userId, username, name, role } = viewer;
  return (
    <ConsoleShell viewer={{ userId, username, name, role }} rows={{ clusters, nodes }}>
      {children}
    </ConsoleShell>
  );
}
