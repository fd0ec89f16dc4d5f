"use client";

import { useState } from "react";
import { ExpectedTimes } from "@/components/moves/expected-times";
import { Panel } from "@/components/values/panel";
import type { PlanChanges, PlanView } from "@/lib/api/recommendations";
import { countOf } from "@/lib/client/format/format-count";
import { formatDuration } from "@/lib/client/format/format-duration";
import { useMovingGuests } from "@/lib/client/moves/use-moving-guests";
import { moveNews } from "@/lib/client/recommendations/move-news";
import { keepChosen, toggleGuest } from "@/lib/client/recommendations/plan-selection";
import { wavesOf } from "@/lib/client/recommendations/plan-totals";
import { ApproveBar } from "./approve-bar";
import { type Approval, ApproveDialog } from "./approve-dialog";
import { MoveRow } from "./move-row";

/** How the moves of a plan may be approved from here. */
export interface Approving {
  readonly clusterName: string;
  /** Why nothing may be approved now; null when it may. */
  readonly refusal: string | null;
  readonly onApproved: () => void;
  readonly onStale: () => void;
}

interface PlanMovesProps {
  clusterId: string;
  plan: PlanView;
  changes: PlanChanges;
  /** Where opinions and approvals go; null for a plan that is not stored or is an old one. */
  recommendationId: string | null;
  approving: Approving;
}

const NOBODY: ReadonlySet<number> = new Set();

/** The moves, wave by wave: those of one wave may run side by side. */
export function PlanMoves({ clusterId, plan, changes, recommendationId, approving }: PlanMovesProps) {
  const waves = wavesOf(plan.moves);
  const moving = useMovingGuests();
  const [picked, setPicked] = useState(NOBODY);
  const [approval, setApproval] = useState<Approval | null>(null);
  // The plan may be another one than when it was picked from.
  const chosen = keepChosen(plan.moves, picked);
  return (
    <Panel
      title="Moves"
      aside={`${countOf(plan.moves.length, "move")}, one wave after the other`}
      bodyClassName="p-0"
    >
      {recommendationId === null ? null : (
        <ApproveBar
          moves={plan.moves}
          chosen={plan.moves.filter(({ vmid }) => chosen.has(vmid))}
          refusal={approving.refusal}
          onClear={() => setPicked(NOBODY)}
          onApprove={(moves) =>
            setApproval({
              clusterId,
              clusterName: approving.clusterName,
              recommendationId,
              moves,
              whole: moves.length === plan.moves.length,
            })
          }
        />
      )}
      {plan.moves.length > 0 ? (
        <ExpectedTimes clusterId={clusterId} className="border-line border-b px-4 py-1.5" />
      ) : null}
      {waves.map(({ wave, moves, seconds }) => (
        <section key={wave} aria-label={`Wave ${wave}`} className="border-line border-b last:border-b-0">
          <h3 className="flex justify-between gap-3 border-line border-b bg-bg px-4 py-1 text-muted text-sm">
            <span className="font-medium">Wave {wave}</span>
            <span className="figure">{formatDuration(seconds)}</span>
          </h3>
          <ul className="divide-y divide-line">
            {moves.map((move) => (
              <MoveRow
                key={`${move.vmid}:${move.to}`}
                clusterId={clusterId}
                move={move}
                news={moveNews(move.vmid, changes)}
                recommendationId={recommendationId}
                moving={moving.get(`${clusterId}:${move.vmid}`) ?? null}
                chosen={chosen.has(move.vmid)}
                onToggle={() => setPicked(toggleGuest(plan.moves, chosen, move.vmid))}
              />
            ))}
          </ul>
        </section>
      ))}
      <ApproveDialog
        approval={approval}
        onClose={() => setApproval(null)}
        onApproved={() => {
          setPicked(NOBODY);
          approving.onApproved();
        }}
        onStale={approving.onStale}
      />
    </Panel>
  );
}
