"use client";

import { PageHeading } from "@/components/values/page-heading";
import { ErrorState } from "@/components/values/states";
import type { MoveRow } from "@/lib/api/moves";
import { countOf } from "@/lib/client/format/format-count";
import { messageOf } from "@/lib/client/http/api-error";
import { groupMoves } from "@/lib/client/moves/move-groups";
import { useActiveMoves } from "@/lib/client/moves/use-active-moves";
import { useClusters } from "@/lib/client/state/initial-rows";
import { useScope } from "@/lib/client/state/use-scope";
import { ActiveMoves } from "./active-moves";
import { MoveHistory } from "./move-history";
import { MovesFreshness } from "./moves-freshness";

/** What moves now, what waits and why, and everything that was moved before. */
export function MigrationsPage() {
  const scope = useScope();
  const clusters = useClusters();
  const { moves, known, askedAtMs, error } = useActiveMoves();
  const groups = groupMoves(moves.filter(({ clusterId }) => scope.has(clusterId)));
  const several = clusters.filter(({ id }) => scope.has(id)).length > 1;
  const names = new Map(clusters.map(({ id, name }) => [id, name]));
  const clusterNameOf = (move: MoveRow) => (several ? (names.get(move.clusterId) ?? null) : null);

  return (
    <>
      <PageHeading
        title="Migrations"
        description={known ? summaryOf(groups) : "What moves now, what waits, and what was moved."}
        actions={<MovesFreshness askedAtMs={askedAtMs} error={error} />}
      />
      <div className="flex flex-col gap-3">
        {error && !known ? (
          <div className="panel">
            <ErrorState title="The moves could not be read">{messageOf(error)}</ErrorState>
          </div>
        ) : (
          <ActiveMoves groups={groups} known={known} clusterNameOf={clusterNameOf} />
        )}
        <MoveHistory clusterNameOf={clusterNameOf} />
      </div>
    </>
  );
}

function summaryOf({ unknown, underWay, waiting }: ReturnType<typeof groupMoves>): string {
  const moving =
    underWay.length === 0 ? "Nothing moves now" : `${countOf(underWay.length, "guest")} on the way`;
  return [
    moving,
    ...(waiting.length === 0 ? [] : [`${waiting.length} waiting`]),
    ...(unknown.length === 0 ? [] : [`${unknown.length} of which nobody knows the end`]),
  ]
    .join(", ")
    .concat(".");
}
