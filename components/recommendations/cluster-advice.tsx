"use client";

import { Hourglass } from "lucide-react";
import { Button } from "@/components/ui/button";
import { EmptyState, ErrorState } from "@/components/values/states";
import type { ClusterRow } from "@/lib/api/clusters";
import type { PlanRunDetail } from "@/lib/api/plans";
import { type RecommendationView, recommendation } from "@/lib/api/recommendations";
import { formatMinute } from "@/lib/client/format/format-time";
import { recommendationAddress } from "@/lib/client/http/api-addresses";
import { messageOf } from "@/lib/client/http/api-error";
import { useApi } from "@/lib/client/http/use-api";
import { useClock } from "@/lib/client/live/use-clock";
import { isActivePlan } from "@/lib/client/recommendations/plan-run-words";
import { useGuestNames } from "@/lib/client/recommendations/use-guest-names";
import { useLatestPlanRun } from "@/lib/client/recommendations/use-plan-run";
import { useViewer } from "@/lib/client/state/viewer-context";
import { AdviceSkeleton } from "./advice-skeleton";
import { PlanPanels } from "./plan-panels";
import { PlanRunPanel } from "./plan-run-panel";
import { VerdictPanel } from "./verdict-panel";

const REFRESH_MS = 20_000;
const ENDED_SHOWN_MS = 1_800_000;
const maybeRecommendation = recommendation.nullable();

interface ClusterAdviceProps {
  cluster: ClusterRow;
  /** An earlier plan to show instead of the newest one. */
  earlier: string | null;
  onNewest: () => void;
}

/** The newest checked plan of a cluster, or an earlier one. */
export function ClusterAdvice({ cluster, earlier, onNewest }: ClusterAdviceProps) {
  const names = useGuestNames(cluster.id);
  const role = useViewer().refusal("operator");
  const approved = useLatestPlanRun(cluster.id);
  const { data, error, mutate } = useApi(recommendationAddress(cluster.id, earlier), maybeRecommendation, {
    refreshInterval: earlier === null ? REFRESH_MS : 0,
    keepPreviousData: false,
  });
  const advice = data?.data ?? null;

  if (!data && error) {
    return (
      <div className="panel">
        <ErrorState
          title="The advice could not be read"
          action={earlier === null ? null : <Button onClick={onNewest}>Show the newest</Button>}
        >
          {messageOf(error)}
        </ErrorState>
      </div>
    );
  }
  if (!data) return <AdviceSkeleton />;
  if (!advice) {
    return (
      <div className="panel">
        <EmptyState
          Icon={Hourglass}
          title={cluster.paused ? `${cluster.name} is paused` : "The first plan is being made"}
        >
          {cluster.paused
            ? "Nothing is read from it, so nothing can be advised."
            : "A cluster is planned within a minute of its first reading, and once a minute from then on."}
        </EmptyState>
      </div>
    );
  }
  return (
    <div className="flex flex-col gap-3">
      {earlier === null ? null : <EarlierNote advice={advice} onNewest={onNewest} />}
      <ApprovedPlan run={approved.run} onChanged={approved.refresh} />
      <VerdictPanel advice={advice} />
      <PlanPanels
        clusterId={cluster.id}
        plan={advice.plan}
        changes={advice.changes}
        recommendationId={earlier === null ? advice.id : null}
        names={names}
        approving={{
          clusterName: cluster.name,
          refusal: role ?? runRefusal(approved.run),
          onApproved: approved.refresh,
          onStale: () => void mutate(),
        }}
      />
    </div>
  );
}

function EarlierNote({ advice, onNewest }: { advice: RecommendationView; onNewest: () => void }) {
  return (
    <p
      role="status"
      className="flex flex-wrap items-center justify-between gap-3 rounded-lg border border-maint px-4 py-2"
    >
      <span suppressHydrationWarning>
        This is earlier advice, from {formatMinute(advice.createdAtMs)} until{" "}
        {formatMinute(advice.checkedAtMs)}.
      </span>
      <Button size="small" onClick={onNewest}>
        Show the newest
      </Button>
    </p>
  );
}

/** The plan that was approved last; one that has ended stays in view for a while. */
function ApprovedPlan({ run, onChanged }: { run: PlanRunDetail | null; onChanged: () => void }) {
  const nowMs = useClock();
  if (!run) return null;
  const isOld = nowMs === null || nowMs - (run.endedAtMs ?? 0) > ENDED_SHOWN_MS;
  if (isOld && !isActivePlan(run)) return null;
  return <PlanRunPanel key={run.id} run={run} onChanged={onChanged} />;
}

function runRefusal(run: PlanRunDetail | null): string | null {
  return run && isActivePlan(run)
    ? "A plan of this cluster is being carried out; wait for its end or call it off."
    : null;
}
