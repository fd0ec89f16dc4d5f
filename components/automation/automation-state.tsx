"use client";

import { CalendarClock, CirclePause, CirclePlay, CirclePower, FlaskConical } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { GuardedButton } from "@/components/values/guarded-button";
import { RelativeTime } from "@/components/values/relative-time";
import type { AutomationCluster } from "@/lib/api/automation";
import {
  type AutomationMode,
  MODE_WORDS,
  modeOf,
  modeSentence,
} from "@/lib/client/automation/automation-mode";
import { cn } from "@/lib/client/class-names";
import { useEngineControl } from "@/lib/client/engine/engine-control";
import { useEngine } from "@/lib/client/engine/use-engine";
import { useViewer } from "@/lib/client/state/viewer-context";
import { ModeSwitch } from "./mode-switch";
import { RunMark } from "./run-mark";

const LOOKS: Readonly<Record<AutomationMode, { Icon: typeof CirclePower; tone: string }>> = {
  off: { Icon: CirclePower, tone: "text-off" },
  "dry-run": { Icon: FlaskConical, tone: "text-ok" },
  on: { Icon: CirclePlay, tone: "text-ok" },
};

interface AutomationStateProps {
  automation: AutomationCluster;
  onChanged: () => Promise<unknown>;
  onWeek: () => void;
}

/** Whether it runs, when next, and what keeps it from moving anything just now. */
export function AutomationState({ automation, onChanged, onWeek }: AutomationStateProps) {
  const { askPause, askResume } = useEngineControl();
  const refusal = useViewer().refusal("operator");
  const mode = modeOf(automation);
  const { Icon, tone } = automation.paused ? { Icon: CirclePause, tone: "text-maint" } : LOOKS[mode];
  const { clusterId, clusterName } = automation;
  return (
    <section aria-label="State" className="panel">
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3 p-4">
        <div className="flex min-w-0 flex-1 basis-80 items-start gap-3">
          <Icon aria-hidden className={cn("mt-0.5 size-5 shrink-0", tone)} />
          <div className="min-w-0">
            <h2 className="font-semibold text-lg">{automation.paused ? "Paused" : MODE_WORDS[mode]}</h2>
            <p className="max-w-[64rem] text-pretty">
              {automation.paused
                ? `Nothing is begun without a person until somebody resumes it. Then it is ${MODE_WORDS[mode].toLowerCase()} again.`
                : modeSentence(mode, automation.intervalMinutes)}
            </p>
          </div>
        </div>
        <div className="flex flex-wrap items-center gap-2">
          <ModeSwitch automation={automation} onChanged={onChanged} />
          {automation.paused ? (
            <ResumeButton clusterId={clusterId} refusal={refusal} onResume={askResume} />
          ) : (
            <GuardedButton refusal={refusal} onClick={() => askPause(clusterId)}>
              <CirclePause /> Pause {clusterName}
            </GuardedButton>
          )}
        </div>
      </div>
      <dl className="grid grid-cols-2 border-line border-t lg:grid-cols-4">
        <Fact title="Next run">
          <NextRun automation={automation} />
        </Fact>
        <Fact title="Window">
          <WindowState automation={automation} onWeek={onWeek} />
        </Fact>
        <Fact title="Last run">
          <LastRun automation={automation} />
        </Fact>
        <Fact title="Quiet after a change of nodes">
          <Quiet freeze={automation.freeze} />
        </Fact>
      </dl>
    </section>
  );
}

function ResumeButton({
  clusterId,
  refusal,
  onResume,
}: {
  clusterId: string;
  refusal: string | null;
  onResume: (clusterId: string | null) => void;
}) {
  const pauses = useEngine().state?.pauses ?? [];
  const scope = pauses.some(({ scope: of }) => of === "all") ? null : clusterId;
  return (
    <GuardedButton variant="primary" refusal={refusal} onClick={() => onResume(scope)}>
      <CirclePlay /> Resume
    </GuardedButton>
  );
}

function Fact({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="min-w-0 px-4 py-2.5">
      <dt className="text-muted text-sm">{title}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </div>
  );
}

function NextRun({ automation: { paused, nextRunAtMs } }: { automation: AutomationCluster }) {
  if (paused) return <span className="text-muted">none while it is paused</span>;
  if (nextRunAtMs === null) return <span className="text-muted">none by itself while it is off</span>;
  return <RelativeTime atMs={nextRunAtMs} />;
}

function WindowState({ automation, onWeek }: { automation: AutomationCluster; onWeek: () => void }) {
  const { open, reason, changesAtMs } = automation.schedule;
  return (
    <>
      <span className={open ? "text-ok" : "text-warn"}>{open ? "open" : "closed"}</span>
      {changesAtMs === null ? null : (
        <>
          , {open ? "closes" : "opens"} <RelativeTime atMs={changesAtMs} />
        </>
      )}
      <span className="block text-muted text-sm">{reason}</span>
      <Button variant="link" size="inline" className="min-h-6 text-sm" onClick={onWeek}>
        <CalendarClock className="size-3.5" /> Show the week
      </Button>
    </>
  );
}

function LastRun({ automation: { activeRun, lastRun } }: { automation: AutomationCluster }) {
  const run = activeRun ?? lastRun;
  if (run === null) return <span className="text-muted">it has not run yet</span>;
  return (
    <>
      <span className="flex flex-wrap items-center gap-x-2">
        <RunMark run={run} />
        <RelativeTime atMs={run.startedAtMs} />
      </span>
      <span className="block text-muted text-sm">
        {run.dryRun ? "dry run" : "real run"},{" "}
        {run.trigger === "interval" ? "by itself" : `started by ${run.requestedBy}`}
      </span>
    </>
  );
}

function Quiet({ freeze }: { freeze: AutomationCluster["freeze"] }) {
  if (freeze === null) return <span className="text-muted">none</span>;
  return (
    <>
      <span className="text-warn">ends</span> <RelativeTime atMs={freeze.untilMs} />
      <span className="block text-muted text-sm">
        Node {freeze.node} {freeze.because} lately.
      </span>
    </>
  );
}
