import { CircleAlert, CircleCheck, LoaderCircle, type LucideIcon, TriangleAlert } from "lucide-react";
import { cn } from "@/lib/client/class-names";
import type { TaskState } from "@/lib/client/logs/task-words";

const MARKS: Readonly<Record<TaskState, { Icon: LucideIcon; tone: string; word: string }>> = {
  running: { Icon: LoaderCircle, tone: "text-accent", word: "running" },
  failed: { Icon: CircleAlert, tone: "text-bad", word: "failed" },
  warned: { Icon: TriangleAlert, tone: "text-warn", word: "done, with warnings" },
  done: { Icon: CircleCheck, tone: "text-ok", word: "done" },
};

/** How a task of Proxmox VE stands, as a sign. */
export function TaskMark({ state, withWord = false }: { state: TaskState; withWord?: boolean }) {
  const { Icon, tone, word } = MARKS[state];
  return (
    <span className={cn("inline-flex items-center gap-1.5 whitespace-nowrap", tone)}>
      <Icon aria-hidden className={cn("size-3.5 shrink-0", state === "running" && "animate-spin")} />
      <span className={withWord ? undefined : "sr-only"}>{word}</span>
    </span>
  );
}
