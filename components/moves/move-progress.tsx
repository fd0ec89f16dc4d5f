"use client";

import { ChevronRight } from "lucide-react";
import type { MoveRow } from "@/lib/api/moves";
import { cn } from "@/lib/client/class-names";
import { formatDuration } from "@/lib/client/format/format-duration";
import { useClock } from "@/lib/client/live/use-clock";
import { isEndedMove } from "@/lib/client/moves/move-groups";
import { moveNotes } from "@/lib/client/moves/move-notes";
import { movePhases } from "@/lib/client/moves/move-phases";
import { MOVE_PHASE_WORDS, moveActivity } from "@/lib/client/moves/move-words";
import { MoveBars } from "./move-bars";

/** How far a move is: what is being done, what is copied, how long it has taken and will take. */
export function MoveProgress({ move }: { move: MoveRow }) {
  const notes = moveNotes(move);
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-0.5 text-sm">
        <Phases move={move} />
        <Times move={move} />
      </div>
      <MoveBars move={move} />
      {notes.length > 0 ? <p className="text-pretty text-muted text-sm">{sentenceOf(notes)}</p> : null}
      {move.trouble ? <p className="break-words text-sm text-warn">{move.trouble}</p> : null}
    </div>
  );
}

/** The way through its phases, or the one thing that is done outside them. */
function Phases({ move }: { move: MoveRow }) {
  const phases = move.state === "running" && move.cancelRequestedBy === null ? movePhases(move) : [];
  if (phases.length === 0) return <p className="text-accent">{moveActivity(move)}</p>;
  return (
    <ol aria-label="Phases" className="flex flex-wrap items-center gap-x-1">
      {phases.map(({ phase, state }, index) => (
        <li
          key={phase}
          className="flex items-center gap-1"
          aria-current={state === "now" ? "step" : undefined}
        >
          {index > 0 ? <ChevronRight aria-hidden className="size-3 text-faint" /> : null}
          <span className={cn(state === "now" ? "font-medium text-accent" : "text-muted")}>
            {MOVE_PHASE_WORDS[phase]}
          </span>
        </li>
      ))}
    </ol>
  );
}

function Times({ move }: { move: MoveRow }) {
  const nowMs = useClock();
  const { startedAtMs, endedAtMs, predicted, progress } = move;
  if (startedAtMs === null || isEndedMove(move.state)) return null;
  const untilMs = endedAtMs ?? nowMs;
  const elapsed = untilMs === null ? null : Math.max(0, (untilMs - startedAtMs) / 1_000);
  const left = progress?.secondsLeft ?? null;
  return (
    <p className="text-muted">
      {elapsed === null ? null : <span className="figure text-fg">{formatDuration(elapsed)}</span>}
      {predicted.seconds === undefined ? null : (
        <>
          {" "}
          of about <span className="figure">{formatDuration(predicted.seconds)}</span>
        </>
      )}
      {left === null || progress?.phase === "ended" ? null : (
        <>
          , <span className="figure text-fg">{formatDuration(left)}</span> left
        </>
      )}
    </p>
  );
}

/** `a`, `b` → `A; b.` */
function sentenceOf(notes: readonly string[]): string {
  const text = notes.join("; ");
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
