"use client";

import { CircleAlert, CircleCheck, LoaderCircle, MoveRight, X } from "lucide-react";
import Link from "next/link";
import { type ReactNode, useEffect } from "react";
import { Button } from "@/components/ui/button";
import type { MoveDetail } from "@/lib/api/moves";
import { moveAddress, withScope } from "@/lib/client/addresses";
import { isEndedMove } from "@/lib/client/moves/move-groups";
import { moveActivity } from "@/lib/client/moves/move-words";
import type { PendingMove } from "@/lib/client/moves/pending-moves";
import { useMove } from "@/lib/client/moves/use-move";
import { pendingMoves } from "@/lib/client/moves/use-pending-moves";
import { useScope } from "@/lib/client/state/use-scope";
import { Countdown } from "./countdown";
import { MoveBarOverall, useOverallFraction } from "./move-bars";

const DONE_STAYS_MS = 10_000;

/** One of them: counting down, sent, under way or ended. */
export function MoveToast({ pending }: { pending: PendingMove }) {
  const { order, state } = pending;
  const title = `${order.guestName} to ${order.target}`;
  if (state.kind === "counting") {
    return (
      <Frame title={`Move ${title}`} icon={<MoveRight aria-hidden className="text-accent" />} onClose={null}>
        <Countdown pending={pending} dueAtMs={state.dueAtMs} />
      </Frame>
    );
  }
  if (state.kind === "sending") {
    return (
      <Frame title={`Asking to move ${title}`} icon={<Spinner />} onClose={null}>
        {null}
      </Frame>
    );
  }
  const close = () => pendingMoves().dismiss(pending.key);
  if (state.kind === "refused") {
    return (
      <Frame
        title={`${order.guestName} was not moved`}
        icon={<CircleAlert aria-hidden className="text-bad" />}
        onClose={close}
      >
        <p className="break-words text-muted">{state.sentence}</p>
      </Frame>
    );
  }
  return <SentToast pending={pending} moveId={state.moveId} />;
}

interface SentToastProps {
  pending: PendingMove;
  moveId: string;
}

function SentToast({ pending: { order, key }, moveId }: SentToastProps) {
  const { text } = useScope();
  const { move } = useMove(moveId);
  const done = move?.state === "done" && move.warnings.length === 0;

  useEffect(() => {
    if (!done) return;
    const timer = setTimeout(() => pendingMoves().dismiss(key), DONE_STAYS_MS);
    return () => clearTimeout(timer);
  }, [done, key]);

  const ended = move !== null && isEndedMove(move.state);
  return (
    <Frame
      title={ended ? `${order.guestName}: ${endWords(move)}` : `Moving ${order.guestName} to ${order.target}`}
      icon={
        ended ? (
          done ? (
            <CircleCheck aria-hidden className="text-ok" />
          ) : (
            <CircleAlert aria-hidden className="text-bad" />
          )
        ) : (
          <Spinner />
        )
      }
      onClose={() => pendingMoves().dismiss(key)}
    >
      {move && !ended ? <Going move={move} /> : null}
      {move && ended && move.state !== "done" ? (
        <p className="break-words text-muted">{move.failure?.cause ?? move.result}</p>
      ) : null}
      <Link href={withScope(moveAddress(moveId), text)} className="text-accent hover:underline">
        Open the move
      </Link>
    </Frame>
  );
}

function Going({ move }: { move: MoveDetail }) {
  const fraction = useOverallFraction(move);
  return (
    <div className="flex flex-col gap-1 py-1">
      <p className="flex justify-between gap-3 text-muted text-sm">
        <span>{moveActivity(move)}</span>
        {fraction === null ? null : <span className="figure">{Math.floor(fraction * 100)} %</span>}
      </p>
      <MoveBarOverall move={move} />
    </div>
  );
}

function endWords({ state, to, warnings }: MoveDetail): string {
  if (state === "done") return warnings.length > 0 ? `on ${to}, with warnings` : `on ${to}`;
  return state === "failed" ? "the move failed" : "the move was called off";
}

interface FrameProps {
  title: string;
  icon: ReactNode;
  /** Null while it cannot be put away. */
  onClose: (() => void) | null;
  children: ReactNode;
}

function Frame({ title, icon, onClose, children }: FrameProps) {
  return (
    <section
      aria-label={title}
      className="appear pointer-events-auto flex items-start gap-2.5 rounded-lg border border-line-strong bg-raised p-3 shadow-menu [&>svg]:mt-0.5 [&>svg]:size-4 [&>svg]:shrink-0"
    >
      {icon}
      <div className="min-w-0 flex-1">
        <p role="status" className="font-medium">
          {title}
        </p>
        {children}
      </div>
      {onClose ? (
        <Button variant="ghost" size="small" aria-label="Dismiss" className="-m-1 px-1" onClick={onClose}>
          <X />
        </Button>
      ) : null}
    </section>
  );
}

function Spinner() {
  return <LoaderCircle aria-hidden className="text-accent motion-safe:animate-spin" />;
}
