"use client";

import Link from "next/link";
import { memo } from "react";
import { MoveBarOverall } from "@/components/moves/move-bars";
import { Skeleton } from "@/components/ui/skeleton";
import { Panel } from "@/components/values/panel";
import { RelativeTime } from "@/components/values/relative-time";
import type { EngineClusterRow } from "@/lib/api/engine";
import type { MoveRow } from "@/lib/api/moves";
import { moveAddress, withScope } from "@/lib/client/addresses";
import { useEngine } from "@/lib/client/engine/use-engine";
import { countOf } from "@/lib/client/format/format-count";
import { moveActivity, movedGuest } from "@/lib/client/moves/move-words";
import { useActiveMoves } from "@/lib/client/moves/use-active-moves";
import { useScope } from "@/lib/client/state/use-scope";

const MOST_MOVES = 3;
const MOST_CLUSTERS = 3;

/** What moves now, and what Evenkeel does next by itself, and when. */
export const WhatIsNext = memo(function WhatIsNext() {
  const scope = useScope();
  const { moves: all } = useActiveMoves();
  const { state, failed } = useEngine();
  const moves = all.filter(({ clusterId }) => scope.has(clusterId));
  const clusters = (state?.clusters ?? []).filter(({ clusterId }) => scope.has(clusterId));

  return (
    <Panel
      title="Now and next"
      aside={
        <Link href={withScope("/migrations", scope.text)} className="text-accent hover:underline">
          Migrations
        </Link>
      }
      bodyClassName="px-4 py-1.5"
    >
      <ul aria-label="Moves under way">
        {moves.slice(0, MOST_MOVES).map((move) => (
          <MoveLine key={move.id} move={move} scope={scope.text} />
        ))}
      </ul>
      {moves.length > MOST_MOVES ? (
        <p className="text-muted text-sm">and {countOf(moves.length - MOST_MOVES, "more move")}</p>
      ) : null}
      {failed ? <p className="py-1 text-muted">The engine's state could not be read.</p> : null}
      {state || failed ? null : <Skeleton className="my-1.5 h-6" />}
      <ul aria-label="What Evenkeel does next">
        {clusters.slice(0, MOST_CLUSTERS).map((cluster) => (
          <ClusterLine
            key={cluster.clusterId}
            cluster={cluster}
            named={clusters.length > 1}
            scope={scope.text}
          />
        ))}
      </ul>
    </Panel>
  );
});

function MoveLine({ move, scope }: { move: MoveRow; scope: string | null }) {
  return (
    <li className="py-0.5 text-sm">
      <Link
        href={withScope(moveAddress(move.id), scope)}
        className="flex justify-between gap-3 hover:underline"
      >
        <span className="truncate">
          {movedGuest(move)} → {move.to}
        </span>
        <span className="shrink-0 text-muted">{moveActivity(move)}</span>
      </Link>
      {move.state === "running" ? <MoveBarOverall move={move} /> : null}
    </li>
  );
}

interface ClusterLineProps {
  cluster: EngineClusterRow;
  named: boolean;
  scope: string | null;
}

function ClusterLine({ cluster, named, scope }: ClusterLineProps) {
  const { clusterName, sentence, nextRunAtMs, activity } = cluster;
  return (
    <li className="flex justify-between gap-3 py-0.5 text-sm">
      <Link href={withScope("/automation", scope)} className="min-w-0 break-words hover:underline">
        {named ? `${clusterName}: ${sentence}` : sentence}
      </Link>
      {nextRunAtMs !== null && activity === "waiting" ? <RelativeTime atMs={nextRunAtMs} /> : null}
    </li>
  );
}
