import { CircleAlert, CircleCheck, LoaderCircle, TriangleAlert } from "lucide-react";
import { IconWord } from "@/components/values/icon-word";
import type { TaskState } from "@/lib/client/logs/task-words";

const MARKS = {
  running: { Icon: LoaderCircle, tone: "accent", word: "running" },
  failed: { Icon: CircleAlert, tone: "bad", word: "failed" },
  warned: { Icon: TriangleAlert, tone: "warn", word: "done, with warnings" },
  done: { Icon: CircleCheck, tone: "ok", word: "done" },
} as const;

/** How a task of Proxmox VE stands, as a sign. */
export function TaskMark({ state, withWord = false }: { state: TaskState; withWord?: boolean }) {
  const { Icon, tone, word } = MARKS[state];
  return (
    <IconWord Icon={Icon} tone={tone} turns={state === "running"} iconOnly={!withWord}>
      {word}
    </IconWord>
  );
}
