import "server-only";
import type { Snapshot } from "@/lib/inventory/snapshot";
import { collectCluster } from "@/lib/server/collection/collect-cluster";
import { prisma } from "@/lib/server/db/prisma";
import { readSnapshot } from "@/lib/server/live/read-snapshot";
import type { Move } from "@/prisma/generated/client";
import { pause } from "./executor-turn";
import type { GuestPlace } from "./pve/read-guest-place";

const TRIES = 10;
const PAUSE_MS = 300;
/**
 * Guests' configurations are read a few at a time when the database has lost the reading before, and one that could not be read is
 * asked for again after a minute; so long they are waited for.
 */
const UNREAD_MS = 90_000;

/**
 * Sees to it that the newest reading is young enough and says of the guest what PVE says now; it is read anew if it must be.
 *
 * @returns null, or the code of what keeps the cluster from being read
 */
export async function whyNoFreshReading(
  move: Move,
  place: GuestPlace,
  maximumAgeMs: number,
): Promise<string | null> {
  const untilMs = performance.now() + UNREAD_MS;
  for (let attempt = 0; attempt < TRIES; ) {
    const snapshot = (await readSnapshot(move.clusterId))?.snapshot ?? null;
    const isFit = snapshot !== null && (await isFresh(snapshot, move, place, maximumAgeMs));
    const guest = snapshot?.guests.find(({ vmid }) => vmid === move.vmid);
    const awaitsConfig = isFit && guest?.config === null;
    if (isFit && !(awaitsConfig && performance.now() < untilMs)) return null;
    if (awaitsConfig) await pause(PAUSE_MS);
    else attempt += 1;
    const { outcome, problem } = await collectCluster(move.clusterId, { force: true });
    if (outcome === "failed") return problem ?? "unknown";
    if (outcome === "locked") await pause(PAUSE_MS);
  }
  return "unsettled";
}

async function isFresh(
  snapshot: Snapshot,
  move: Move,
  place: GuestPlace,
  maximumAgeMs: number,
): Promise<boolean> {
  const { readAtMs, guests, tasks } = snapshot;
  const ageMs = Date.now() - readAtMs;
  if (ageMs > maximumAgeMs || ageMs < -5_000) return false;
  const guest = guests.find(({ vmid }) => vmid === move.vmid);
  if (guest?.node !== place.node || guest.lock !== place.lock) return false;
  if (tasks.some(({ subject, endedAtMs }) => subject === String(move.vmid) && endedAtMs === null))
    return ageMs < 2_000;
  const later = await prisma.move.count({
    where: { clusterId: move.clusterId, vmid: move.vmid, endedAt: { gt: new Date(readAtMs) } },
  });
  return later === 0;
}
