import Link from "next/link";
import { MoveProgress } from "@/components/moves/move-progress";
import { MoveWay } from "@/components/moves/move-way";
import { GuestName } from "@/components/recommendations/guest-name";
import { Badge } from "@/components/ui/badge";
import type { GuestChoice, MaintenanceGuest } from "@/lib/api/maintenance";
import type { MoveRow } from "@/lib/api/moves";
import { moveAddress } from "@/lib/client/addresses";
import { cn } from "@/lib/client/class-names";
import { formatDuration } from "@/lib/client/format/format-duration";
import { actionWords, GUEST_STATE_LOOKS } from "@/lib/client/maintenance/maintenance-words";
import { GuestChoiceSelect } from "./guest-choice-select";
import { TONE_CLASSES } from "./maintenance-mark";

interface MaintenanceGuestItemProps {
  clusterId: string;
  guest: MaintenanceGuest;
  /** Its move while that is under way. */
  move: MoveRow | undefined;
  /** Null where nothing else can be chosen. */
  onChoose: ((choice: GuestChoice) => void) | null;
}

/** A guest of a node that is emptied: what becomes of it, how far that is, and what stands against it. */
export function MaintenanceGuestItem({ clusterId, guest, move, onChoose }: MaintenanceGuestItemProps) {
  const { word, tone } = GUEST_STATE_LOOKS[guest.state];
  return (
    <li className="px-4 py-2 text-sm">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-0.5">
        <p className="flex min-w-0 flex-wrap items-center gap-x-3">
          <GuestName clusterId={clusterId} vmid={guest.vmid} name={guest.name} />
          {guest.to === null ? null : <MoveWay from={guest.from} to={guest.to} className="font-medium" />}
          {guest.ha ? <Badge>HA</Badge> : null}
          {guest.tries > 1 ? <Badge tone="warn">try {guest.tries}</Badge> : null}
        </p>
        <p className="flex flex-wrap items-center gap-x-3">
          <span className="text-muted">
            {guest.state === "waiting" || guest.state === "under-way" ? actionWords(guest.action) : null}
            {guest.seconds === null || guest.state !== "waiting"
              ? ""
              : `, about ${formatDuration(guest.seconds)}`}
          </span>
          {guest.moveId === null ? (
            <span className={TONE_CLASSES[tone]}>{word}</span>
          ) : (
            <Link
              href={moveAddress(guest.moveId)}
              className={cn("underline underline-offset-2", TONE_CLASSES[tone])}
            >
              {word}
            </Link>
          )}
          {onChoose === null ? null : (
            <GuestChoiceSelect guest={guest} value={guest.choice ?? "migrate"} onChoose={onChoose} />
          )}
        </p>
      </div>
      {move ? (
        <div className="mt-1">
          <MoveProgress move={move} />
        </div>
      ) : null}
      {guest.reason === null ? null : (
        <p className="text-pretty text-muted">
          {guest.reason}
          {guest.fix === null ? null : (
            <>
              {" "}
              <span className="font-medium text-warn">What helps:</span> {guest.fix}
            </>
          )}
        </p>
      )}
    </li>
  );
}
