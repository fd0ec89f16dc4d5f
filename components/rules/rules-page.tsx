"use client";

import { Plus, Waypoints } from "lucide-react";
import { useState } from "react";
import { z } from "zod";
import { ClusterChooser } from "@/components/recommendations/cluster-chooser";
import { Skeleton } from "@/components/ui/skeleton";
import { GuardedButton } from "@/components/values/guarded-button";
import { PageHeading } from "@/components/values/page-heading";
import { Panel } from "@/components/values/panel";
import { EmptyState, ErrorState } from "@/components/values/states";
import { effectiveRules, type RuleRow, ruleRow } from "@/lib/api/rules";
import { countOf } from "@/lib/client/format/format-count";
import { effectiveRulesAddress, rulesAddress } from "@/lib/client/http/api-addresses";
import { messageOf } from "@/lib/client/http/api-error";
import { useApi } from "@/lib/client/http/use-api";
import { useChosenCluster } from "@/lib/client/recommendations/use-chosen-cluster";
import { useGuestNames } from "@/lib/client/recommendations/use-guest-names";
import { useViewer } from "@/lib/client/state/viewer-context";
import { FoundRules } from "./found-rules";
import { RuleDialog } from "./rule-dialog";
import { RuleProblems } from "./rule-problems";
import { RuleTable } from "./rule-table";

const REFRESH_MS = 30_000;
const ruleList = z.array(ruleRow);

/** The rules that planning heeds: those made here, and those found in tags and in PVE's high availability. */
export function RulesPage() {
  const { clusters, chosen, choose } = useChosenCluster();
  const [editing, setEditing] = useState<RuleRow | "new" | null>(null);
  const refusal = useViewer().refusal("operator");
  return (
    <>
      <PageHeading
        title="Rules"
        description="Where guests may be. No plan breaks a rule that is kept; a broken one is repaired first."
        actions={
          chosen ? (
            <GuardedButton variant="primary" refusal={refusal} onClick={() => setEditing("new")}>
              <Plus /> Add rule
            </GuardedButton>
          ) : null
        }
      />
      {chosen ? (
        <div className="flex flex-col gap-3">
          {clusters.length > 1 ? (
            <ClusterChooser clusters={clusters} chosenId={chosen.id} onChoose={choose} />
          ) : null}
          <ClusterRules key={chosen.id} clusterId={chosen.id} editing={editing} onEdit={setEditing} />
        </div>
      ) : (
        <div className="panel">
          <EmptyState Icon={Waypoints} title="No cluster yet">
            Rules belong to a cluster. Connect one first.
          </EmptyState>
        </div>
      )}
    </>
  );
}

interface ClusterRulesProps {
  clusterId: string;
  editing: RuleRow | "new" | null;
  onEdit: (rule: RuleRow | "new" | null) => void;
}

function ClusterRules({ clusterId, editing, onEdit }: ClusterRulesProps) {
  const names = useGuestNames(clusterId);
  const own = useApi(rulesAddress(clusterId), ruleList, { refreshInterval: REFRESH_MS });
  const effective = useApi(effectiveRulesAddress(clusterId), effectiveRules, { refreshInterval: REFRESH_MS });
  const rules = own.data?.data;
  const found = effective.data?.data;
  async function reread() {
    await Promise.all([own.mutate(), effective.mutate()]);
  }

  return (
    <div className="grid items-start gap-3 xl:grid-cols-[minmax(0,1fr)_450px]">
      <div className="flex min-w-0 flex-col gap-3">
        <Panel
          title="Made here"
          aside={rules ? countOf(rules.length, "rule") : null}
          bodyClassName={rules && rules.length > 0 ? "p-0" : ""}
        >
          {rules ? null : <NotThere error={own.error} />}
          {rules?.length === 0 ? <NoRule /> : null}
          {rules && rules.length > 0 ? (
            <RuleTable
              clusterId={clusterId}
              rules={rules}
              names={names}
              onEdit={onEdit}
              onRemoved={() => void reread()}
            />
          ) : null}
        </Panel>
        <FoundRules clusterId={clusterId} effective={found} error={effective.error} names={names} />
      </div>
      <RuleProblems effective={found} failed={effective.error !== undefined} />
      {editing === null ? null : (
        <RuleDialog
          key={editing === "new" ? "new" : editing.id}
          clusterId={clusterId}
          rule={editing === "new" ? null : editing}
          onClose={() => onEdit(null)}
          onSaved={() => void reread()}
        />
      )}
    </div>
  );
}

function NotThere({ error }: { error: Error | undefined }) {
  if (!error) return <Skeleton className="h-32" />;
  return <ErrorState title="The rules could not be read">{messageOf(error)}</ErrorState>;
}

function NoRule() {
  return (
    <EmptyState Icon={Waypoints} title="No rule was made here yet">
      A rule keeps guests together, keeps them apart, holds them on certain nodes or leaves them where they
      are. Name guests by number, tag or pool.
    </EmptyState>
  );
}
