"use client";

import { CircleAlert, Info, TriangleAlert } from "lucide-react";
import { memo, useState } from "react";
import { RelativeTime } from "@/components/values/relative-time";
import type { EventRow } from "@/lib/api/events";

const SEVERITIES = {
  info: { Icon: Info, tone: "text-muted" },
  warning: { Icon: TriangleAlert, tone: "text-warn" },
  critical: { Icon: CircleAlert, tone: "text-bad" },
} as const;

/**
 * What happened, newest first. Places stay where they are, each as high as the next, and change what they tell: nothing moves when something
 * happens, and nothing changes while somebody points at it.
 */
export const EventList = memo(function EventList({
  events,
  empty,
}: {
  events: readonly EventRow[];
  empty: string;
}) {
  const [held, setHeld] = useState<readonly EventRow[] | null>(null);
  const places = (held ?? events).map((event, place) => ({ place, event }));
  if (places.length === 0) return <p className="p-4 text-muted">{empty}</p>;
  return (
    <ul
      className="divide-y divide-line"
      onPointerEnter={() => setHeld(events)}
      onPointerLeave={() => setHeld(null)}
    >
      {places.map(({ place, event }) => (
        <EventPlace key={place} event={event} />
      ))}
    </ul>
  );
});

const EventPlace = memo(function EventPlace({ event }: { event: EventRow }) {
  return (
    <li className="flex h-[45px] items-start gap-2 px-4 py-1.5 text-sm">
      <EventMark severity={event.severity} />
      <span className="line-clamp-2 min-w-0 flex-1 break-words" title={event.message}>
        {event.message}
      </span>
      <span className="text-muted">
        <RelativeTime atMs={event.atMs} />
      </span>
    </li>
  );
});

export function EventItem({ event }: { event: EventRow }) {
  return (
    <li className="flex items-start gap-2 px-4 py-1.5 text-sm">
      <EventMark severity={event.severity} />
      <span className="min-w-0 flex-1 break-words">{event.message}</span>
      <span className="text-muted">
        <RelativeTime atMs={event.atMs} />
      </span>
    </li>
  );
}

function EventMark({ severity }: Pick<EventRow, "severity">) {
  const { Icon, tone } = SEVERITIES[severity];
  return (
    <>
      <Icon aria-hidden className={`mt-0.5 size-3.5 shrink-0 ${tone}`} />
      <span className="sr-only">{severity}:</span>
    </>
  );
}
