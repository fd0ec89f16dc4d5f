"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogBody, DialogContent, DialogFooter } from "@/components/ui/dialog";
import { type AutomationCluster, automationRunRow } from "@/lib/api/automation";
import { AUTOMATION_RUN_ADDRESS } from "@/lib/client/http/acting-addresses";
import { messageOf } from "@/lib/client/http/api-error";
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
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  async function send() {
    setBusy(true);
    setProblem(null);
    try {
      const { data } = await requestApi(AUTOMATION_RUN_ADDRESS, {
        method: "POST",
        schema: automationRunRow,
        body: { clusterId, dryRun },
      });
      onClose();
      onStarted(data.id);
    } catch (failure) {
      setProblem(messageOf(failure));
    } finally {
      setBusy(false);
    }
  }

  return (
    <Dialog open onOpenChange={(open) => (open ? undefined : onClose())}>
      <DialogContent title={dryRun ? `Dry run of ${clusterName}?` : `Run automation of ${clusterName} now?`}>
        <DialogBody className="flex flex-col gap-2">
          {dryRun ? (
            <p>
              It decides with the newest reading what it would move and why not more, and stores every
              decision. No guest is touched. It takes some seconds.
            </p>
          ) : (
            <>
              <p>
                It decides with the newest reading and then makes the moves that pass every guardrail, one
                after the other, deciding anew after each. Running guests are moved live; containers are
                restarted only where the settings allow it.
              </p>
              <p className="text-muted">{schedule.reason}</p>
              <p className="text-muted">
                You see each move here and in Migrations, and can pause at any time.
              </p>
            </>
          )}
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
          <Button variant={dryRun ? "primary" : "danger"} disabled={busy} onClick={() => void send()}>
            {dryRun ? "Start the dry run" : "Run and move"}
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
