import "server-only";
import type { GuestRow } from "@/lib/api/guests";
import type { Guest } from "@/lib/inventory/snapshot";
import type { Viewer } from "@/lib/server/auth/viewer";
import { readVisibleReadings } from "./read-visible-readings";
import { roundFraction } from "./round-for-display";
import type { StoredReading } from "./stored-reading";
import { toGuestRow } from "./to-guest-rows";

/** As many as Overview shows. */
const MOST = 8;

const kept = new WeakMap<StoredReading, readonly GuestRow[]>();

/**
 * Of each cluster that the viewer may see the running guests that use the most CPU, in threads: enough to show the busiest of all or of
 * some clusters until the live stream tells of every guest.
 */
export async function readBusiestGuests(viewer: Viewer): Promise<GuestRow[]> {
  const readings = await readVisibleReadings(viewer);
  return readings.flatMap((reading) => {
    const rows = kept.get(reading) ?? busiestOf(reading);
    kept.set(reading, rows);
    return rows;
  });
}

function busiestOf({ snapshot: { clusterId, guests } }: StoredReading): readonly GuestRow[] {
  return guests
    .flatMap((guest) =>
      guest.status === "running" && guest.objectId !== null
        ? [{ guest, objectId: guest.objectId, threads: threadsOf(guest) }]
        : [],
    )
    .sort((one, other) => other.threads - one.threads || one.guest.vmid - other.guest.vmid)
    .slice(0, MOST)
    .map(({ guest, objectId }) => toGuestRow(clusterId, objectId, guest));
}

/** As a page reckons it from a row. */
function threadsOf({ cpuFraction, cpuCount }: Guest): number {
  return (roundFraction(cpuFraction) ?? 0) * (cpuCount ?? 0);
}
