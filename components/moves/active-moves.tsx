"use client";

import { MoveRight } from "lucide-react";
import Link from "next/link";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { Panel } from "@/components/values/panel";
import { RelativeTime } from "@/components/values/relative-time";
import type { MoveRow } from "@/lib/api/moves";
import { withScope } from "@/lib/client/addresses";
import { countOf } from "@/lib/client/format/format-count";
import type { MoveGroups } from "@/lib/client/moves/move-groups";
import { waitWords } from "@/lib/client/moves/wait-words";
import { useScope } from "@/lib/client/state/use-scope";
import { MoveActions } from "./move-actions";
import { useOverallFraction } from "./move-bars";
import { MoveHeading } from "./move-heading";
import { MoveProgress } from "./move-progress";

interface ActiveMovesProps {
  groups: MoveGroups;
  known: boolean;
  clusterNameOf: (move: MoveRow) => string | null;
}

/** Moves that have not ended: those that need a person first. */
export function ActiveMoves({ groups, known, clusterNameOf }: ActiveMovesProps) {
  const { unknown, underWay, waiting } = groups;
  return (
    <>
      {unknown.length > 0 ? (
        <Panel
          title="Look what became of these"
          aside="Not moved again until somebody says so"
          className="border-warn"
          bodyClassName="p-0"
        >
          <ul className="divide-y divide-line">
            {unknown.map((move) => (
              <UnknownMove key={move.id} move={move} clusterName={clusterNameOf(move)} />
            ))}
          </ul>
        </Panel>
      ) : null}
      <Panel
        title="Under way"
        aside={underWay.length > 0 ? countOf(underWay.length, "guest") : null}
        bodyClassName="p-0"
      >
        {known ? null : <Skeleton className="m-4 h-16" />}
        {known && underWay.length === 0 ? <NothingMoves /> : null}
        <ul className="divide-y divide-line">
          {underWay.map((move) => (
            <MovingGuest key={move.id} move={move} clusterName={clusterNameOf(move)} />
          ))}
        </ul>
      </Panel>
      {waiting.length > 0 ? (
        <Panel title="Waiting" aside={countOf(waiting.length, "move")} bodyClassName="p-0">
          <ul className="divide-y divide-line">
            {waiting.map((move) => (
              <WaitingMove key={move.id} move={move} clusterName={clusterNameOf(move)} />
            ))}
          </ul>
        </Panel>
      ) : null}
    </>
  );
}

interface EntryProps {
  move: MoveRow;
  clusterName: string | null;
}

function MovingGuest({ move, clusterName }: EntryProps) {
  const fraction = useOverallFraction(move);
  return (
    <li className="flex flex-col gap-2 px-4 py-3">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <MoveHeading move={move} clusterName={clusterName} />
        <span className="flex items-center gap-3">
          {fraction === null ? null : (
            <span className="figure text-lg">
              {Math.floor(fraction * 100)}
              <span className="text-faint"> %</span>
            </span>
          )}
          <MoveActions move={move} />
        </span>
      </div>
      <MoveProgress move={move} />
    </li>
  );
}

function WaitingMove({ move, clusterName }: EntryProps) {
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-2">
      <div className="min-w-0">
        <MoveHeading move={move} clusterName={clusterName} />
        <p className="text-pretty break-words text-muted text-sm">
          {waitWords(move)} Asked for <RelativeTime atMs={move.requestedAtMs} />.
        </p>
      </div>
      <MoveActions move={move} />
    </li>
  );
}

function UnknownMove({ move, clusterName }: EntryProps) {
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-3">
      <div className="min-w-0 flex-1 basis-80">
        <MoveHeading move={move} clusterName={clusterName} />
        <p className="text-pretty break-words text-sm text-warn">
          {move.trouble ?? move.result ?? "What became of it could not be found out."}
        </p>
      </div>
      <MoveActions move={move} />
    </li>
  );
}

function NothingMoves() {
  const { text } = useScope();
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 px-4 py-3">
      <div className="flex min-w-0 flex-1 basis-72 items-start gap-3">
        <MoveRight aria-hidden className="mt-0.5 size-4 shrink-0 text-faint" />
        <p className="text-pretty">
          Nothing moves.{" "}
          <span className="text-muted">
            A guest's page has a Move button; whole plans are approved under Recommendations. Whatever moves
            is followed here, byte by byte.
          </span>
        </p>
      </div>
      <Button asChild size="small">
        <Link href={withScope("/recommendations", text)}>See what is advised</Link>
      </Button>
    </div>
  );
}
