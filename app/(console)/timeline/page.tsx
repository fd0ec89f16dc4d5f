import type { Metadata } from "next";
import { TimelinePage } from "@/components/events/timeline-page";
import { requireViewer } from "@/lib/server/auth/require-viewer";
import { readEvents } from "@/lib/server/collection/read-events";

export const metadata: Metadata = { title: "Timeline" };

export default async function Page() {
  const viewer = await requireViewer();
  const { rows } = await readEvents(viewer, { limit: 100 });
  return <TimelinePage initial={rows} />;
}
