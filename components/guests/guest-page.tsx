"use client";

import Link from "next/link";
import { useMemo } from "react";
import { RangeSwitch } from "@/components/charts/range-switch";
import { EventList } from "@/components/events/event-list";
import { MoveButton } from "@/components/moves/move-button";
import { MovingBadge } from "@/components/moves/moving-badge";
import { NodeTasks } from "@/components/nodes/node-tasks";
import { PowerMenu } from "@/components/power/power-menu";
import { PowerState } from "@/components/power/power-state";
import { Badge } from "@/components/ui/badge";
import { Panel } from "@/components/values/panel";
import { StateMark } from "@/components/values/state-mark";
import { type EventRow, eventList } from "@/lib/api/events";
import { type GuestDetail, guestDetail } from "@/lib/api/guest-detail";
import type { GuestRow } from "@/lib/api/guests";
import type { SeriesResponse } from "@/lib/api/series";
import { clusterAddress, nodeAddress, withScope } from "@/lib/client/addresses";
import { eventMarks } from "@/lib/client/format/event-marks";
import { formatDuration } from "@/lib/client/format/format-duration";
import { eventsAddress, guestDetailAddress } from "@/lib/client/http/api-addresses";
import { useApi } from "@/lib/client/http/use-api";
import { movingKey, useMovingGuests } from "@/lib/client/moves/use-moving-guests";
import { type GuestPower, useGuestPower } from "@/lib/client/power/use-guest-power";
import { useGuests } from "@/lib/client/state/initial-rows";
import { useChartSpan } from "@/lib/client/state/use-chart-span";
import { useScope } from "@/lib/client/state/use-scope";
import { GuestBackups } from "./guest-backups";
import { GuestCharts } from "./guest-charts";
import { GuestConfigurationPanel } from "./guest-configuration-panel";
import { GuestNow } from "./guest-now";
import { GuestOptions } from "./guest-options";
import { GuestPlacement } from "./guest-placement";
import { GuestSnapshots } from "./guest-snapshots";

interface GuestPageProps {
  initial: GuestDetail;
  /** Key of the span that the series is of. */
  initialSpan: string;
  initialSeries: SeriesResponse | null;
  initialEvents: readonly EventRow[];
}

/** One guest: how it goes, what it is made of, what protects it and what happened to it. */
export function GuestPage({ initial, initialSpan, initialSeries, initialEvents }: GuestPageProps) {
  const { clusterId, vmid } = initial.row;
  const [{ key: span }] = useChartSpan();
  const live = useGuests().find((row) => row.clusterId === clusterId && row.vmid === vmid);
  const { data } = useApi(guestDetailAddress(clusterId, vmid), guestDetail, {
    refreshInterval: 10_000,
    fallbackData: { data: initial, meta: undefined },
  });
  const { data: eventAnswer } = useApi(
    eventsAddress({ cluster: clusterId, vmid: String(vmid), limit: "100" }),
    eventList,
    { refreshInterval: 15_000, fallbackData: { data: [...initialEvents], meta: undefined } },
  );
  const detail = data?.data ?? initial;
  const row = live ?? detail.row;
  const events = eventAnswer?.data ?? initialEvents;
  const marks = useMemo(() => eventMarks(events), [events]);
  const power = useGuestPower(row);

  return (
    <>
      <GuestHeader detail={detail} row={row} power={power} />
      <PowerState tasks={power.tasks} />
      <div className="grid items-start gap-3 lg:grid-cols-[minmax(0,1fr)_24rem]">
        <div className="flex min-w-0 flex-col gap-3">
          <GuestCharts
            guest={row}
            marks={marks}
            initial={span === initialSpan ? initialSeries : null}
            className="grid gap-3 xl:grid-cols-2"
          />
          {row.template ? null : <GuestOptions guest={row} />}
          <GuestConfigurationPanel configuration={detail.configuration} />
          <GuestSnapshots snapshots={detail.snapshots} />
        </div>
        <div className="flex min-w-0 flex-col gap-3">
          <GuestNow row={row} addresses={detail.addresses} agent={detail.configuration?.agent ?? null} />
          <GuestBackups backups={detail.backups} template={row.template} />
          <GuestPlacement detail={detail} row={row} />
          <NodeTasks clusterId={clusterId} tasks={detail.tasks} />
          <Panel title="Events" bodyClassName="p-0">
            <EventList events={events.slice(0, 8)} empty="Nothing has happened to this guest yet." />
          </Panel>
        </div>
      </div>
    </>
  );
}

interface GuestHeaderProps {
  detail: GuestDetail;
  row: GuestRow;
  power: GuestPower;
}

function GuestHeader({ detail, row, power }: GuestHeaderProps) {
  const { text } = useScope();
  const moving = useMovingGuests().get(movingKey(row)) ?? null;
  return (
    <div className="mb-3 flex flex-wrap items-end justify-between gap-x-4 gap-y-2">
      <div className="min-w-0">
        <nav aria-label="Where this is" className="text-muted text-sm">
          <Link href={withScope("/guests", text)} className="hover:text-fg hover:underline">
            Guests
          </Link>{" "}
          /{" "}
          <Link href={clusterAddress(row.clusterId)} className="hover:text-fg hover:underline">
            {detail.clusterName}
          </Link>{" "}
          /{" "}
          <Link
            href={withScope(nodeAddress(row.clusterId, row.node), text)}
            className="hover:text-fg hover:underline"
          >
            {row.node}
          </Link>
        </nav>
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h1 className="min-w-0 break-words font-semibold text-xl">{row.name ?? "unnamed"}</h1>
          <StateMark state={row.template ? "template" : row.status} />
          {moving ? <MovingBadge move={moving} /> : null}
          {row.lock ? <Badge tone="warn">locked: {row.lock}</Badge> : null}
          {row.haState ? <Badge>HA {row.haState}</Badge> : null}
        </div>
        <p className="text-muted">
          {row.kind === "qemu" ? "Virtual machine" : "Container"} <span className="figure">{row.vmid}</span>
          {row.uptimeSeconds ? ` · up ${formatDuration(row.uptimeSeconds)}` : ""}
          {row.pool ? ` · pool ${row.pool}` : ""}
        </p>
        {row.tags.length > 0 ? (
          <ul aria-label="Tags" className="mt-1.5 flex flex-wrap gap-1">
            {row.tags.map((tag) => (
              <li key={tag}>
                <Link href={withScope(`/guests?filter=tag:${encodeURIComponent(tag)}`, text)}>
                  <Badge className="hover:border-accent hover:text-accent">{tag}</Badge>
                </Link>
              </li>
            ))}
          </ul>
        ) : null}
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <PowerMenu guest={row} power={power} agent={detail.configuration?.agent ?? null} />
        <MoveButton guest={row} />
        <RangeSwitch />
      </div>
    </div>
  );
}
