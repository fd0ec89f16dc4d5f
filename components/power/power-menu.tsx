"use client";

import { ChevronDown, Play, Power, PowerOff, RotateCcw } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { GuardedButton } from "@/components/values/guarded-button";
import { POWER_ACTIONS, type PowerActionName } from "@/lib/api/power";
import { movingKey, useMovingGuests } from "@/lib/client/moves/use-moving-guests";
import { POWER_WORDS, type PoweredGuest, powerActions, powerRefusal } from "@/lib/client/power/power-words";
import type { GuestPower } from "@/lib/client/power/use-guest-power";
import { useSearchState } from "@/lib/client/state/use-search-state";
import { useViewer } from "@/lib/client/state/viewer-context";
import { PowerDialog } from "./power-dialog";

const ICONS = { start: Play, shutdown: Power, reboot: RotateCcw, stop: PowerOff } as const;

interface PowerMenuProps {
  guest: PoweredGuest;
  power: GuestPower;
  /** Whether the guest agent is on; null when that is not known or has no meaning. */
  agent: boolean | null;
}

/** Starts a guest that is off; shuts down, reboots or stops one that is on. Each says first what it means. */
export function PowerMenu({ guest, power, agent }: PowerMenuProps) {
  const [parameters, change] = useSearchState();
  const role = useViewer().refusal("operator");
  const moving = useMovingGuests().get(movingKey(guest)) ?? null;
  const [chosen, setChosen] = useState<PowerActionName | null>(null);
  const refusal = powerRefusal(guest, { role, moving, active: power.active });
  const actions = powerActions(guest);

  // A link may ask for one, as the palette does.
  const linked = POWER_ACTIONS.find((action) => action === parameters.get("power")) ?? null;
  const asked = chosen ?? (linked !== null && actions.includes(linked) ? linked : null);
  const action = refusal === null ? asked : null;
  const close = () => {
    setChosen(null);
    if (parameters.has("power")) change({ power: null });
  };

  return (
    <>
      {refusal !== null || actions.length === 1 ? (
        <SingleAction
          action={actions[0] ?? "start"}
          several={actions.length > 1}
          refusal={refusal}
          onChoose={setChosen}
        />
      ) : (
        <DropdownMenu>
          <DropdownMenuTrigger asChild>
            <Button>
              <Power /> Power <ChevronDown />
            </Button>
          </DropdownMenuTrigger>
          <DropdownMenuContent align="end">
            {actions.map((name) => {
              const Icon = ICONS[name];
              return (
                <DropdownMenuItem key={name} onSelect={() => setChosen(name)}>
                  <Icon aria-hidden /> {POWER_WORDS[name].title}
                </DropdownMenuItem>
              );
            })}
          </DropdownMenuContent>
        </DropdownMenu>
      )}
      {action ? (
        <PowerDialog action={action} guest={guest} agent={agent} onAsk={power.ask} onClose={close} />
      ) : null}
    </>
  );
}

interface SingleActionProps {
  action: PowerActionName;
  several: boolean;
  refusal: string | null;
  onChoose: (action: PowerActionName) => void;
}

function SingleAction({ action, several, refusal, onChoose }: SingleActionProps) {
  const Icon = several ? Power : ICONS[action];
  return (
    <GuardedButton refusal={refusal} onClick={() => onChoose(action)}>
      <Icon /> {several ? "Power" : POWER_WORDS[action].title}
    </GuardedButton>
  );
}
