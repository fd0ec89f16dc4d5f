import { CircleCheck, CircleDashed, CircleDot, CircleSlash, Clock, Eye, UserRound } from "lucide-react";
import Link from "next/link";
import { MoveState } from "@/components/moves/move-state";
import { TONE_CLASSES } from "@/components/values/icon-word";
import type { AutomationDecisionRow } from "@/lib/api/automation";
import { moveAddress } from "@/lib/client/addresses";
import type { DecisionView } from "@/lib/client/automation/decision-view";
import { ACTION_LOOKS, actionWord } from "@/lib/client/automation/run-words";
import { cn } from "@/lib/client/class-names";
import { countOf } from "@/lib/client/format/format-count";

const ICONS = {
  pending: CircleDot,
  executed: CircleCheck,
  skipped: CircleSlash,
  filtered: UserRound,
  deferred: Clock,
  observing: Eye,
} as const;

interface ActionMarkProps {
  decision: AutomationDecisionRow;
  dryRun: boolean;
}

/** What was decided, as an icon, a colour and a word; a move that was made leads to it. */
export function ActionMark({ decision, dryRun }: ActionMarkProps) {
  const { action, moveId, moveState } = decision;
  const Icon = ICONS[action] ?? CircleDashed;
  return (
    <span className={cn("inline-flex items-center gap-x-1.5", TONE_CLASSES[ACTION_LOOKS[action].tone])}>
      <Icon aria-hidden className="size-3.5 shrink-0" />
      <span className="whitespace-nowrap">{actionWord(action, dryRun)}</span>
      {moveId === null ? null : (
        <Link href={moveAddress(moveId)} className="text-accent underline underline-offset-2">
          {moveState === null ? "See the move" : <MoveState state={moveState} />}
        </Link>
      )}
    </span>
  );
}

/** Why, and what was decided about it in earlier rounds of the same run. */
export function DecisionReason({ view: { decision, earlier } }: { view: DecisionView }) {
  return (
    <>
      {decision.reason}
      {earlier.length > 0 ? (
        <details className="text-muted">
          <summary className="cursor-pointer">decided {countOf(earlier.length, "time")} before</summary>
          <ul>
            {earlier.map((one) => (
              <li key={one.round}>
                Round {one.round}: {ACTION_LOOKS[one.action].word}. {one.reason}
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </>
  );
}
