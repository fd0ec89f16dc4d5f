"use client";

import { CircleDashed, CirclePause, CirclePlay, CirclePower, FlaskConical, LoaderCircle } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { GuardedButton } from "@/components/values/guarded-button";
import { RelativeTime } from "@/components/values/relative-time";
import type { EngineState } from "@/lib/api/engine";
import { withScope } from "@/lib/client/addresses";
import { cn } from "@/lib/client/class-names";
import { useEngineControl } from "@/lib/client/engine/engine-control";
import { type EngineMode, type EngineSummary, engineSummary } from "@/lib/client/engine/engine-summary";
import { useEngine } from "@/lib/client/engine/use-engine";
import { useScope } from "@/lib/client/state/use-scope";
import { useViewer } from "@/lib/client/state/viewer-context";

const LOOKS: Readonly<Record<EngineMode, { Icon: typeof CirclePause; tone: string }>> = {
  paused: { Icon: CirclePause, tone: "text-maint" },
  "partly-paused": { Icon: CirclePause, tone: "text-maint" },
  running: { Icon: LoaderCircle, tone: "text-accent" },
  on: { Icon: CirclePlay, tone: "text-ok" },
  "dry-run": { Icon: FlaskConical, tone: "text-ok" },
  off: { Icon: CirclePower, tone: "text-off" },
};

/** How the engine stands, at the foot of the sidebar; opens its control. */
export function EngineMark({ narrow }: { narrow: boolean }) {
  const { state, failed } = useEngine();
  const { has } = useScope();
  const [open, setOpen] = useState(false);
  const summary = state ? engineSummary(state, has) : null;
  const { Icon, tone } = summary ? LOOKS[summary.mode] : { Icon: CircleDashed, tone: "text-off" };
  const word = summary?.word ?? (failed ? "Unknown" : "Reading");

  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger
        title={narrow ? `Automation: ${word}` : undefined}
        className={cn(
          "mx-2 flex items-center gap-2.5 rounded-md border border-line px-2.5 text-left hover:bg-hover",
          narrow ? "h-9 justify-center px-0" : "py-1",
        )}
      >
        <Icon aria-hidden className={cn("size-4 shrink-0", tone)} />
        <span className={narrow ? "sr-only" : "min-w-0 flex-1 leading-tight"}>
          <span className="block text-muted text-xs">Automation</span>
          <span className="flex flex-wrap justify-between gap-x-2">
            <span className={cn("font-medium", tone)}>{word}</span>
            {summary?.nextRunAtMs == null ? null : (
              <span className="text-muted text-xs">
                <RelativeTime atMs={summary.nextRunAtMs} />
              </span>
            )}
          </span>
        </span>
      </PopoverTrigger>
      <PopoverContent side="right" align="end" aria-label="Automation">
        {state && summary ? (
          <EngineControls state={state} summary={summary} onDone={() => setOpen(false)} />
        ) : (
          <p className="text-muted">{failed ? "The state of the engine could not be read." : "Reading…"}</p>
        )}
      </PopoverContent>
    </Popover>
  );
}

interface EngineControlsProps {
  state: EngineState;
  summary: EngineSummary;
  onDone: () => void;
}

function EngineControls({ state, summary, onDone }: EngineControlsProps) {
  const { askPause, askResume } = useEngineControl();
  const refusal = useViewer().refusal("operator");
  const { text, has } = useScope();
  const [pause] = summary.pauses;
  const clusters = state.clusters.filter(({ clusterId }) => has(clusterId));
  return (
    <div className="flex flex-col gap-3">
      {clusters.length === 0 ? <p className="text-muted">No cluster is connected yet.</p> : null}
      <ul className="flex flex-col gap-2">
        {clusters.map(({ clusterId, clusterName, sentence, nextRunAtMs }) => (
          <li key={clusterId}>
            <p className="font-medium">{clusterName}</p>
            <p className="text-muted text-sm">
              {sentence}{" "}
              {nextRunAtMs === null ? null : (
                <>
                  Next run <RelativeTime atMs={nextRunAtMs} />.
                </>
              )}
            </p>
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-2">
        {pause ? (
          <GuardedButton
            variant="primary"
            refusal={refusal}
            onClick={() => {
              onDone();
              askResume(pause.clusterId);
            }}
          >
            Resume
          </GuardedButton>
        ) : (
          <GuardedButton
            refusal={refusal}
            onClick={() => {
              onDone();
              askPause(null);
            }}
          >
            Pause everything
          </GuardedButton>
        )}
        <Button asChild variant="ghost">
          <Link href={withScope("/automation", text)} onClick={onDone}>
            Open Automation
          </Link>
        </Button>
      </div>
      <p className="border-line border-t pt-2 text-muted text-sm">
        Evenkeel <span className="figure">{state.version}</span>, jobs seen{" "}
        <RelativeTime atMs={state.lastJobAtMs} missing="never" />
      </p>
    </div>
  );
}
