"use client";

import { MoveWay } from "@/components/moves/move-way";
import { ScrollRegion } from "@/components/ui/scroll-region";
import { Skeleton } from "@/components/ui/skeleton";
import { homePreview } from "@/lib/api/maintenance";
import { countOf } from "@/lib/client/format/format-count";
import { formatDuration } from "@/lib/client/format/format-duration";
import { maintenanceDetailAddress } from "@/lib/client/http/acting-addresses";
import { messageOf } from "@/lib/client/http/api-error";
import { useApi } from "@/lib/client/http/use-api";
import { actionWords } from "@/lib/client/maintenance/maintenance-words";

/** What bringing the guests home would do, as the cluster is now. */
export function HomePreviewView({ maintenanceId }: { maintenanceId: string }) {
  const { data, error } = useApi(maintenanceDetailAddress(maintenanceId, "home"), homePreview, {
    revalidateOnFocus: false,
  });
  if (!data && error) {
    return (
      <p role="alert" className="text-bad">
        {messageOf(error)}
      </p>
    );
  }
  if (!data) return <Skeleton className="h-32 rounded-lg" />;
  const { summary, waves, seconds, guests } = data.data;
  return (
    <>
      <p role="status" className="text-pretty">
        {summary}
      </p>
      {guests.length === 0 ? null : (
        <>
          <p className="text-muted">
            {countOf(waves, "wave")}, about <span className="figure">{formatDuration(seconds)}</span>.
          </p>
          <ScrollRegion
            aria-label="Guests that go home"
            className="-mx-4 max-h-80 overflow-y-auto border-line border-y"
          >
            <ul className="divide-y divide-line">
              {guests.map((guest) => (
                <li key={guest.vmid} className="px-4 py-1.5 text-sm">
                  <p className="flex flex-wrap items-center justify-between gap-x-3">
                    <span className="min-w-0 break-words font-medium">
                      {guest.name ?? "Guest"}{" "}
                      <span className="figure font-normal text-muted">{guest.vmid}</span>
                    </span>
                    <MoveWay from={guest.from} to={guest.to} />
                  </p>
                  <p className={guest.action === "blocked" ? "text-warn" : "text-muted"}>
                    {actionWords(guest.action)}
                    {guest.wave === null ? "" : `, wave ${guest.wave}`}
                    {guest.seconds === null ? "" : `, ${formatDuration(guest.seconds)}`}
                    {guest.reason === null ? "" : `. ${guest.reason}`}
                  </p>
                </li>
              ))}
            </ul>
          </ScrollRegion>
        </>
      )}
    </>
  );
}
