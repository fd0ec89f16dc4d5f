import { allocationsByNode, type NodeAllocation } from "@/lib/inventory/node-allocation";
import type { Node, Snapshot } from "@/lib/inventory/snapshot";
import type { HourlyReading } from "./hourly-reading";
import type { ClusterScore, NodeScore } from "./node-score";
import { scoreNode } from "./score-node";
import { compileScoringCurves } from "./scoring-curves";
import type { ScoringSettings } from "./scoring-settings";

interface ClusterToScore {
  readonly snapshot: Snapshot;
  /** By node name; a node without an entry has no past. */
  readonly history: ReadonlyMap<string, readonly HourlyReading[]>;
  readonly settings: ScoringSettings;
}

const NO_GUESTS: NodeAllocation = {
  memoryAllocatedBytes: 0,
  cpuAllocatedThreads: 0,
  guestsRunning: 0,
  guestsTotal: 0,
};

/**
 * Scores every node of a snapshot.
 *
 * Health is the mean suitability of the online nodes, weighted by their memory: `Σ memory × suitability / Σ memory`, 0–100.
 * A node whose memory size is not known weighs as much as the average of the others. Nodes that are offline, and online
 * ones of which nothing current is known, do not count; without any other node health is null.
 */
export function scoreCluster({ snapshot, history, settings }: ClusterToScore): ClusterScore {
  const curves = compileScoringCurves(settings);
  const allocations = allocationsByNode(snapshot);
  const nodes: Record<string, NodeScore> = {};
  for (const node of snapshot.nodes) {
    nodes[node.name] = scoreNode({
      node,
      allocation: allocations.get(node.name) ?? NO_GUESTS,
      history: history.get(node.name) ?? [],
      nowMs: snapshot.readAtMs,
      curves,
    });
  }
  return { healthPercent: healthPercent(snapshot.nodes, nodes), nodes };
}

function healthPercent(nodes: readonly Node[], scores: Readonly<Record<string, NodeScore>>): number | null {
  const counted = nodes.flatMap((node) => {
    const score = scores[node.name];
    return score?.windows.now ? [{ bytes: readableBytes(node), suitability: score.suitabilityPercent }] : [];
  });
  const sizes = counted.flatMap(({ bytes }) => (bytes === null ? [] : [bytes]));
  const typical = sizes.length === 0 ? 1 : sizes.reduce((sum, bytes) => sum + bytes, 0) / sizes.length;

  let weights = 0;
  let weighted = 0;
  for (const { bytes, suitability } of counted) {
    weights += bytes ?? typical;
    weighted += (bytes ?? typical) * suitability;
  }
  return weights === 0 ? null : weighted / weights;
}

function readableBytes({ memoryTotalBytes }: Node): number | null {
  if (memoryTotalBytes === null || !Number.isFinite(memoryTotalBytes)) return null;
  return memoryTotalBytes > 0 ? memoryTotalBytes : null;
}
