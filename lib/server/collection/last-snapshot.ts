import "server-only";
import type { Snapshot } from "@/lib/inventory/snapshot";
import { pool } from "@/lib/server/db/pool";
import { readSnapshot } from "@/lib/server/live/read-snapshot";

// Jobs and route handlers are separate bundles of one process; this is one.
const shared = globalThis as typeof globalThis & { evenkeelLastSnapshots?: Map<string, Snapshot> };
shared.evenkeelLastSnapshots ??= new Map();
const kept = shared.evenkeelLastSnapshots;

/** The newest stored reading of a cluster; taken from memory when this process stored it itself. */
export async function readLastSnapshot(clusterId: string): Promise<Snapshot | null> {
  const { rows } = await pool().query<{ sequence: string; read_ms: string }>(
    `SELECT sequence, (extract(epoch FROM read_at) * 1000)::bigint AS read_ms
     FROM metrics.snapshot WHERE cluster_id = $1`,
    [clusterId],
  );
  const [row] = rows;
  if (!row) return null;
  const known = kept.get(clusterId);
  if (known && String(known.sequence) === row.sequence && String(known.readAtMs) === row.read_ms)
    return known;
  return (await readSnapshot(clusterId))?.snapshot ?? null;
}

export function keepSnapshot(snapshot: Snapshot): void {
  kept.set(snapshot.clusterId, snapshot);
}
