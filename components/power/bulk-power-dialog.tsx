"use client";

import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogBody, DialogContent, DialogFooter } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { countOf } from "@/lib/client/format/format-count";
import { movableName } from "@/lib/client/moves/movable-guest";
import { movingKey, useMovingGuests } from "@/lib/client/moves/use-moving-guests";
import {
  type BulkPowerAction,
  bulkConsequence,
  bulkProgress,
  chooseBulkPower,
  type LeftOut,
} from "@/lib/client/power/bulk-power";
import { POWER_WORDS, type PoweredGuest } from "@/lib/client/power/power-words";
import { GUESTS_AT_ONCE_PER_NODE } from "@/lib/client/power/run-bulk-power";
import { type BulkPower, powerKey } from "@/lib/client/power/use-bulk-power";
import { BulkPowerResults } from "./bulk-power-results";

interface BulkPowerDialogProps {
  action: BulkPowerAction;
  guests: readonly PoweredGuest[];
  open: boolean;
  power: BulkPower;
  onClose: () => void;
}

/** Names the guests and what each will do, asks once, and tells of each how it went. */
export function BulkPowerDialog({ action, guests, open, power, onClose }: BulkPowerDialogProps) {
  const { title, going } = POWER_WORDS[action];
  const { states, isGoing } = power;
  return (
    <Dialog open={open} onOpenChange={(next) => (next ? undefined : onClose())}>
      <DialogContent
        title={
          states ? `${going} ${countOf(states.size, "guest")}` : `${title} ${guests.length} chosen guests?`
        }
        description={states ? bulkProgress(states.values()) : undefined}
        className="max-w-xl"
      >
        {states ? (
          <>
            <DialogBody className="flex flex-col gap-3">
              <BulkPowerResults
                action={action}
                guests={guests.filter((guest) => states.has(powerKey(guest)))}
                states={states}
              />
              {isGoing ? (
                <p className="text-muted">
                  You may close this window but not leave the page: guests that were not asked yet would be
                  left as they are.
                </p>
              ) : null}
            </DialogBody>
            <DialogFooter>
              {isGoing ? (
                <Button variant="ghost" onClick={power.callOff}>
                  Ask no further guest
                </Button>
              ) : null}
              <Button onClick={onClose}>Close</Button>
            </DialogFooter>
          </>
        ) : (
          <Question action={action} guests={guests} power={power} onClose={onClose} />
        )}
      </DialogContent>
    </Dialog>
  );
}

function Question({ action, guests, power, onClose }: Omit<BulkPowerDialogProps, "open">) {
  const moving = useMovingGuests();
  const [typed, setTyped] = useState("");
  const { title, interrupts } = POWER_WORDS[action];
  const { asked, leftOut } = chooseBulkPower(action, guests, (guest) => moving.get(movingKey(guest)) ?? null);
  const isMeant = asked.length > 0 && (!interrupts || typed.trim() === String(asked.length));

  function submit(event: FormEvent) {
    event.preventDefault();
    if (isMeant) power.begin(action, asked);
  }

  return (
    <form className="flex min-h-0 flex-col" onSubmit={submit}>
      <DialogBody className="flex flex-col gap-3">
        {asked.length === 0 ? (
          <p>None of them can be asked for that now.</p>
        ) : (
          <>
            <p className="text-pretty text-muted">
              At most {GUESTS_AT_ONCE_PER_NODE} at a time on each node.
              {interrupts
                ? " Whoever uses a guest loses it; one that does not follow stays on, and you are told."
                : ""}
            </p>
            <ul
              aria-label="Will be asked"
              className="max-h-60 divide-y divide-line overflow-y-auto rounded-md border border-line"
            >
              {asked.map((guest) => (
                <GuestLine key={powerKey(guest)} guest={guest} text={bulkConsequence(action, guest)} />
              ))}
            </ul>
          </>
        )}
        <LeftOutList leftOut={leftOut} />
        {interrupts && asked.length > 0 ? (
          <Field label={`Type ${asked.length} to ${title.toLowerCase()} ${countOf(asked.length, "guest")}`}>
            {(control) => (
              <Input
                {...control}
                value={typed}
                inputMode="numeric"
                autoComplete="off"
                onChange={(event) => setTyped(event.target.value)}
              />
            )}
          </Field>
        ) : null}
      </DialogBody>
      <DialogFooter>
        <Button variant="ghost" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" variant={interrupts ? "danger" : "primary"} disabled={!isMeant}>
          {title} {countOf(asked.length, "guest")}
        </Button>
      </DialogFooter>
    </form>
  );
}

function LeftOutList({ leftOut }: { leftOut: readonly LeftOut[] }) {
  if (leftOut.length === 0) return null;
  return (
    <section aria-label="Left out">
      <h3 className="mb-1 font-medium">{countOf(leftOut.length, "guest")} left out</h3>
      <ul className="max-h-40 divide-y divide-line overflow-y-auto rounded-md border border-line">
        {leftOut.map(({ guest, reason }) => (
          <GuestLine key={powerKey(guest)} guest={guest} text={reason} />
        ))}
      </ul>
    </section>
  );
}

function GuestLine({ guest, text }: { guest: PoweredGuest; text: string }) {
  return (
    <li className="px-3 py-1.5 text-sm">
      <span className="font-medium">{movableName(guest)}</span>{" "}
      <span className="figure text-muted">{guest.vmid}</span> <span className="text-muted">{text}</span>
    </li>
  );
}
