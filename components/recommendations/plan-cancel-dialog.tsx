"use client";

import { useState } from "react";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { type PlanRunDetail, planRunDetail } from "@/lib/api/plans";
import { countOf } from "@/lib/client/format/format-count";
import { planCancelAddress } from "@/lib/client/http/api-addresses";
import { requestApi } from "@/lib/client/http/request-api";

interface PlanCancelDialogProps {
  run: PlanRunDetail;
  open: boolean;
  onClose: () => void;
  onChanged: () => void;
}

/** Asks whether what is under way is to be stopped as well. */
export function PlanCancelDialog({ run, open, onClose, onChanged }: PlanCancelDialogProps) {
  const [stopMoves, setStopMoves] = useState(false);
  const left = run.steps.filter(({ state }) => state === "planned").length;
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onClose}
      title="Call the plan off?"
      action="Call it off"
      dismiss="Leave it"
      onConfirm={async () => {
        await requestApi(planCancelAddress(run.id), {
          method: "POST",
          schema: planRunDetail,
          body: { stopMoves },
        });
        onChanged();
      }}
    >
      <p>
        {left === 0 ? "No further move would begin." : `${countOf(left, "move")} will not begin.`} What was
        moved stays where it is.
      </p>
      {run.movingCount > 0 ? (
        <label className="flex cursor-pointer items-start gap-2">
          <input
            type="checkbox"
            className="mt-0.5 size-4 shrink-0 accent-accent"
            checked={stopMoves}
            onChange={(event) => setStopMoves(event.target.checked)}
          />
          <span>
            Stop {countOf(run.movingCount, "move")} under way as well{" "}
            <span className="text-muted">(else {run.movingCount === 1 ? "it is" : "they are"} finished)</span>
          </span>
        </label>
      ) : null}
    </ConfirmDialog>
  );
}
