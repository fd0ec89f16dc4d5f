"use client";

import { House, Pause, Pencil, Play, ShieldOff, Square } from "lucide-react";
import { useState } from "react";
import { GuardedButton } from "@/components/values/guarded-button";
import type { MaintenanceDetail } from "@/lib/api/maintenance";
import { messageOf } from "@/lib/client/http/api-error";
import { askMaintenance } from "@/lib/client/maintenance/use-maintenance";
import { notify } from "@/lib/client/state/notices";
import { useViewer } from "@/lib/client/state/viewer-context";
import { CancelDialog } from "./cancel-dialog";
import { ChangeDialog } from "./change-dialog";
import { EndDialog } from "./end-dialog";
import { HomeDialog } from "./home-dialog";
import { StartDialog } from "./start-dialog";

type Asked = "evacuate" | "cancel" | "home" | "end" | "change";

interface MaintenanceActionsProps {
  detail: MaintenanceDetail;
  reread: () => Promise<unknown>;
}

/** Everything that can be done about a maintenance just now. */
export function MaintenanceActions({ detail, reread }: MaintenanceActionsProps) {
  const refusal = useViewer().refusal("operator");
  const [asked, setAsked] = useState<Asked | null>(null);
  const { id, node, evacuation } = detail;
  const close = () => {
    setAsked(null);
    void reread();
  };

  async function ask(action: "pause" | "resume") {
    try {
      await askMaintenance(id, action);
    } catch (problem) {
      notify(`Maintenance of ${node} was not changed`, { tone: "bad", detail: messageOf(problem) });
    }
    await reread();
  }

  return (
    <div className="flex flex-wrap gap-2">
      {detail.canEvacuate ? (
        <GuardedButton
          variant={evacuation === "none" ? "primary" : "secondary"}
          refusal={refusal}
          onClick={() => setAsked("evacuate")}
        >
          {evacuateTitle(detail)}
        </GuardedButton>
      ) : null}
      {detail.canPause ? (
        <GuardedButton refusal={refusal} onClick={() => void ask("pause")}>
          <Pause /> Pause
        </GuardedButton>
      ) : null}
      {detail.canResume ? (
        <GuardedButton variant="primary" refusal={refusal} onClick={() => void ask("resume")}>
          <Play /> Resume
        </GuardedButton>
      ) : null}
      {detail.canCancel ? (
        <GuardedButton refusal={refusal} onClick={() => setAsked("cancel")}>
          <Square /> Call off
        </GuardedButton>
      ) : null}
      {detail.canBringHome ? (
        <GuardedButton refusal={refusal} onClick={() => setAsked("home")}>
          <House /> Bring home…
        </GuardedButton>
      ) : null}
      {detail.active ? (
        <GuardedButton variant="ghost" refusal={refusal} onClick={() => setAsked("change")}>
          <Pencil /> Change…
        </GuardedButton>
      ) : null}
      {detail.canEnd ? (
        <GuardedButton
          variant={detail.safeToReboot ? "primary" : "secondary"}
          refusal={refusal}
          onClick={() => setAsked("end")}
        >
          <ShieldOff /> End maintenance…
        </GuardedButton>
      ) : null}
      {asked === null ? null : <AskedDialog asked={asked} detail={detail} onClose={close} />}
    </div>
  );
}

/** A node that is safe to reboot may still have guests that are off. */
function evacuateTitle({ evacuation, safeToReboot, node }: MaintenanceDetail): string {
  if (evacuation === "none") return `Empty ${node}`;
  return safeToReboot ? "Move the rest…" : "Try again";
}

interface AskedDialogProps {
  asked: Asked;
  detail: MaintenanceDetail;
  onClose: () => void;
}

function AskedDialog({ asked, detail, onClose }: AskedDialogProps) {
  const { id, node, clusterId } = detail;
  switch (asked) {
    case "evacuate":
      return (
        <StartDialog
          clusterId={clusterId}
          node={node}
          maintenanceId={id}
          choices={choicesOf(detail)}
          onClose={onClose}
        />
      );
    case "cancel":
      return <CancelDialog detail={detail} onClose={onClose} />;
    case "home":
      return <HomeDialog maintenanceId={id} node={node} onClose={onClose} />;
    case "change":
      return <ChangeDialog detail={detail} onClose={onClose} />;
    case "end":
      return <EndDialog detail={detail} onClose={onClose} />;
  }
}

function choicesOf({ guests }: MaintenanceDetail) {
  return new Map(guests.flatMap(({ vmid, choice }) => (choice === null ? [] : [[vmid, choice] as const])));
}
