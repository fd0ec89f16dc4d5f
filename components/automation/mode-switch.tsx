"use client";

import { useState } from "react";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Tooltip } from "@/components/ui/tooltip";
import type { AutomationCluster } from "@/lib/api/automation";
import { settingsResponse } from "@/lib/api/settings";
import {
  AUTOMATION_MODES,
  type AutomationMode,
  MODE_WORDS,
  modeOf,
  modeSentence,
  settingsOfMode,
} from "@/lib/client/automation/automation-mode";
import { cn } from "@/lib/client/class-names";
import { SETTINGS_ADDRESS } from "@/lib/client/http/api-addresses";
import { messageOf } from "@/lib/client/http/api-error";
import { requestApi } from "@/lib/client/http/request-api";
import { notify } from "@/lib/client/state/notices";
import { useViewer } from "@/lib/client/state/viewer-context";

interface ModeSwitchProps {
  automation: AutomationCluster;
  onChanged: () => Promise<unknown>;
}

/** Off, tried out, or on: for this cluster alone. Only to switch it on is asked about first. */
export function ModeSwitch({ automation, onChanged }: ModeSwitchProps) {
  const { clusterId, clusterName, intervalMinutes, schedule } = automation;
  const refusal = useViewer().refusal("admin");
  const [asking, setAsking] = useState(false);
  const [told, setTold] = useState(false);
  const present = modeOf(automation);

  async function send(mode: AutomationMode) {
    await requestApi(SETTINGS_ADDRESS, {
      method: "PUT",
      schema: settingsResponse,
      body: { cluster: clusterId, values: settingsOfMode(mode) },
    });
    await onChanged();
    notify(`Automation of ${clusterName}: ${MODE_WORDS[mode].toLowerCase()}`, {
      detail: modeSentence(mode, intervalMinutes),
    });
  }

  function choose(mode: AutomationMode) {
    if (mode === present) return;
    if (mode === "on") setAsking(true);
    else
      send(mode).catch((problem: unknown) =>
        notify("Automation was not changed", { tone: "bad", detail: messageOf(problem) }),
      );
  }

  const choices = (
    <fieldset className="flex rounded-md border border-line-strong bg-surface p-0.5">
      <legend className="sr-only">Automation of {clusterName}</legend>
      {AUTOMATION_MODES.map((mode) => (
        <button
          key={mode}
          type="button"
          aria-pressed={mode === present}
          aria-disabled={refusal !== null || undefined}
          aria-description={refusal ?? undefined}
          onClick={(event) => {
            if (refusal === null) return choose(mode);
            // Else the tooltip would close with the press.
            event.preventDefault();
            setTold(true);
          }}
          className={cn(
            "h-7 rounded-sm px-2.5 text-muted hover:text-fg aria-disabled:cursor-not-allowed",
            mode === present && "bg-hover font-medium text-fg",
          )}
        >
          {MODE_WORDS[mode]}
        </button>
      ))}
    </fieldset>
  );

  return (
    <>
      {refusal === null ? (
        choices
      ) : (
        <Tooltip content={refusal} open={told} onOpenChange={setTold}>
          {choices}
        </Tooltip>
      )}
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Let Evenkeel move guests of ${clusterName}?`}
        action="Switch on"
        onConfirm={() => send("on")}
      >
        <p>{modeSentence("on", intervalMinutes)} No person is asked before a move.</p>
        <p className="text-muted">{schedule.reason}</p>
        <p className="text-muted">
          You can pause it at any time, on every page. Every move is in Migrations and can be rolled back
          there.
        </p>
      </ConfirmDialog>
    </>
  );
}
