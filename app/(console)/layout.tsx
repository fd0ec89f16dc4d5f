import type { ReactNode } from "react";
import { ConsoleShell } from "@/components/shell/console-shell";
import { DatabaseAway } from "@/components/shell/database-away";
import { requireViewer } from "@/lib/server/auth/require-viewer";
import type { Viewer } from "@/lib/server/auth/viewer";
import { readClusterRows } from "@/lib/server/live/read-cluster-rows";
import { readNodeRows } from "@/lib/server/live/read-node-rows";
import { orDatabaseAway } from "@/lib/server/pages/or-database-away";

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const viewer = await orDatabaseAway(requireViewer());
  const rows = viewer && (await orDatabaseAway(readRows(viewer)));
  if (viewer === null || rows === null) return <DatabaseAway />;
  const { userId, username, name, role } = viewer;
  return (
    <ConsoleShell viewer={{ userId, username, name, role }} rows={rows}>
      {children}
    </ConsoleShell>
  );
}

async function readRows(viewer: Viewer) {
  const [clusters, nodes] = await Promise.all([readClusterRows(viewer), readNodeRows(viewer)]);
  return { clusters, nodes };
}
