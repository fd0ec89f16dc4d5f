"use client";

import Link from "next/link";
import { z } from "zod";
import { Skeleton } from "@/components/ui/skeleton";
import { Pager } from "@/components/values/pager";
import { Panel } from "@/components/values/panel";
import { RelativeTime } from "@/components/values/relative-time";
import { ErrorState } from "@/components/values/states";
import { listMeta } from "@/lib/api/envelope";
import { type MaintenanceRow, maintenanceRow } from "@/lib/api/maintenance";
import { maintenanceAddress, withScope } from "@/lib/client/addresses";
import { countOf } from "@/lib/client/format/format-count";
import { formatDuration } from "@/lib/client/format/format-duration";
import { maintenanceHistoryAddress } from "@/lib/client/http/acting-addresses";
import { messageOf } from "@/lib/client/http/api-error";
import { useApi } from "@/lib/client/http/use-api";
import { useScope } from "@/lib/client/state/use-scope";
import { useSearchState } from "@/lib/client/state/use-search-state";
import { MaintenanceMark } from "./maintenance-mark";

const PAGE_ROWS = "20";
const rows = z.array(maintenanceRow);

/** Every maintenance there was, newest first. */
export function MaintenanceHistory() {
  const scope = useScope();
  const [parameters, change] = useSearchState();
  const cursor = parameters.get("before");
  const only = scope.ids?.size === 1 ? ([...scope.ids][0] ?? null) : null;
  const { data, error } = useApi(
    maintenanceHistoryAddress({ cluster: only, cursor, limit: PAGE_ROWS }),
    rows,
    {
      refreshInterval: cursor === null ? 10_000 : 0,
    },
  );
  const shown = (data?.data ?? []).filter(({ clusterId }) => scope.has(clusterId));
  const next = listMeta.safeParse(data?.meta).data?.nextCursor ?? null;
  return (
    <Panel title="History" bodyClassName="p-0">
      {error && !data ? (
        <ErrorState title="The history could not be read">{messageOf(error)}</ErrorState>
      ) : null}
      {data || error ? null : <Skeleton className="m-4 h-20" />}
      {data && shown.length === 0 ? (
        <p className="px-4 py-3 text-muted">
          No node was in maintenance yet. Who, when and why is kept here.
        </p>
      ) : null}
      <ul className="divide-y divide-line">
        {shown.map((row) => (
          <HistoryItem key={row.id} row={row} scope={scope.text} />
        ))}
      </ul>
      <Pager cursor={cursor} next={next} onChange={(before) => change({ before }, "push")} />
    </Panel>
  );
}

function HistoryItem({ row, scope }: { row: MaintenanceRow; scope: string | null }) {
  const { counts } = row;
  return (
    <li className="flex flex-wrap items-baseline gap-x-4 gap-y-0.5 px-4 py-2 text-sm">
      <Link
        href={withScope(maintenanceAddress(row.id), scope)}
        className="inline-block min-w-24 font-medium leading-6 hover:text-accent hover:underline"
      >
        {row.node}
      </Link>
      <MaintenanceMark row={row} className="min-w-56" />
      <span className="min-w-0 flex-1 basis-60 break-words text-muted">
        {row.startedBy}
        {row.reason === "" ? "" : `: ${row.reason}`}
      </span>
      <span className="text-muted">
        {counts.moved > 0 ? `${countOf(counts.moved, "guest")} moved, ` : ""}
        {row.endedAtMs === null ? "since " : "begun "}
        <RelativeTime atMs={row.startedAtMs} />
        {row.endedAtMs === null ? "" : `, took ${formatDuration((row.endedAtMs - row.startedAtMs) / 1_000)}`}
      </span>
    </li>
  );
}
