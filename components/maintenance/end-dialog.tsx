"use client";

import { useId, useState } from "react";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Label } from "@/components/ui/label";
import { Switch } from "@/components/ui/switch";
import type { MaintenanceDetail } from "@/lib/api/maintenance";
import { countOf } from "@/lib/client/format/format-count";
import { askMaintenance } from "@/lib/client/maintenance/use-maintenance";
import { notify } from "@/lib/client/state/notices";
import { HomePreviewView } from "./home-preview-view";

interface EndDialogProps {
  detail: MaintenanceDetail;
  onClose: () => void;
}

/** Ends the mode, with or without bringing the guests home. */
export function EndDialog({ detail, onClose }: EndDialogProps) {
  const id = useId();
  const { node, counts, nodeStatus } = detail;
  const [home, setHome] = useState(false);
  return (
    <ConfirmDialog
      title={`End the maintenance of ${node}?`}
      action={home ? "End and bring home" : "End maintenance"}
      className={home ? "max-w-2xl" : undefined}
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      variant="primary"
      onConfirm={async () => {
        await askMaintenance(detail.id, "end", { bringHome: home });
        notify(`The maintenance of ${node} has ended`, { detail: "Plans may use it again." });
      }}
    >
      <p>Plans and moves may send guests to {node} again.</p>
      {nodeStatus === "online" ? null : (
        <p className="text-warn">{node} is not online in the newest reading.</p>
      )}
      {counts.away > 0 ? (
        <>
          <span className="flex items-center gap-3">
            <Switch id={id} checked={home} onCheckedChange={setHome} />
            <Label htmlFor={id}>Bring {countOf(counts.away, "guest")} home now</Label>
          </span>
          {home ? (
            <HomePreviewView maintenanceId={detail.id} />
          ) : (
            <p className="text-muted">
              They stay where they are. You can bring them home later, for thirty days, or leave them to the
              next plan.
            </p>
          )}
        </>
      ) : null}
    </ConfirmDialog>
  );
}
