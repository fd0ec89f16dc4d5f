"use client";

import { askMaintenance } from "@/lib/client/maintenance/use-maintenance";
import { AskDialog } from "./ask-dialog";
import { HomePreviewView } from "./home-preview-view";

interface HomeDialogProps {
  maintenanceId: string;
  node: string;
  onClose: () => void;
}

/** Shows what bringing the guests home does, and begins it. */
export function HomeDialog({ maintenanceId, node, onClose }: HomeDialogProps) {
  return (
    <AskDialog
      title={`Bring the guests of ${node} home?`}
      action="Bring home"
      className="max-w-2xl"
      onClose={onClose}
      onConfirm={() => askMaintenance(maintenanceId, "bring-home", {})}
    >
      <HomePreviewView maintenanceId={maintenanceId} />
    </AskDialog>
  );
}
