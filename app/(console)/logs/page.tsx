import type { Metadata } from "next";
import { LogsPage } from "@/components/logs/logs-page";
import { requireViewer } from "@/lib/server/auth/require-viewer";
import { env } from "@/lib/server/env";

export const metadata: Metadata = { title: "Logs" };

export default async function Page() {
  await requireViewer();
  return <LogsPage writtenLevel={env.EVENKEEL_LOG_LEVEL} />;
}
