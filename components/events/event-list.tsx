import { CircleAlert, Info, TriangleAlert } from "lucide-react";
import { RelativeTime } from "@/components/values/relative-time";
import type { EventRow } from "@/lib/api/events";

const SEVERITIES = {
  info: { Icon: Info, tone: "text-muted" },
  warning: { Icon: TriangleAlert, tone: "text-warn" },
  critical: { Icon: CircleAlert, tone: "text-bad" },
} as const;

/** What happened, newest first. */
export function EventList({ events, empty }: { events: readonly EventRow[]; empty: string }) {
  if (events.length === 0) return <p className="p-4 text-muted">{empty}</p>;
  return (
    <ul className="divide-y divide-line">
      {events.map((event) => (
        <EventItem key={event.id} event={event} />
      ))}
    </ul>
  );
}

export function EventItem({ event }: { event: EventRow }) {
  const { Icon, tone } = SEVERITIES[event.severity];
  return (
    <li className="flex items-start gap-2 px-4 py-1.5 text-sm">
      <Icon aria-hidden className={`mt-0.5 size-3.5 shrink-0 ${tone}`} />
      <span className="sr-only">{event.severity}:</span>
      <span className="min-w-0 flex-1 break-words">{event.message}</span>
      <span className="text-muted">
        <RelativeTime atMs={event.atMs} />
      </span>
    </li>
  );
}
