import "server-only";
import type { ListMeta } from "@/lib/api/envelope";
import type { GuestQuery, GuestRow } from "@/lib/api/guests";
import type { Guest } from "@/lib/inventory/snapshot";
import { AppError } from "@/lib/server/http/app-error";
import type { StoredReading } from "./stored-reading";
import { toGuestRow } from "./to-guest-rows";

/**
 * One page of the guests of some readings, by cluster in the order of the readings and by VMID. The cursor names the last guest of the
 * page before; it holds when that guest has gone since.
 *
 * @throws AppError invalid_input for a cursor that is none of these clusters'
 */
export function pageOfGuests(
  readings: readonly StoredReading[],
  { limit, cursor }: Pick<GuestQuery, "limit" | "cursor">,
): { readonly rows: readonly GuestRow[]; readonly meta: ListMeta } {
  const after = cursor === undefined ? null : placeOf(cursor, readings);
  const found = readings.slice(after?.place ?? 0).flatMap((reading, index) => {
    const guests = inOrder(reading);
    const first = after && index === 0 ? guests.findIndex(({ guest: { vmid } }) => vmid > after.vmid) : 0;
    const { clusterId } = reading.snapshot;
    return first < 0 ? [] : guests.slice(first, first + limit + 1).map((one) => ({ ...one, clusterId }));
  });
  const page = found.slice(0, limit);
  const last = found.length > limit ? page.at(-1) : undefined;
  return {
    rows: page.map(({ clusterId, objectId, guest }) => toGuestRow(clusterId, objectId, guest)),
    meta: {
      total: readings.reduce((sum, reading) => sum + inOrder(reading).length, 0),
      nextCursor: last ? `${last.clusterId}_${last.guest.vmid}` : null,
    },
  };
}

interface NumberedGuest {
  readonly objectId: number;
  readonly guest: Guest;
}

const ordered = new WeakMap<StoredReading, readonly NumberedGuest[]>();

/** Page after page is asked of the same reading. */
function inOrder(reading: StoredReading): readonly NumberedGuest[] {
  const known = ordered.get(reading);
  if (known) return known;
  const guests = reading.snapshot.guests
    .flatMap((guest) => (guest.objectId === null ? [] : [{ objectId: guest.objectId, guest }]))
    .sort((one, other) => one.guest.vmid - other.guest.vmid);
  ordered.set(reading, guests);
  return guests;
}

function placeOf(cursor: string, readings: readonly StoredReading[]) {
  const [clusterId, vmid] = cursor.split("_");
  const place = readings.findIndex(({ snapshot }) => snapshot.clusterId === clusterId);
  if (place >= 0 && vmid !== undefined && /^\d{1,9}$/.test(vmid)) return { place, vmid: Number(vmid) };
  throw new AppError("invalid_input", "This page cannot be found.", [
    { path: "cursor", message: "use the nextCursor of the page before" },
  ]);
}
