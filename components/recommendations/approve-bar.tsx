"use client";

import { CheckCheck } from "lucide-react";
import { Button } from "@/components/ui/button";
import { GuardedButton } from "@/components/values/guarded-button";
import type { PlannedMoveRow } from "@/lib/api/recommendations";
import { countOf } from "@/lib/client/format/format-count";
import { formatDuration } from "@/lib/client/format/format-duration";
import { planTotals } from "@/lib/client/recommendations/plan-totals";

interface ApproveBarProps {
  moves: readonly PlannedMoveRow[];
  chosen: readonly PlannedMoveRow[];
  /** Why nothing may be approved; null when it may. */
  refusal: string | null;
  onClear: () => void;
  onApprove: (moves: readonly PlannedMoveRow[]) => void;
}

/** Approves what was chosen, or everything. */
export function ApproveBar({ moves, chosen, refusal, onClear, onApprove }: ApproveBarProps) {
  const some = chosen.length > 0 && chosen.length < moves.length;
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-line border-b px-4 py-2">
      <p role="status" className="text-muted text-sm">
        {some ? (
          <>
            {chosen.length} of {countOf(moves.length, "move")} chosen, about{" "}
            <span className="figure text-fg">{formatDuration(planTotals(chosen).seconds)}</span>
          </>
        ) : (
          "Tick moves to approve only some of them."
        )}
      </p>
      <div className="flex flex-wrap gap-2">
        {some ? (
          <>
            <Button size="small" variant="ghost" onClick={onClear}>
              None
            </Button>
            <GuardedButton size="small" variant="primary" refusal={refusal} onClick={() => onApprove(chosen)}>
              <CheckCheck /> Approve {countOf(chosen.length, "move")}
            </GuardedButton>
          </>
        ) : (
          <GuardedButton size="small" variant="primary" refusal={refusal} onClick={() => onApprove(moves)}>
            <CheckCheck /> Approve the whole plan
          </GuardedButton>
        )}
      </div>
    </div>
  );
}
