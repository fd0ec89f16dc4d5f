"use client";

import { CircleAlert, CircleCheck, LoaderCircle } from "lucide-react";
import Link from "next/link";
import { RelativeTime } from "@/components/values/relative-time";
import type { PowerTaskRow } from "@/lib/api/power";
import { taskAddress } from "@/lib/client/addresses";
import { cn } from "@/lib/client/class-names";
import { useClock } from "@/lib/client/live/use-clock";
import { powerTaskSentence } from "@/lib/client/power/power-words";

/** For so long its end is told on the page; after that it is one of the tasks below. */
const TOLD_MS = 10 * 60_000;

const MARKS = {
  asked: { Icon: LoaderCircle, tone: "text-accent" },
  running: { Icon: LoaderCircle, tone: "text-accent" },
  done: { Icon: CircleCheck, tone: "text-ok" },
  failed: { Icon: CircleAlert, tone: "text-bad" },
} as const;

/** The newest thing that was asked of a guest: how it is going, or how it ended a short while ago. */
export function PowerState({ tasks }: { tasks: readonly PowerTaskRow[] | null }) {
  const nowMs = useClock();
  const task = tasks?.[0];
  if (!task || nowMs === null) return null;
  if (task.endedAtMs !== null && nowMs - task.endedAtMs > TOLD_MS) return null;
  const { Icon, tone } = MARKS[task.state];
  const isGoing = task.endedAtMs === null;
  return (
    <section aria-label="Power" className="panel mb-3 flex items-start gap-2.5 px-4 py-2.5">
      <Icon
        aria-hidden
        className={cn("mt-0.5 size-4 shrink-0", tone, isGoing && "motion-safe:animate-spin")}
      />
      <div className="min-w-0 flex-1">
        <p role="status" className="break-words font-medium">
          {powerTaskSentence(task)}
        </p>
        {task.state === "failed" && task.fix ? <p className="text-muted">{task.fix}</p> : null}
        <p className="text-muted text-sm">
          {task.requestedBy ? `Asked by ${task.requestedBy}` : "Asked by a maintenance"}{" "}
          <RelativeTime atMs={task.requestedAtMs} />
          {task.upid ? (
            <>
              {" · "}
              <Link href={taskAddress(task.clusterId, task.upid)} className="text-accent hover:underline">
                Log of the task
              </Link>
            </>
          ) : null}
        </p>
      </div>
    </section>
  );
}
