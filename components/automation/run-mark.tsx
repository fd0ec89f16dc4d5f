import { CircleAlert, CircleCheck, CircleDashed, LoaderCircle, TriangleAlert } from "lucide-react";
import type { AutomationRunRow } from "@/lib/api/automation";
import { runLook } from "@/lib/client/automation/run-words";
import { cn } from "@/lib/client/class-names";

const ICONS = {
  ok: CircleCheck,
  warn: TriangleAlert,
  bad: CircleAlert,
  off: CircleDashed,
  accent: LoaderCircle,
} as const;

const TONES = {
  ok: "text-ok",
  warn: "text-warn",
  bad: "text-bad",
  off: "text-off",
  accent: "text-accent",
} as const;

/** How a run stands, as an icon, a colour and a word. */
export function RunMark({ run }: { run: Pick<AutomationRunRow, "state" | "outcome"> }) {
  const { word, tone } = runLook(run);
  const Icon = ICONS[tone];
  return (
    <span className={cn("inline-flex items-center gap-1.5 whitespace-nowrap", TONES[tone])}>
      <Icon aria-hidden className="size-3.5 shrink-0" />
      {word}
    </span>
  );
}
