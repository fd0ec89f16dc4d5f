"use client";

import { Badge } from "@/components/ui/badge";
import { ScrollRegion } from "@/components/ui/scroll-region";
import { StateMark } from "@/components/values/state-mark";
import type { EvacuationPreview, GuestChoice } from "@/lib/api/maintenance";
import { cn } from "@/lib/client/class-names";
import { formatDuration } from "@/lib/client/format/format-duration";
import { actionWords } from "@/lib/client/maintenance/maintenance-words";
import { sortPreview } from "@/lib/client/maintenance/start-form";
import { moveWhy } from "@/lib/client/recommendations/move-why";
import { GuestChoiceSelect } from "./guest-choice-select";

type PreviewGuest = EvacuationPreview["guests"][number];

interface PreviewGuestsProps {
  guests: readonly PreviewGuest[];
  onChoose: (vmid: number, choice: GuestChoice) => void;
}

/** Every guest of the node: what becomes of it, where, in which wave and for how long; and the choice of something else. */
export function PreviewGuests({ guests, onChoose }: PreviewGuestsProps) {
  return (
    <ScrollRegion aria-label="Guests of the node" className="max-h-96 overflow-y-auto">
      <ul className="divide-y divide-line">
        {sortPreview(guests).map((guest) => (
          <li
            key={guest.vmid}
            className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-3 gap-y-0.5 px-4 py-2 text-sm"
          >
            <p className="flex min-w-0 flex-wrap items-center gap-x-2">
              <StateMark state={guest.running ? "running" : "stopped"} compact />
              <span className="min-w-0 break-words font-medium">
                {guest.name ?? "Guest"} <span className="figure font-normal text-muted">{guest.vmid}</span>
              </span>
              {guest.ha ? <Badge>HA</Badge> : null}
              {guest.template ? <Badge>template</Badge> : null}
            </p>
            {guest.template ? (
              <span className="text-muted">stays</span>
            ) : (
              <GuestChoiceSelect
                guest={guest}
                value={guest.choice}
                onChoose={(choice) => onChoose(guest.vmid, choice)}
              />
            )}
            <p className="col-span-2 text-pretty">
              <Outcome guest={guest} />
              <span className="text-muted">{guest.action === "blocked" ? "" : moveWhy(guest.reason)}</span>
            </p>
          </li>
        ))}
      </ul>
    </ScrollRegion>
  );
}

function Outcome({ guest }: { guest: PreviewGuest }) {
  const { action, to, wave, seconds, downtimeMs } = guest;
  const parts = [
    `${actionWords(action)}${to === null ? "" : ` to ${to}`}`,
    wave === null ? null : `wave ${wave}`,
    seconds === null ? null : formatDuration(seconds),
    downtimeMs === null || action === "offline" ? null : `down for ${formatDuration(downtimeMs / 1_000)}`,
  ].filter((part) => part !== null);
  return (
    <span
      className={cn(
        "mr-1",
        action === "blocked" ? "text-bad" : action === "leave" ? "text-muted" : "text-fg",
      )}
    >
      {parts.join(", ")}.
    </span>
  );
}
