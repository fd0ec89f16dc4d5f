import { CircleAlert, CircleCheck, CircleDashed, LoaderCircle, TriangleAlert } from "lucide-react";
import { IconWord } from "@/components/values/icon-word";
import type { AutomationRunRow } from "@/lib/api/automation";
import { runLook } from "@/lib/client/automation/run-words";

const ICONS = {
  ok: CircleCheck,
  warn: TriangleAlert,
  bad: CircleAlert,
  off: CircleDashed,
  accent: LoaderCircle,
} as const;

/** How a run stands, as an icon, a colour and a word. */
export function RunMark({ run }: { run: Pick<AutomationRunRow, "state" | "outcome"> }) {
  const { word, tone } = runLook(run);
  return (
    <IconWord Icon={ICONS[tone]} tone={tone}>
      {word}
    </IconWord>
  );
}
