"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogBody, DialogContent, DialogFooter } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { GuardedButton } from "@/components/values/guarded-button";
import { underWayText } from "@/lib/client/engine/engine-summary";
import { useEngine } from "@/lib/client/engine/use-engine";
import { fieldIssuesOf, messageOf } from "@/lib/client/http/api-error";
import { notify } from "@/lib/client/state/notices";
import { useViewer } from "@/lib/client/state/viewer-context";

interface PauseDialogProps {
  /** Null is everything. */
  clusterId: string | null;
  onClose: () => void;
}

/** Asks why, says what stops and what does not, and pauses. */
export function PauseDialog({ clusterId, onClose }: PauseDialogProps) {
  const { state, pause } = useEngine();
  const refusal = useViewer().refusal("operator");
  const [scope, setScope] = useState(clusterId);
  const [reason, setReason] = useState("");
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const clusters = state?.clusters ?? [];
  const meant = clusters.filter((cluster) => scope === null || cluster.clusterId === scope);
  const underWay = underWayText(meant);

  async function send() {
    setBusy(true);
    setProblem(null);
    try {
      await pause(scope, reason.trim());
      notify(
        scope === null ? "Everything is paused" : `${meant[0]?.clusterName ?? "The cluster"} is paused`,
        {
          detail: underWay ?? "No move is under way.",
        },
      );
      onClose();
    } catch (failure) {
      setProblem(failure);
    } finally {
      setBusy(false);
    }
  }

  return (
    <Dialog open onOpenChange={(open) => (open ? undefined : onClose())}>
      <DialogContent title={scope === null ? "Pause everything?" : "Pause this cluster?"}>
        <form
          className="contents"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            if (refusal === null) void send();
          }}
        >
          <DialogBody className="flex flex-col gap-4">
            <p>
              Evenkeel begins no move by itself until somebody resumes it: no automation run, no approved
              plan, no evacuation and no home-coming. It goes on watching and advising, and a single move that
              a person asks for is still made.
            </p>
            {underWay ? <p className="text-warn">{underWay}</p> : null}
            {clusters.length > 1 ? (
              <Field label="What">
                {(control) => (
                  <Select
                    {...control}
                    value={scope ?? ""}
                    onChange={(event) => setScope(event.target.value || null)}
                  >
                    <option value="">Everything, all clusters</option>
                    {clusters.map((cluster) => (
                      <option key={cluster.clusterId} value={cluster.clusterId}>
                        {cluster.clusterName} only
                      </option>
                    ))}
                  </Select>
                )}
              </Field>
            ) : null}
            <Field
              label="Why? (optional)"
              help="Everybody sees it on every page."
              problem={fieldIssuesOf(problem).reason}
            >
              {(control) => (
                <Input
                  {...control}
                  value={reason}
                  maxLength={300}
                  placeholder="Kernel updates"
                  autoComplete="off"
                  onChange={(event) => setReason(event.target.value)}
                />
              )}
            </Field>
            {problem ? (
              <p role="alert" className="text-bad">
                {messageOf(problem)}
              </p>
            ) : null}
          </DialogBody>
          <DialogFooter>
            <Button variant="ghost" onClick={onClose}>
              Cancel
            </Button>
            <GuardedButton type="submit" variant="danger" refusal={refusal} disabled={busy}>
              {scope === null ? "Pause everything" : "Pause"}
            </GuardedButton>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
