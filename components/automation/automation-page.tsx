"use client";

import { Bot } from "lucide-react";
import Link from "next/link";
import { ClusterChooser } from "@/components/recommendations/cluster-chooser";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { ViewSwitch } from "@/components/ui/view-switch";
import { PageHeading } from "@/components/values/page-heading";
import { EmptyState, ErrorState } from "@/components/values/states";
import type { AutomationCluster } from "@/lib/api/automation";
import { settingsAddress } from "@/lib/client/addresses";
import { useAutomation } from "@/lib/client/automation/use-automation";
import { messageOf } from "@/lib/client/http/api-error";
import { useChosenCluster } from "@/lib/client/recommendations/use-chosen-cluster";
import { useSearchState } from "@/lib/client/state/use-search-state";
import { AutomationState } from "./automation-state";
import { BalancerWarning } from "./balancer-warning";
import { ClusterSchedule } from "./cluster-schedule";
import { ClusterSettings } from "./cluster-settings";
import { RunButtons } from "./run-buttons";
import { RunHistory } from "./run-history";
import { RunView } from "./run-view";
import { ScopeSwitch } from "./scope-switch";
import { WaitingPanels } from "./waiting-panels";

const VIEWS = [
  { value: "decisions", title: "Decisions" },
  { value: "runs", title: "Runs" },
  { value: "week", title: "Week" },
  { value: "settings", title: "Settings" },
] as const;
type View = (typeof VIEWS)[number]["value"];

/** Which moves are made without a person, when, and why the others are not. */
export function AutomationPage({ initial }: { initial: readonly AutomationCluster[] }) {
  const { clusters, chosen, choose } = useChosenCluster();
  const [, change] = useSearchState();
  const { automation, error, reread } = useAutomation(chosen?.id ?? null, initial);

  return (
    <>
      <PageHeading
        title="Automation"
        description="Which moves are made without a person, when, and why the others are not."
        actions={
          automation ? (
            <RunButtons
              automation={automation}
              onStarted={(runId) => {
                change({ view: null, run: runId, search: null, action: null, guardrail: null });
                void reread();
              }}
            />
          ) : null
        }
      />
      {chosen ? (
        <div className="flex flex-col gap-3">
          {clusters.length > 1 ? (
            <ClusterChooser
              clusters={clusters}
              chosenId={chosen.id}
              onChoose={(id) => {
                choose(id);
                change({ run: null, action: null, guardrail: null, before: null, outcome: null });
              }}
            />
          ) : null}
          {error && !automation ? (
            <div className="panel">
              <ErrorState title="Automation could not be read">{messageOf(error)}</ErrorState>
            </div>
          ) : null}
          {automation || error ? null : <Skeleton className="h-40 rounded-lg" />}
          {automation ? <ClusterAutomation key={chosen.id} automation={automation} reread={reread} /> : null}
        </div>
      ) : (
        <div className="panel">
          <EmptyState
            Icon={Bot}
            title="No cluster yet"
            action={
              <Button asChild variant="primary">
                <Link href={settingsAddress("connections")}>Open connections</Link>
              </Button>
            }
          >
            Once a cluster is connected, this page says which moves could be made without you, and when.
          </EmptyState>
        </div>
      )}
    </>
  );
}

interface ClusterAutomationProps {
  automation: AutomationCluster;
  reread: () => Promise<unknown>;
}

function ClusterAutomation({ automation, reread }: ClusterAutomationProps) {
  const [parameters, change] = useSearchState();
  const view = VIEWS.find(({ value }) => value === parameters.get("view"))?.value ?? "decisions";
  const everywhere = parameters.get("for") === "all";
  const show = (next: View) => change({ view: next === "decisions" ? null : next }, "push");
  return (
    <>
      <BalancerWarning balancer={automation.nativeBalancer} />
      <AutomationState automation={automation} onChanged={reread} onWeek={() => show("week")} />
      <div className="flex flex-wrap items-center justify-between gap-2">
        <ViewSwitch label="What is shown" value={view} options={VIEWS} onChange={show} />
        {view === "week" || view === "settings" ? (
          <ScopeSwitch
            clusterName={automation.clusterName}
            everywhere={everywhere}
            onChange={(all) => change({ for: all ? "all" : null })}
          />
        ) : null}
      </div>
      {view === "decisions" ? (
        <div className="grid items-start gap-3 2xl:grid-cols-[minmax(0,1fr)_24rem]">
          <RunView automation={automation} onSettings={() => show("settings")} />
          <WaitingPanels automation={automation} />
        </div>
      ) : null}
      {view === "runs" ? <RunHistory clusterId={automation.clusterId} /> : null}
      {view === "week" ? (
        <ClusterSchedule everywhere={everywhere} automation={automation} onChanged={reread} />
      ) : null}
      {view === "settings" ? (
        <ClusterSettings everywhere={everywhere} automation={automation} onChanged={reread} />
      ) : null}
    </>
  );
}
