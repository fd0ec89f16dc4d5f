"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogBody, DialogContent, DialogFooter } from "@/components/ui/dialog";
import { GuardedButton } from "@/components/values/guarded-button";
import { RelativeTime } from "@/components/values/relative-time";
import { pauseText } from "@/lib/client/engine/engine-summary";
import { useEngine } from "@/lib/client/engine/use-engine";
import { messageOf } from "@/lib/client/http/api-error";
import { notify } from "@/lib/client/state/notices";
import { useViewer } from "@/lib/client/state/viewer-context";

interface ResumeDialogProps {
  /** Null is the pause of everything. */
  clusterId: string | null;
  onClose: () => void;
}

/** Says who paused it and why, and what goes on, before it goes on. */
export function ResumeDialog({ clusterId, onClose }: ResumeDialogProps) {
  const { state, resume } = useEngine();
  const refusal = useViewer().refusal("operator");
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const pause = state?.pauses.find((one) => one.clusterId === clusterId);
  const name = state?.clusters.find((one) => one.clusterId === clusterId)?.clusterName ?? "the cluster";

  async function send() {
    setBusy(true);
    setProblem(null);
    try {
      await resume(clusterId);
      notify(clusterId === null ? "Everything goes on" : `${name} goes on`);
      onClose();
    } catch (failure) {
      setProblem(messageOf(failure));
    } finally {
      setBusy(false);
    }
  }

  return (
    <Dialog open onOpenChange={(open) => (open ? undefined : onClose())}>
      <DialogContent title={clusterId === null ? "Resume everything?" : `Resume ${name}?`}>
        <DialogBody className="flex flex-col gap-3">
          {pause ? (
            <p>
              {pauseText(pause)}{" "}
              <span className="text-muted">
                Since <RelativeTime atMs={pause.atMs} />.
              </span>
            </p>
          ) : null}
          <p>
            Approved plans, evacuations and home-comings go on with their next move, and automation runs again
            where it is switched on.
          </p>
          {problem ? (
            <p role="alert" className="text-bad">
              {problem}
            </p>
          ) : null}
        </DialogBody>
        <DialogFooter>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <GuardedButton variant="primary" refusal={refusal} disabled={busy} onClick={() => void send()}>
            Resume
          </GuardedButton>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
