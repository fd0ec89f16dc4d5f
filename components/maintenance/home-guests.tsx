import Link from "next/link";
import { GuestName } from "@/components/recommendations/guest-name";
import { Panel } from "@/components/values/panel";
import type { MaintenanceDetail } from "@/lib/api/maintenance";
import { moveAddress } from "@/lib/client/addresses";
import { cn } from "@/lib/client/class-names";
import { homeProgress } from "@/lib/client/maintenance/maintenance-progress";
import { HOME_LOOKS } from "@/lib/client/maintenance/maintenance-words";
import { TONE_CLASSES } from "./maintenance-mark";

/** The guests that left the node, and whether they are home again. */
export function HomeGuests({ detail }: { detail: MaintenanceDetail }) {
  const guests = detail.guests.filter(({ home }) => home !== "none");
  if (guests.length === 0) return null;
  const { done, total } = homeProgress(guests);
  return (
    <Panel title="The way home" aside={`${done} of ${total} at home`} bodyClassName="p-0">
      <ul className="divide-y divide-line">
        {guests.map((guest) => {
          const { word, tone } = HOME_LOOKS[guest.home];
          return (
            <li
              key={guest.vmid}
              className="flex flex-wrap items-center justify-between gap-x-4 gap-y-0.5 px-4 py-2 text-sm"
            >
              <p className="flex min-w-0 flex-wrap items-center gap-x-3">
                <GuestName clusterId={detail.clusterId} vmid={guest.vmid} name={guest.name} />
                {guest.node === null ? null : <span className="text-muted">on {guest.node}</span>}
              </p>
              {guest.homeMoveId === null ? (
                <span className={TONE_CLASSES[tone]}>{word}</span>
              ) : (
                <Link
                  href={moveAddress(guest.homeMoveId)}
                  className={cn("underline underline-offset-2", TONE_CLASSES[tone])}
                >
                  {word}
                </Link>
              )}
              {guest.homeReason === null ? null : (
                <p className="basis-full text-pretty text-muted">{guest.homeReason}</p>
              )}
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
