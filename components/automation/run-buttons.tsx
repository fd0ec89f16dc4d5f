"use client";

import { FlaskConical, Play } from "lucide-react";
import { useState } from "react";
import { GuardedButton } from "@/components/values/guarded-button";
import type { AutomationCluster } from "@/lib/api/automation";
import { useViewer } from "@/lib/client/state/viewer-context";
import { RunDialog } from "./run-dialog";

interface RunButtonsProps {
  automation: AutomationCluster;
  onStarted: (runId: string) => void;
}

/** Runs it once now, as a trial or in earnest. */
export function RunButtons({ automation, onStarted }: RunButtonsProps) {
  const { refusal: refusalFor } = useViewer();
  const [asking, setAsking] = useState<"dry" | "real" | null>(null);
  const busy = automation.activeRun === null ? null : `A run of ${automation.clusterName} is under way.`;
  const refusal = refusalFor("operator") ?? busy;
  const paused = automation.paused ? "It is paused; resume it first. A dry run is possible." : null;
  return (
    <>
      <GuardedButton refusal={refusal} onClick={() => setAsking("dry")}>
        <FlaskConical /> Dry run now
      </GuardedButton>
      <GuardedButton refusal={refusal ?? paused} onClick={() => setAsking("real")}>
        <Play /> Run now
      </GuardedButton>
      {asking === null ? null : (
        <RunDialog
          automation={automation}
          dryRun={asking === "dry"}
          onClose={() => setAsking(null)}
          onStarted={onStarted}
        />
      )}
    </>
  );
}
