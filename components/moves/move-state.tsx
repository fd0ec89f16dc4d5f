import {
  CircleAlert,
  CircleCheck,
  CircleDot,
  CircleHelp,
  CircleSlash,
  Clock,
  LoaderCircle,
  type LucideIcon,
  Replace,
} from "lucide-react";
import type { MoveState as State } from "@/lib/api/moves";
import { cn } from "@/lib/client/class-names";
import { MOVE_STATE_WORDS, type MoveTone } from "@/lib/client/moves/move-words";

const ICONS: Readonly<Record<State, LucideIcon>> = {
  planned: Clock,
  waiting: Clock,
  preflight: LoaderCircle,
  submitting: LoaderCircle,
  running: LoaderCircle,
  verifying: LoaderCircle,
  done: CircleCheck,
  failed: CircleAlert,
  cancelled: CircleSlash,
  superseded: Replace,
  unknown: CircleHelp,
};

const TONES: Readonly<Record<MoveTone, string>> = {
  ok: "text-ok",
  warn: "text-warn",
  bad: "text-bad",
  off: "text-off",
  accent: "text-accent",
};

interface MoveStateProps {
  state: State;
  /** It was done, and something is to be said of it. */
  warned?: boolean;
  /** It is told of, and not going on: nothing turns. */
  past?: boolean;
  className?: string;
}

/** A move's state as an icon, a colour and a word. */
export function MoveState({ state, warned = false, past = false, className }: MoveStateProps) {
  const { word, tone } = MOVE_STATE_WORDS[state];
  const turns = ICONS[state] === LoaderCircle;
  const Icon = turns && past ? CircleDot : ICONS[state];
  return (
    <span
      className={cn(
        "inline-flex items-center gap-1.5 whitespace-nowrap",
        warned ? "text-warn" : turns && past ? "text-muted" : TONES[tone],
        className,
      )}
    >
      <Icon aria-hidden className={cn("size-3.5 shrink-0", turns && !past && "motion-safe:animate-spin")} />
      {word}
      {warned ? ", with warnings" : ""}
    </span>
  );
}
