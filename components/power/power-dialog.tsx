"use client";

import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import type { PowerActionName } from "@/lib/api/power";
import { movableName } from "@/lib/client/moves/movable-guest";
import { POWER_WORDS, type PoweredGuest, powerConsequences } from "@/lib/client/power/power-words";

interface PowerDialogProps {
  action: PowerActionName;
  guest: PoweredGuest;
  agent: boolean | null;
  onAsk: (action: PowerActionName) => Promise<void>;
  onClose: () => void;
}

/** Says what will happen to a guest, and asks for it. */
export function PowerDialog({ action, guest, agent, onAsk, onClose }: PowerDialogProps) {
  const { title, interrupts } = POWER_WORDS[action];
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`${title} ${movableName(guest)}?`}
      action={title}
      variant={interrupts ? "danger" : "primary"}
      onConfirm={() => onAsk(action)}
    >
      <p className="text-muted">
        {guest.kind === "lxc" ? "Container" : "Virtual machine"} <span className="figure">{guest.vmid}</span>{" "}
        on {guest.node}
      </p>
      {powerConsequences(action, guest, agent).map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
    </ConfirmDialog>
  );
}
