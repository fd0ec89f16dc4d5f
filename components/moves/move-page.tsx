"use client";

import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { Facts } from "@/components/values/facts";
import { Panel } from "@/components/values/panel";
import { RelativeTime } from "@/components/values/relative-time";
import type { MoveDetail } from "@/lib/api/moves";
import { guestAddress, moveAddress, withScope } from "@/lib/client/addresses";
import { isEndedMove } from "@/lib/client/moves/move-groups";
import { MOVE_SOURCE_WORDS, movedGuest } from "@/lib/client/moves/move-words";
import { useMove } from "@/lib/client/moves/use-move";
import { waitWords } from "@/lib/client/moves/wait-words";
import { KIND_WORDS } from "@/lib/client/recommendations/plan-words";
import { useClusters } from "@/lib/client/state/initial-rows";
import { useScope } from "@/lib/client/state/use-scope";
import { MoveActions } from "./move-actions";
import { MoveFailurePanel } from "./move-failure-panel";
import { MoveLogPanel } from "./move-log-panel";
import { MoveOutcomePanel } from "./move-outcome-panel";
import { MoveProgress } from "./move-progress";
import { MoveState } from "./move-state";
import { MoveTimeline } from "./move-timeline";
import { MoveWay } from "./move-way";

/** One move: how far it is or how it ended, what was expected, what happened when, and Proxmox VE's log. */
export function MovePage({ initial }: { initial: MoveDetail }) {
  const { move: watched, refresh } = useMove(initial.id, initial);
  const move = watched ?? initial;
  const isWaiting = move.state === "planned" || move.state === "waiting";
  const isUnderWay = !isWaiting && !isEndedMove(move.state) && move.state !== "unknown";
  return (
    <>
      <MovePageHeading move={move} onChanged={refresh} />
      <div className="grid items-start gap-3 lg:grid-cols-[minmax(0,1fr)_24rem]">
        <div className="flex min-w-0 flex-col gap-3">
          {isUnderWay ? (
            <Panel title="Progress">
              <MoveProgress move={move} />
            </Panel>
          ) : null}
          {isWaiting ? (
            <Panel title="Why it waits">
              <p>{waitWords(move)}</p>
            </Panel>
          ) : null}
          <MoveFailurePanel move={move} />
          <MoveLogPanel move={move} />
        </div>
        <div className="flex min-w-0 flex-col gap-3">
          <MoveFacts move={move} />
          <MoveOutcomePanel move={move} />
          <MoveTimeline transitions={move.transitions} />
        </div>
      </div>
    </>
  );
}

function MovePageHeading({ move, onChanged }: { move: MoveDetail; onChanged: () => void }) {
  const { text } = useScope();
  return (
    <div className="mb-3 flex flex-wrap items-end justify-between gap-x-4 gap-y-2">
      <div className="min-w-0">
        <nav aria-label="Where this is" className="text-muted text-sm">
          <Link href={withScope("/migrations", text)} className="hover:text-fg hover:underline">
            Migrations
          </Link>{" "}
          / {movedGuest(move)}
        </nav>
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h1 className="flex min-w-0 flex-wrap items-center gap-x-3 break-words font-semibold text-xl">
            {movedGuest(move)} <MoveWay from={move.from} to={move.to} />
          </h1>
          <MoveState state={move.state} warned={move.state === "done" && move.warnings.length > 0} />
          <Badge tone={move.kind === "restart" ? "warn" : "neutral"}>{KIND_WORDS[move.kind]}</Badge>
        </div>
        <p className="max-w-[64rem] text-pretty text-muted">
          {move.reason ?? (move.state === "done" ? move.result : null)}
        </p>
      </div>
      <MoveActions move={move} onChanged={onChanged} />
    </div>
  );
}

function MoveFacts({ move }: { move: MoveDetail }) {
  const { text } = useScope();
  const cluster = useClusters().find(({ id }) => id === move.clusterId);
  return (
    <Panel title="About it">
      <Facts
        missing="Not yet"
        facts={[
          ["Guest", <GuestLink key="guest" move={move} />],
          ["Cluster", cluster?.name ?? null],
          ["Source", `${MOVE_SOURCE_WORDS[move.source]}, ${move.requestedBy}`],
          ["Asked for", <RelativeTime key="asked" atMs={move.requestedAtMs} />],
          ["Started", <RelativeTime key="started" atMs={move.startedAtMs} missing="It was not started" />],
          ["Ended", <RelativeTime key="ended" atMs={move.endedAtMs} missing="It has not ended" />],
          ...(move.originId === null
            ? []
            : ([
                [
                  move.source === "rollback" ? "Takes back" : "Repeats",
                  <Link
                    key="origin"
                    href={withScope(moveAddress(move.originId), text)}
                    className="text-accent hover:underline"
                  >
                    an earlier move
                  </Link>,
                ],
              ] as const)),
        ]}
      />
      {move.upid ? <p className="mt-2 break-all font-mono text-faint text-xs">{move.upid}</p> : null}
    </Panel>
  );
}

function GuestLink({ move }: { move: MoveDetail }) {
  const { text } = useScope();
  return (
    <Link
      href={withScope(guestAddress(move.clusterId, move.vmid), text)}
      className="font-medium hover:text-accent hover:underline"
    >
      {movedGuest(move)} <span className="figure font-normal text-muted">{move.vmid}</span>
    </Link>
  );
}
