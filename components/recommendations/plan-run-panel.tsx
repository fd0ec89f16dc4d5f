"use client";

import { CirclePause, CirclePlay, Square } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { ProgressBar } from "@/components/moves/move-bars";
import { MoveProgress } from "@/components/moves/move-progress";
import { MoveWay } from "@/components/moves/move-way";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { GuardedButton } from "@/components/values/guarded-button";
import { RelativeTime } from "@/components/values/relative-time";
import type { MoveRow } from "@/lib/api/moves";
import { type PlanRunDetail, type PlanStep, planRunDetail } from "@/lib/api/plans";
import { moveAddress, withScope } from "@/lib/client/addresses";
import { planPauseAddress, planResumeAddress } from "@/lib/client/http/api-addresses";
import { messageOf } from "@/lib/client/http/api-error";
import { requestApi } from "@/lib/client/http/request-api";
import { useActiveMoves } from "@/lib/client/moves/use-active-moves";
import {
  isActivePlan,
  PLAN_RUN_WORDS,
  PLAN_STEP_WORDS,
  planFraction,
  planRunSentence,
  stepWaves,
} from "@/lib/client/recommendations/plan-run-words";
import { notify } from "@/lib/client/state/notices";
import { useScope } from "@/lib/client/state/use-scope";
import { useViewer } from "@/lib/client/state/viewer-context";
import { GuestName } from "./guest-name";
import { PlanCancelDialog } from "./plan-cancel-dialog";

interface PlanRunPanelProps {
  run: PlanRunDetail;
  onChanged: () => void;
}

/** An approved plan: how far it is, wave by wave, and what can be done about it. */
export function PlanRunPanel({ run, onChanged }: PlanRunPanelProps) {
  const { moves } = useActiveMoves();
  const [open, setOpen] = useState(isActivePlan(run));
  const byId = new Map(moves.map((move) => [move.id, move]));
  const { word, tone } = PLAN_RUN_WORDS[run.state];
  return (
    <section aria-label="Approved plan" className="panel">
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2 px-4 py-3">
        <div className="min-w-0 flex-1 basis-80">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h2 className="font-semibold">Approved plan</h2>
            <Badge tone={tone}>{word}</Badge>
            <span className="text-muted text-sm">
              {run.requestedBy}, <RelativeTime atMs={run.requestedAtMs} />
            </span>
          </div>
          <p className="text-pretty">{planRunSentence(run)}</p>
        </div>
        <div className="flex flex-wrap gap-2">
          {isActivePlan(run) ? <RunActions run={run} onChanged={onChanged} /> : null}
          <Button size="small" variant="ghost" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? "Hide the moves" : "Show the moves"}
          </Button>
        </div>
      </div>
      {isActivePlan(run) ? (
        <div className="px-4 pb-3">
          <ProgressBar fraction={planFraction(run, moves)} kind="plan" label="Moves made" />
        </div>
      ) : null}
      {open
        ? stepWaves(run.steps).map(({ wave, steps }) => (
            <section key={wave} aria-label={`Approved wave ${wave}`} className="border-line border-t">
              <h3 className="bg-bg px-4 py-1 font-medium text-muted text-sm">Wave {wave}</h3>
              <ul className="divide-y divide-line">
                {steps.map((step) => (
                  <Step
                    key={step.position}
                    clusterId={run.clusterId}
                    step={step}
                    move={byId.get(step.moveId ?? "") ?? null}
                  />
                ))}
              </ul>
            </section>
          ))
        : null}
    </section>
  );
}

function RunActions({ run, onChanged }: PlanRunPanelProps) {
  const role = useViewer().refusal("operator");
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);

  async function change(address: string) {
    if (busy) return;
    setBusy(true);
    try {
      await requestApi(address, { method: "POST", schema: planRunDetail });
    } catch (problem) {
      notify("The plan goes on as it was", { tone: "bad", detail: messageOf(problem) });
    } finally {
      setBusy(false);
      onChanged();
    }
  }

  return (
    <>
      {run.state === "paused" ? (
        <GuardedButton
          size="small"
          variant="primary"
          refusal={role ?? (run.canResume ? null : "It cannot go on as things are.")}
          onClick={() => void change(planResumeAddress(run.id))}
        >
          <CirclePlay /> Resume
        </GuardedButton>
      ) : (
        <GuardedButton
          size="small"
          refusal={role ?? (run.canPause ? null : "It is coming to its end.")}
          onClick={() => void change(planPauseAddress(run.id))}
        >
          <CirclePause /> Pause
        </GuardedButton>
      )}
      <GuardedButton
        size="small"
        refusal={role ?? (run.canCancel ? null : "It is coming to its end.")}
        onClick={() => setAsked(true)}
      >
        <Square /> Call off
      </GuardedButton>
      <PlanCancelDialog run={run} open={asked} onClose={() => setAsked(false)} onChanged={onChanged} />
    </>
  );
}

interface StepProps {
  clusterId: string;
  step: PlanStep;
  /** While it has not ended. */
  move: MoveRow | null;
}

function Step({ clusterId, step, move }: StepProps) {
  const { text } = useScope();
  const { word, tone } = PLAN_STEP_WORDS[step.state];
  return (
    <li className="flex flex-col gap-1.5 px-4 py-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <GuestName clusterId={clusterId} vmid={step.vmid} name={step.guestName} />
        {step.moveId ? (
          <Link
            href={withScope(moveAddress(step.moveId), text)}
            className="font-medium hover:text-accent hover:underline"
          >
            <MoveWay from={step.from} to={step.to} />
            <span className="sr-only">, to this move</span>
          </Link>
        ) : (
          <MoveWay from={step.from} to={step.to} className="font-medium" />
        )}
        {move ? null : <Badge tone={tone}>{word}</Badge>}
        {step.result && !move ? <span className="text-pretty text-muted text-sm">{step.result}</span> : null}
      </div>
      {move ? <MoveProgress move={move} /> : null}
    </li>
  );
}
