"use client";

import { History } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Select } from "@/components/ui/select";
import { Skeleton } from "@/components/ui/skeleton";
import { ViewSwitch } from "@/components/ui/view-switch";
import { PageHeading } from "@/components/values/page-heading";
import { EmptyState, ErrorState } from "@/components/values/states";
import { type EventRow, eventList } from "@/lib/api/events";
import { formatMinute } from "@/lib/client/format/format-time";
import { eventsAddress } from "@/lib/client/http/api-addresses";
import { messageOf } from "@/lib/client/http/api-error";
import { useApi } from "@/lib/client/http/use-api";
import { useScope } from "@/lib/client/state/use-scope";
import { useSearchState } from "@/lib/client/state/use-search-state";
import { ClusterLogView } from "./cluster-log-view";
import { EventItem } from "./event-list";

const STEP = 100;
const MOST = 1_000;

/** What changed, or the clusters' own logs. */
export function TimelinePage({ initial }: { initial: readonly EventRow[] }) {
  const [parameters, change] = useSearchState();
  const isLog = parameters.get("view") === "log";
  return (
    <>
      <PageHeading
        title="Timeline"
        description={
          isLog
            ? "What Proxmox VE wrote into the clusters' own logs."
            : "What changed in the clusters, as Evenkeel saw it."
        }
        actions={
          <ViewSwitch
            label="What is shown"
            value={isLog ? "log" : "changes"}
            options={[
              { value: "changes", title: "Changes" },
              { value: "log", title: "Cluster log" },
            ]}
            onChange={(view) => change({ view: view === "log" ? "log" : null, text: null, priority: null })}
          />
        }
      />
      {isLog ? <ClusterLogView /> : <Changes initial={initial} />}
    </>
  );
}

/** Everything that changed, by day. */
function Changes({ initial }: { initial: readonly EventRow[] }) {
  const [parameters, change] = useSearchState();
  const scope = useScope();
  const [limit, setLimit] = useState(STEP);
  const severity = parameters.get("severity");
  const only = scope.ids?.size === 1 ? ([...scope.ids][0] ?? null) : null;
  const plain = severity === null && only === null && limit === STEP;
  const { data, error, isValidating } = useApi(
    eventsAddress({ limit: String(limit), severity, cluster: only }),
    eventList,
    {
      refreshInterval: 10_000,
      ...(plain ? { fallbackData: { data: [...initial], meta: undefined } } : {}),
    },
  );
  const events = (data?.data ?? []).filter(({ clusterId }) => scope.has(clusterId));

  return (
    <>
      <div className="mb-2 flex items-center gap-2">
        <Select
          aria-label="Severity"
          data-page-filter
          className="w-52"
          value={severity ?? ""}
          onChange={(event) => change({ severity: event.target.value || null })}
        >
          <option value="">Every severity</option>
          <option value="critical">Critical</option>
          <option value="warning">Warning</option>
          <option value="info">Information</option>
        </Select>
      </div>
      <div className="panel">
        {error && !data ? (
          <ErrorState title="The events could not be read">{messageOf(error)}</ErrorState>
        ) : null}
        {data || error ? null : <Skeleton className="m-4 h-40" />}
        {data && events.length === 0 ? (
          <EmptyState Icon={History} title="Nothing has changed yet">
            Starts, stops, moves, nodes going up and down, full storages and failed tasks appear here as they
            happen.
          </EmptyState>
        ) : null}
        {byDay(events).map(([day, ofDay]) => (
          <section key={day} aria-label={day}>
            <h2
              suppressHydrationWarning
              className="border-line border-b bg-bg px-4 py-1.5 font-medium text-muted text-sm"
            >
              {day}
            </h2>
            <ul className="divide-y divide-line border-line border-b">
              {ofDay.map((event) => (
                <EventItem key={event.id} event={event} />
              ))}
            </ul>
          </section>
        ))}
      </div>
      {(data?.data.length ?? 0) >= limit && limit < MOST ? (
        <div className="mt-3 text-center">
          <Button disabled={isValidating} onClick={() => setLimit(Math.min(MOST, limit * 2))}>
            Show older
          </Button>
        </div>
      ) : null}
    </>
  );
}

function byDay(events: readonly EventRow[]): readonly (readonly [string, readonly EventRow[]])[] {
  const days = new Map<string, EventRow[]>();
  for (const event of events) {
    const day = formatMinute(event.atMs).slice(0, 10);
    const list = days.get(day);
    if (list) list.push(event);
    else days.set(day, [event]);
  }
  return [...days];
}
