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
 * Sees to it that the newest reading is young enough and says of the guest what PVE says now; it is read anew if it must be.
 *
 * @returns null, or the code of what keeps the cluster from being read
 */
export async function whyNoFreshReading(
  move: Move,
  place: GuestPlace,
  maximumAgeMs: number,
): Promise<string | null> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const snapshot = (await readSnapshot(move.clusterId))?.snapshot ?? null;
    if (snapshot && (await isFresh(snapshot, move, place, maximumAgeMs))) return null;
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
