import "server-only";
import { packRows } from "@/lib/api/packed-rows";
import type { Viewer } from "@/lib/server/auth/viewer";
import { readVisibleReadings } from "./read-visible-readings";
import type { StoredReading } from "./stored-reading";
import { toGuestRows } from "./to-guest-rows";

const packed = new WeakMap<StoredReading, string>();

/** The guests that a page shows first, packed, a text for each cluster that the viewer may see. */
export async function readPackedGuests(viewer: Viewer): Promise<string[]> {
  const readings = await readVisibleReadings(viewer);
  return readings.map((reading) => {
    const text = packed.get(reading) ?? packRows(toGuestRows(reading));
    packed.set(reading, text);
    return text;
  });
}
