"use client";

import { CirclePlay, CircleStop, RotateCcw } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { GuardedButton } from "@/components/values/guarded-button";
import type { GuestRow } from "@/lib/api/guests";
import { countOf } from "@/lib/client/format/format-count";
import { BULK_POWER_ACTIONS, type BulkPowerAction, bulkProgress } from "@/lib/client/power/bulk-power";
import { POWER_WORDS } from "@/lib/client/power/power-words";
import { useBulkPower } from "@/lib/client/power/use-bulk-power";
import { useViewer } from "@/lib/client/state/viewer-context";
import { BulkPowerDialog } from "./bulk-power-dialog";

const ICONS = { start: CirclePlay, shutdown: CircleStop, reboot: RotateCcw } as const;

interface BulkPowerProps {
  /** The chosen guests, also those that the filter hides. */
  guests: readonly GuestRow[];
  /** How many of them the filter hides. */
  hidden: number;
  onClear: () => void;
}

interface Wish {
  readonly action: BulkPowerAction;
  /** As they were when it was chosen. */
  readonly guests: readonly GuestRow[];
}

/** What can be done with the chosen guests, and how it is going. */
export function BulkPower({ guests, hidden, onClear }: BulkPowerProps) {
  const refusal = useViewer().refusal("operator");
  const power = useBulkPower();
  const [wish, setWish] = useState<Wish | null>(null);
  const [open, setOpen] = useState(false);

  return (
    <>
      {guests.length > 0 || power.isGoing ? (
        <section
          aria-label="Chosen guests"
          className="panel flex flex-wrap items-center gap-x-3 gap-y-2 px-3 py-2"
        >
          <p role="status" className="mr-auto">
            {countOf(guests.length, "guest")} chosen
            {hidden > 0 ? <span className="text-muted"> · {hidden} of them not in this list</span> : null}
          </p>
          {power.isGoing && wish && power.states ? (
            <Button size="small" onClick={() => setOpen(true)}>
              {POWER_WORDS[wish.action].going}: {bulkProgress(power.states.values())}
            </Button>
          ) : (
            BULK_POWER_ACTIONS.map((action) => {
              const Icon = ICONS[action];
              return (
                <GuardedButton
                  key={action}
                  size="small"
                  refusal={refusal}
                  onClick={() => {
                    power.forget();
                    setWish({ action, guests });
                    setOpen(true);
                  }}
                >
                  <Icon /> {POWER_WORDS[action].title}
                </GuardedButton>
              );
            })
          )}
          <Button size="small" variant="ghost" onClick={onClear}>
            Choose none
          </Button>
        </section>
      ) : null}
      {wish ? <BulkPowerDialog {...wish} open={open} power={power} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
