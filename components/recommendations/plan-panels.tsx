import type { ReactNode } from "react";
import type { PlanChanges, PlanView } from "@/lib/api/recommendations";
import { GoneMoves } from "./gone-moves";
import { PlanBlocked } from "./plan-blocked";
import { PlanCertificate } from "./plan-certificate";
import { type Approving, PlanMoves } from "./plan-moves";
import { PlanNodes } from "./plan-nodes";
import { PlanRules } from "./plan-rules";
import { PlanStaying } from "./plan-staying";
import { PlanWarnings } from "./plan-warnings";

interface PlanPanelsProps {
  clusterId: string;
  plan: PlanView;
  changes: PlanChanges;
  recommendationId: string | null;
  names: ReadonlyMap<number, string>;
  approving: Approving;
}

/** Everything about a plan below its verdict: what to do and why not more on the left, what it rests on on the right. */
export function PlanPanels({
  clusterId,
  plan,
  changes,
  recommendationId,
  names,
  approving,
}: PlanPanelsProps) {
  const moving = plan.moves.length > 0;
  const nodes = <PlanNodes clusterId={clusterId} plan={plan} />;
  return (
    <div className="grid items-start gap-3 xl:grid-cols-[minmax(0,1fr)_450px]">
      <Column>
        <PlanBlocked clusterId={clusterId} blocked={plan.blocked} names={names} />
        {moving ? (
          <PlanMoves
            clusterId={clusterId}
            plan={plan}
            changes={changes}
            recommendationId={recommendationId}
            approving={approving}
          />
        ) : (
          nodes
        )}
        <PlanStaying clusterId={clusterId} plan={plan} names={names} />
      </Column>
      <Column>
        {moving ? nodes : null}
        <PlanRules clusterId={clusterId} plan={plan} />
        <GoneMoves clusterId={clusterId} gone={changes.gone} names={names} />
        <PlanCertificate certificate={plan.certificate} />
        <PlanWarnings warnings={plan.warnings} />
      </Column>
    </div>
  );
}

function Column({ children }: { children: ReactNode }) {
  return <div className="flex min-w-0 flex-col gap-3">{children}</div>;
}
