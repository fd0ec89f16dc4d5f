"use client";

import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/values/states";
import { type AutomationCluster, automationRunDetail } from "@/lib/api/automation";
import { decisionViews, gatesOf } from "@/lib/client/automation/decision-view";
import { automationRunAddress } from "@/lib/client/http/acting-addresses";
import { messageOf } from "@/lib/client/http/api-error";
import { useApi } from "@/lib/client/http/use-api";
import { useSearchState } from "@/lib/client/state/use-search-state";
import { DecisionPanel } from "./decision-panel";
import { FirstSteps } from "./first-steps";
import { GateChain } from "./gate-chain";
import { RunSummary } from "./run-summary";

const ACTIVE_REFRESH_MS = 1_500;

interface RunViewProps {
  automation: AutomationCluster;
  onSettings: () => void;
}

/** The run that the address names, else the newest: what came of it, how it decided, and every decision. */
export function RunView({ automation, onSettings }: RunViewProps) {
  const [parameters, change] = useSearchState();
  const named = parameters.get("run");
  const newest = automation.activeRun ?? automation.lastRun;
  const runId = named ?? newest?.id ?? null;
  const { data, error } = useApi(runId === null ? null : automationRunAddress(runId), automationRunDetail, {
    refreshInterval: (latest) => (latest?.data.state === "ended" ? 0 : ACTIVE_REFRESH_MS),
    keepPreviousData: false,
  });
  const run = data?.data;

  if (runId === null) return <FirstSteps automation={automation} onSettings={onSettings} />;
  if (!run && error) {
    return (
      <div className="panel">
        <ErrorState
          title="The run could not be read"
          action={
            named === null ? null : <Button onClick={() => change({ run: null })}>Show the newest</Button>
          }
        >
          {messageOf(error)}
        </ErrorState>
      </div>
    );
  }
  if (!run) return <Skeleton className="h-80 rounded-lg" />;
  const views = decisionViews(run.decisions);
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <RunSummary
        run={run}
        onNewest={named === null || named === newest?.id ? null : () => change({ run: null })}
      />
      {views.length > 0 ? (
        <>
          <GateChain
            gates={gatesOf(views)}
            planned={views.length}
            dryRun={run.dryRun}
            chosen={parameters.get("guardrail")}
            onChoose={(guardrail) => change({ guardrail })}
          />
          <DecisionPanel runId={run.id} clusterId={run.clusterId} views={views} dryRun={run.dryRun} />
        </>
      ) : null}
    </div>
  );
}
