import "server-only";
import type { ListMeta } from "@/lib/api/envelope";
import type { GuestQuery, GuestRow } from "@/lib/api/guests";
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
  const guests = readings.flatMap(({ snapshot: { clusterId, guests: all } }, place) =>
    all
      .flatMap((guest) =>
        guest.objectId === null ? [] : [{ clusterId, objectId: guest.objectId, place, guest }],
      )
      .sort((one, other) => one.guest.vmid - other.guest.vmid),
  );
  const after = cursor === undefined ? null : placeOf(cursor, readings);
  const rest =
    after === null
      ? guests
      : guests.filter(
          ({ place, guest: { vmid } }) => place > after.place || (place === after.place && vmid > after.vmid),
        );
  const page = rest.slice(0, limit);
  const last = rest.length > limit ? page.at(-1) : undefined;
  return {
    rows: page.map(({ clusterId, objectId, guest }) => toGuestRow(clusterId, objectId, guest)),
    meta: { total: guests.length, nextCursor: last ? `${last.clusterId}_${last.guest.vmid}` : null },
  };
}

function placeOf(cursor: string, readings: readonly StoredReading[]) {
  const [clusterId, vmid] = cursor.split("_");
  const place = readings.findIndex(({ snapshot }) => snapshot.clusterId === clusterId);
  if (place >= 0 && vmid !== undefined && /^\d{1,9}$/.test(vmid)) return { place, vmid: Number(vmid) };
  throw new AppError("invalid_input", "This page cannot be found.", [
    { path: "cursor", message: "use the nextCursor of the page before" },
  ]);
}
