"use client";

import { Download, History } from "lucide-react";
import { z } from "zod";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { Panel } from "@/components/values/panel";
import { EmptyState, ErrorState } from "@/components/values/states";
import { listMeta } from "@/lib/api/envelope";
import { type MoveRow, moveRow } from "@/lib/api/moves";
import { countOf } from "@/lib/client/format/format-count";
import { moveExportAddress, movesAddress } from "@/lib/client/http/api-addresses";
import { messageOf } from "@/lib/client/http/api-error";
import { useApi } from "@/lib/client/http/use-api";
import {
  exportQuery,
  type HistoryFilter,
  historyFilterOf,
  historyQuery,
  isNarrowed,
} from "@/lib/client/moves/history-filter";
import { useScope } from "@/lib/client/state/use-scope";
import { useSearchState } from "@/lib/client/state/use-search-state";
import { HistoryFilters } from "./history-filters";
import { HistoryTable } from "./history-table";

const REFRESH_MS = 5_000;
const rows = z.array(moveRow);

/** Moves that have ended, newest first, page by page; the filter is part of the address. */
export function MoveHistory({ clusterNameOf }: { clusterNameOf: (move: MoveRow) => string | null }) {
  const [parameters] = useSearchState();
  const scope = useScope();
  const filter = historyFilterOf(parameters, scope.ids);
  const { data, error } = useApi(movesAddress(historyQuery(filter)), rows, {
    refreshInterval: filter.after === null ? REFRESH_MS : 0,
  });
  const meta = listMeta.safeParse(data?.meta).data ?? null;
  const moves = (data?.data ?? []).filter(({ clusterId }) => scope.has(clusterId));

  return (
    <Panel
      title="History"
      aside={meta ? <Count total={meta.total} filter={filter} /> : null}
      bodyClassName="p-0"
    >
      <HistoryFilters filter={filter} />
      {error && !data ? (
        <ErrorState title="The history could not be read">{messageOf(error)}</ErrorState>
      ) : null}
      {data || error ? null : <Skeleton className="m-4 h-60" />}
      {data && moves.length === 0 ? <NothingFound filter={filter} /> : null}
      {moves.length > 0 ? <HistoryTable moves={moves} clusterNameOf={clusterNameOf} /> : null}
      <Pages after={filter.after} next={meta?.nextCursor ?? null} />
    </Panel>
  );
}

function Count({ total, filter }: { total: number; filter: HistoryFilter }) {
  return (
    <span className="flex items-center gap-3">
      {countOf(total, "move")}
      {total === 0 ? null : (
        <Button asChild variant="ghost" size="small">
          <a href={moveExportAddress(exportQuery(filter))} download>
            <Download /> CSV
          </a>
        </Button>
      )}
    </span>
  );
}

function Pages({ after, next }: { after: string | null; next: string | null }) {
  const [, change] = useSearchState();
  if (after === null && next === null) return null;
  return (
    <nav aria-label="Pages of the history" className="flex justify-end gap-2 border-line border-t px-4 py-2">
      {after === null ? null : (
        <Button size="small" onClick={() => change({ after: null }, "push")}>
          Newest
        </Button>
      )}
      {next === null ? null : (
        <Button size="small" onClick={() => change({ after: next }, "push")}>
          Older
        </Button>
      )}
    </nav>
  );
}

function NothingFound({ filter }: { filter: HistoryFilter }) {
  if (isNarrowed(filter)) {
    return (
      <EmptyState Icon={History} title="No such move">
        Choose another state, source or cluster, or look for another guest.
      </EmptyState>
    );
  }
  return (
    <EmptyState Icon={History} title="Nothing was moved yet">
      Every move stays here: what was expected of it, what came of it, and Proxmox VE's log.
    </EmptyState>
  );
}
