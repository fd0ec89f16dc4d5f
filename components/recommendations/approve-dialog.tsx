"use client";

import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogBody, DialogContent, DialogFooter } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { planRunDetail } from "@/lib/api/plans";
import type { PlannedMoveRow } from "@/lib/api/recommendations";
import { countOf } from "@/lib/client/format/format-count";
import { formatDuration } from "@/lib/client/format/format-duration";
import { plansAddress } from "@/lib/client/http/api-addresses";
import { ApiError, messageOf } from "@/lib/client/http/api-error";
import { requestApi } from "@/lib/client/http/request-api";
import { planTotals } from "@/lib/client/recommendations/plan-totals";
import { KIND_WORDS } from "@/lib/client/recommendations/plan-words";

export interface Approval {
  readonly clusterId: string;
  readonly clusterName: string;
  readonly recommendationId: string;
  readonly moves: readonly PlannedMoveRow[];
  /** All moves of the plan: that is asked for by its cluster's name. */
  readonly whole: boolean;
}

interface ApproveDialogProps {
  /** Null is closed. */
  approval: Approval | null;
  onClose: () => void;
  onApproved: () => void;
  /** Reads the advice anew: another plan has taken the place of the one that was shown. */
  onStale: () => void;
}

/** Says what will happen, to whom and for how long, before moves of a plan are made. */
export function ApproveDialog({ approval, onClose, onApproved, onStale }: ApproveDialogProps) {
  return (
    <Dialog open={approval !== null} onOpenChange={(open) => (open ? undefined : onClose())}>
      {approval ? (
        <DialogContent
          title={
            approval.whole ? "Approve the whole plan" : `Approve ${countOf(approval.moves.length, "move")}`
          }
          description={`${approval.clusterName}: ${priceOf(approval.moves)}`}
          className="max-w-xl"
        >
          <ApproveForm approval={approval} onClose={onClose} onApproved={onApproved} onStale={onStale} />
        </DialogContent>
      ) : null}
    </Dialog>
  );
}

function ApproveForm({
  approval,
  onClose,
  onApproved,
  onStale,
}: ApproveDialogProps & { approval: Approval }) {
  const { clusterId, clusterName, recommendationId, moves, whole } = approval;
  const [typed, setTyped] = useState("");
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const isMeant = !whole || typed.trim() === clusterName;

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (busy || !isMeant) return;
    setBusy(true);
    setProblem(null);
    try {
      await requestApi(plansAddress({}), {
        method: "POST",
        schema: planRunDetail,
        body: {
          clusterId,
          recommendationId,
          ...(whole ? {} : { moves: [...new Set(moves.map(({ vmid }) => vmid))] }),
        },
      });
      onApproved();
      onClose();
    } catch (failure) {
      setProblem(failure);
    } finally {
      setBusy(false);
    }
  }

  if (problem) {
    return (
      <Refused
        problem={problem}
        onClose={onClose}
        onStale={() => {
          onStale();
          onClose();
        }}
      />
    );
  }
  return (
    <form className="flex min-h-0 flex-col" onSubmit={(event) => void submit(event)}>
      <DialogBody className="flex flex-col gap-3">
        <MoveLines moves={moves} />
        <p className="text-pretty text-muted">
          One wave after the other; before each move the guest and the plan are checked against the newest
          reading, and the rest is left when the cluster has changed. It can be paused and called off at any
          time.
        </p>
        {whole ? (
          <Field label={`Type ${clusterName} to approve all ${moves.length} moves`}>
            {(control) => (
              <Input
                {...control}
                value={typed}
                autoComplete="off"
                spellCheck={false}
                onChange={(event) => setTyped(event.target.value)}
              />
            )}
          </Field>
        ) : null}
      </DialogBody>
      <DialogFooter>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" disabled={busy || !isMeant}>
          {whole ? "Approve the plan" : `Approve ${countOf(moves.length, "move")}`}
        </Button>
      </DialogFooter>
    </form>
  );
}

function MoveLines({ moves }: { moves: readonly PlannedMoveRow[] }) {
  return (
    <ul className="max-h-60 divide-y divide-line overflow-y-auto rounded-md border border-line">
      {moves.map(({ wave, vmid, name, from, to, kind, seconds, downtimeMs }) => (
        <li key={`${wave}:${vmid}`} className="flex flex-wrap justify-between gap-x-3 px-3 py-1.5 text-sm">
          <span>
            <span className="font-medium">{name ?? `Guest ${vmid}`}</span>{" "}
            <span className="text-muted">
              {from} → {to}
            </span>
          </span>
          <span className={kind === "restart" ? "text-warn" : "text-muted"}>
            {KIND_WORDS[kind]}, <span className="figure">{formatDuration(seconds)}</span>
            {kind === "restart" ? (
              <>
                , down for <span className="figure">{formatDuration(downtimeMs / 1_000)}</span>
              </>
            ) : null}
          </span>
        </li>
      ))}
    </ul>
  );
}

interface RefusedProps {
  problem: unknown;
  onClose: () => void;
  onStale: () => void;
}

/** Why nothing was approved, move by move where that is known. */
function Refused({ problem, onClose, onStale }: RefusedProps) {
  const issues = problem instanceof ApiError ? problem.issues : [];
  const isConflict = problem instanceof ApiError && problem.code === "conflict";
  return (
    <>
      <DialogBody className="flex flex-col gap-2">
        <p role="alert" className="text-pretty text-bad">
          {messageOf(problem)}
        </p>
        {issues.length > 0 ? (
          <ul className="list-disc pl-5 text-sm">
            {issues.map(({ path, message }) => (
              <li key={`${path}:${message}`}>{message}</li>
            ))}
          </ul>
        ) : null}
      </DialogBody>
      <DialogFooter>
        <Button onClick={onClose}>Close</Button>
        {isConflict ? (
          <Button variant="primary" onClick={onStale}>
            Show the newest plan
          </Button>
        ) : null}
      </DialogFooter>
    </>
  );
}

function priceOf(moves: readonly PlannedMoveRow[]): string {
  const { waves, seconds, longestDowntimeMs } = planTotals(moves);
  return `${countOf(moves.length, "move")} in ${countOf(waves, "wave")}, about ${formatDuration(seconds)}, at most ${formatDuration(longestDowntimeMs / 1_000)} of downtime for any guest.`;
}
