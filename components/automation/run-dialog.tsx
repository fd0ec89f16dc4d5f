"use client";

import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { type AutomationCluster, automationRunRow } from "@/lib/api/automation";
import { AUTOMATION_RUN_ADDRESS } from "@/lib/client/http/acting-addresses";
import { requestApi } from "@/lib/client/http/request-api";

interface RunDialogProps {
  automation: AutomationCluster;
  dryRun: boolean;
  onClose: () => void;
  onStarted: (runId: string) => void;
}

/** Says what a run does, and starts it. */
export function RunDialog({ automation, dryRun, onClose, onStarted }: RunDialogProps) {
  const { clusterId, clusterName, schedule } = automation;

  async function send() {
    const { data } = await requestApi(AUTOMATION_RUN_ADDRESS, {
      method: "POST",
      schema: automationRunRow,
      body: { clusterId, dryRun },
    });
    onStarted(data.id);
  }

  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={dryRun ? `Dry run of ${clusterName}?` : `Run automation of ${clusterName} now?`}
      action={dryRun ? "Start the dry run" : "Run and move"}
      variant={dryRun ? "primary" : "danger"}
      onConfirm={send}
    >
      {dryRun ? (
        <p>
          It decides with the newest reading what it would move and why not more, and stores every decision.
          No guest is touched. It takes some seconds.
        </p>
      ) : (
        <>
          <p>
            It decides with the newest reading and then makes the moves that pass every guardrail, one after
            the other, deciding anew after each. Running guests are moved live; containers are restarted only
            where the settings allow it.
          </p>
          <p className="text-muted">{schedule.reason}</p>
          <p className="text-muted">You see each move here and in Migrations, and can pause at any time.</p>
        </>
      )}
    </ConfirmDialog>
  );
}
