import { CircleAlert, CircleCheck, TriangleAlert } from "lucide-react";
import { MoveBarOverall } from "@/components/moves/move-bars";
import type { MoveRow } from "@/lib/api/moves";
import { cn } from "@/lib/client/class-names";
import { countOf } from "@/lib/client/format/format-count";
import { moveActivity, movedGuest } from "@/lib/client/moves/move-words";
import type { WallProblem } from "@/lib/client/wall/wall-problems";

const MOST_PROBLEMS = 8;
const MOST_MOVES = 6;

/** What is wrong, the worst first; says so too when nothing is. */
export function WallProblems({ problems }: { problems: readonly WallProblem[] }) {
  const left = problems.length - MOST_PROBLEMS;
  return (
    <section aria-label="What is wrong">
      <h2 className="mb-2 font-semibold text-2xl">What is wrong</h2>
      {problems.length === 0 ? (
        <p className="flex items-center gap-2.5 text-ok text-xl">
          <CircleCheck aria-hidden className="size-6" /> Nothing
        </p>
      ) : null}
      <ul className="flex flex-col gap-3">
        {problems.slice(0, MOST_PROBLEMS).map(({ key, tone, text, detail }) => {
          const Icon = tone === "bad" ? CircleAlert : TriangleAlert;
          return (
            <li key={key} className="flex items-start gap-2.5">
              <Icon
                aria-hidden
                className={cn("mt-0.5 size-6 shrink-0", tone === "bad" ? "text-bad" : "text-warn")}
              />
              <span className="min-w-0">
                <span className="block break-words text-xl">{text}</span>
                {detail ? (
                  <span className="line-clamp-2 break-words text-lg text-muted">{detail}</span>
                ) : null}
              </span>
            </li>
          );
        })}
      </ul>
      {left > 0 ? <p className="mt-2 text-lg text-muted">and {left} more</p> : null}
    </section>
  );
}

/** What moves, and how far it is. */
export function WallMoves({ moves }: { moves: readonly MoveRow[] }) {
  const left = moves.length - MOST_MOVES;
  return (
    <section aria-label="What moves">
      <h2 className="mb-2 font-semibold text-2xl">What moves</h2>
      {moves.length === 0 ? <p className="text-muted text-xl">Nothing</p> : null}
      <ul className="flex flex-col gap-3">
        {moves.slice(0, MOST_MOVES).map((move) => (
          <li key={move.id}>
            <p className="flex justify-between gap-3 text-xl">
              <span className="truncate">
                {movedGuest(move)} → {move.to}
              </span>
              <span className="shrink-0 text-lg text-muted">{moveActivity(move)}</span>
            </p>
            {move.state === "running" ? <MoveBarOverall move={move} /> : null}
          </li>
        ))}
      </ul>
      {left > 0 ? <p className="mt-2 text-lg text-muted">and {countOf(left, "more move")}</p> : null}
    </section>
  );
}
