import "server-only";
import type { GuestRow } from "@/lib/api/guests";
import type { Viewer } from "@/lib/server/auth/viewer";
import { readVisibleReadings } from "./read-visible-readings";
import { toGuestRows } from "./to-guest-rows";

/**
 * The guests of every cluster that the viewer may see, or of one; none before the first reading.
 *
 * @throws AppError not_found for a cluster that is not there
 */
export async function readGuestRows(viewer: Viewer, clusterId?: string): Promise<GuestRow[]> {
  const readings = await readVisibleReadings(viewer, clusterId);
  return readings.flatMap(toGuestRows);
}
