"use client";

import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { RelativeTime } from "@/components/values/relative-time";
import { pauseText } from "@/lib/client/engine/engine-summary";
import { useEngine } from "@/lib/client/engine/use-engine";
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
  const pause = state?.pauses.find((one) => one.clusterId === clusterId);
  const name = state?.clusters.find((one) => one.clusterId === clusterId)?.clusterName ?? "the cluster";

  async function send() {
    await resume(clusterId);
    notify(clusterId === null ? "Everything goes on" : `${name} goes on`);
  }

  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={clusterId === null ? "Resume everything?" : `Resume ${name}?`}
      action="Resume"
      variant="primary"
      refusal={refusal}
      onConfirm={send}
    >
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
    </ConfirmDialog>
  );
}
