import type { Metadata } from "next";
import { LogsPage } from "@/components/logs/logs-page";
import { canReadLog } from "@/lib/server/auth/permissions";
import { requireViewer } from "@/lib/server/auth/require-viewer";
import { env } from "@/lib/server/env";
import { readLog } from "@/lib/server/logs/read-log";

export const metadata: Metadata = { title: "Logs" };

export default async function Page() {
  const viewer = await requireViewer();
  const read = canReadLog(viewer) ? await readLog(viewer, { limit: 200 }) : null;
  const initial = read && { rows: read.rows, ...read.meta };
  return <LogsPage writtenLevel={env.EVENKEEL_LOG_LEVEL} initial={initial} />;
}
