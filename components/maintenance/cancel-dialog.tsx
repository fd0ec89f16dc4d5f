"use client";

import { useId, useState } from "react";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Label } from "@/components/ui/label";
import { Switch } from "@/components/ui/switch";
import type { MaintenanceDetail } from "@/lib/api/maintenance";
import { countOf } from "@/lib/client/format/format-count";
import { askMaintenance } from "@/lib/client/maintenance/use-maintenance";

interface CancelDialogProps {
  detail: MaintenanceDetail;
  onClose: () => void;
}

/** Calls off what is under way; moves that have begun are finished, unless they are to be stopped. */
export function CancelDialog({ detail, onClose }: CancelDialogProps) {
  const id = useId();
  const [stop, setStop] = useState(false);
  const { node, counts } = detail;
  const home = detail.home === "running" || detail.home === "paused";
  return (
    <ConfirmDialog
      title={home ? "Call off the way home?" : `Call off emptying ${node}?`}
      action="Call off"
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      onConfirm={() => askMaintenance(detail.id, "cancel", { running: stop ? "stop" : "finish" })}
    >
      <p>
        No further guest is moved. {node} stays {detail.active ? "in maintenance" : "as it is"}, and guests
        stay where they are by then.
      </p>
      {counts.underWay > 0 ? (
        <>
          <p>
            {countOf(counts.underWay, "guest")} {counts.underWay === 1 ? "is" : "are"} under way and will be
            finished.
          </p>
          <span className="flex items-center gap-3">
            <Switch id={id} checked={stop} onCheckedChange={setStop} />
            <Label htmlFor={id}>Ask Proxmox VE to stop them instead</Label>
          </span>
        </>
      ) : null}
    </ConfirmDialog>
  );
}
