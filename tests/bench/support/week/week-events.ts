import { Random } from "@/lib/simulator/random";
import type { SimulatedCluster } from "./simulated-cluster";

const DAY_S = 86_400;
const HOUR_S = 3_600;
const MINUTE_S = 60;
const OUTAGE_MINUTES = 45;
const BACKUPS_BEGIN_AT_HOUR = 21;
const MANUAL_MOVES_A_DAY = 6;

export interface ManualMove {
  readonly vmid: number;
  readonly from: string;
  readonly to: string;
  readonly atMs: number;
}

/**
 * What people and bad luck do in the week: every guest's backup each night, one after the other on each node; an admin who moves guests by
 * hand in office hours; two nodes that fail on a working day and come back.
 */
export function planWeekEvents(
  cluster: SimulatedCluster,
  { seed, days, from }: { readonly seed: number; readonly days: number; readonly from: number },
): { readonly manualMoves: readonly ManualMove[] } {
  const random = new Random(seed + 1);
  const { world } = cluster;
  const names = [...world.nodes.keys()];
  const manualMoves: ManualMove[] = [];
  for (let day = 0; day < days; day += 1) {
    const midnight = from + day * DAY_S;
    const next = new Map<string, number>();
    for (const { vmid, node, spec } of world.guests.values()) {
      const at = next.get(node) ?? midnight + BACKUPS_BEGIN_AT_HOUR * HOUR_S;
      const seconds = 120 + Math.round(spec.memory / 1e8);
      next.set(node, at + seconds + 20);
      world.schedule(at, () => void cluster.happen({ do: "guest-backup", vmid, seconds }));
    }
    for (let count = 0; count < MANUAL_MOVES_A_DAY; count += 1) {
      const vmid = 100 + random.below(world.guests.size);
      const to = names[random.below(names.length)] ?? "";
      world.schedule(midnight + random.between(8, 18) * HOUR_S, () => {
        const source = world.guests.get(vmid)?.node ?? "";
        if (!cluster.happen({ do: "manual-migration", vmid, target: to })) return;
        manualMoves.push({ vmid, from: source, to, atMs: cluster.nowMs });
      });
    }
  }
  for (const day of [1, 3]) {
    const node = names[random.below(names.length)] ?? "";
    const at = from + day * DAY_S + random.between(10, 15) * HOUR_S;
    world.schedule(at, () => void cluster.happen({ do: "node-down", node }));
    world.schedule(at + OUTAGE_MINUTES * MINUTE_S, () => void cluster.happen({ do: "node-up", node }));
  }
  return { manualMoves };
}
