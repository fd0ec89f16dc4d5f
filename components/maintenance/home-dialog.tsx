"use client";

import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { askMaintenance } from "@/lib/client/maintenance/use-maintenance";
import { HomePreviewView } from "./home-preview-view";

interface HomeDialogProps {
  maintenanceId: string;
  node: string;
  onClose: () => void;
}

/** Shows what bringing the guests home does, and begins it. */
export function HomeDialog({ maintenanceId, node, onClose }: HomeDialogProps) {
  return (
    <ConfirmDialog
      title={`Bring the guests of ${node} home?`}
      action="Bring home"
      className="max-w-2xl"
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      variant="primary"
      onConfirm={() => askMaintenance(maintenanceId, "bring-home", {})}
    >
      <HomePreviewView maintenanceId={maintenanceId} />
    </ConfirmDialog>
  );
}
