"use client";

import { FlaskConical, History, Plug } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { GuardedButton } from "@/components/values/guarded-button";
import { PageHeading } from "@/components/values/page-heading";
import { EmptyState } from "@/components/values/states";
import { settingsAddress } from "@/lib/client/addresses";
import { useChosenCluster } from "@/lib/client/recommendations/use-chosen-cluster";
import { useSearchState } from "@/lib/client/state/use-search-state";
import { useViewer } from "@/lib/client/state/viewer-context";
import { AdviceHistory } from "./advice-history";
import { ClusterAdvice } from "./cluster-advice";
import { ClusterChooser } from "./cluster-chooser";
import { WhatIfPanel } from "./what-if-panel";

/** What should move in a cluster, why, at what price, and why nothing else. */
export function RecommendationsPage() {
  const { clusters, chosen, choose } = useChosenCluster();
  const [parameters, change] = useSearchState();
  const [historyOpen, setHistoryOpen] = useState(false);
  const refusal = useViewer().refusal("operator");
  const asking = parameters.get("whatif") === "1" && refusal === null;
  const earlier = parameters.get("plan");

  return (
    <>
      <PageHeading
        title="Recommendations"
        description="What should move, checked anew every minute. Nothing moves before somebody approves it."
        actions={
          chosen ? (
            <>
              <Button onClick={() => setHistoryOpen(true)}>
                <History /> Earlier advice
              </Button>
              <GuardedButton
                refusal={refusal}
                aria-pressed={asking}
                onClick={() => change({ whatif: asking ? null : "1" })}
              >
                <FlaskConical /> What if
              </GuardedButton>
            </>
          ) : null
        }
      />
      {chosen ? (
        <div className="flex flex-col gap-3">
          {clusters.length > 1 ? (
            <ClusterChooser clusters={clusters} chosenId={chosen.id} onChoose={choose} />
          ) : null}
          {asking ? (
            <WhatIfPanel
              key={`what-if:${chosen.id}`}
              clusterId={chosen.id}
              onClose={() => change({ whatif: null })}
            />
          ) : null}
          <ClusterAdvice
            key={`${chosen.id}:${earlier ?? ""}`}
            cluster={chosen}
            earlier={earlier}
            onNewest={() => change({ plan: null })}
          />
          <AdviceHistory
            clusterId={chosen.id}
            open={historyOpen}
            onOpenChange={setHistoryOpen}
            onChoose={(plan) => change({ plan }, "push")}
          />
        </div>
      ) : (
        <div className="panel">
          <EmptyState
            Icon={Plug}
            title="No cluster yet"
            action={
              <Button asChild variant="primary">
                <Link href={settingsAddress("connections")}>Open connections</Link>
              </Button>
            }
          >
            Once a cluster is connected, this page says which guests should move, and why the others should
            not.
          </EmptyState>
        </div>
      )}
    </>
  );
}
