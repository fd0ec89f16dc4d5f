import {
  CircleAlert,
  CircleCheck,
  CircleHelp,
  CirclePause,
  CirclePlay,
  CircleStop,
  Copy,
} from "lucide-react";
import { cn } from "@/lib/client/class-names";

const STATES = {
  running: { Icon: CirclePlay, tone: "text-ok" },
  online: { Icon: CircleCheck, tone: "text-ok" },
  stopped: { Icon: CircleStop, tone: "text-off" },
  paused: { Icon: CirclePause, tone: "text-maint" },
  suspended: { Icon: CirclePause, tone: "text-maint" },
  prelaunch: { Icon: CirclePause, tone: "text-maint" },
  template: { Icon: Copy, tone: "text-off" },
  offline: { Icon: CircleAlert, tone: "text-bad" },
  "io-error": { Icon: CircleAlert, tone: "text-bad" },
  "internal-error": { Icon: CircleAlert, tone: "text-bad" },
} as const;

interface StateMarkProps {
  state: string;
  /** The icon alone; the word stays for screen readers and on hover. */
  compact?: boolean;
}

/** A state as an icon, a colour and a word. */
export function StateMark({ state, compact = false }: StateMarkProps) {
  const { Icon, tone } = STATES[state as keyof typeof STATES] ?? { Icon: CircleHelp, tone: "text-off" };
  return (
    <span className="inline-flex items-center gap-1.5 align-middle" title={compact ? state : undefined}>
      <Icon aria-hidden className={cn("size-3.5 shrink-0", tone)} />
      <span className={compact ? "sr-only" : tone}>{state}</span>
    </span>
  );
}
