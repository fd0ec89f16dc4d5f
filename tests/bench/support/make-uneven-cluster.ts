import { type Scenario, type ScenarioInput, scenario as schema } from "@/lib/inventory/scenario/scenario";
import { Random } from "@/lib/simulator/random";

const GB = 1e9;

export interface UnevenClusterOptions {
  readonly nodes: number;
  readonly guests: number;
  readonly seed: number;
  /** Share of the memory of all nodes that guests use; default 0.55. */
  readonly fill?: number;
  /** Without rules, groups and guests that cannot move. */
  readonly plain?: boolean;
}

/** A cluster in which some nodes are full and others are nearly empty: the same options give the same cluster. */
export function makeUnevenCluster({
  nodes,
  guests,
  seed,
  fill = 0.55,
  plain = false,
}: UnevenClusterOptions): Scenario {
  const random = new Random(seed);
  const sizes = Array.from({ length: nodes }, () => random.pick([1, 1, 1, 2]));
  const weights = sizes.map((size) => size * (0.35 + random.next()));
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  const drawn = Array.from({ length: guests }, (_, index) => drawGuest(index, random, weights, all));
  const used = drawn.reduce((sum, { memoryUsed }) => sum + memoryUsed, 0);
  const busy = drawn.reduce((sum, { cpuUsed }) => sum + cpuUsed, 0);
  const units = sizes.reduce((sum, size) => sum + size, 0);
  const memory = Math.ceil(used / GB / fill / units) * GB;
  const cores = Math.ceil(busy / 0.4 / units);
  return schema.parse({
    name: `uneven-${nodes}x${guests}`,
    nodes: sizes.map((size, index) => ({
      name: `pve${index + 1}`,
      cores: cores * size,
      memory: memory * size,
      baseCpu: 0.02,
      baseMemory: Math.round(memory * 0.02),
      iowait: 0.01,
      migrationBandwidth: 1_250_000_000,
    })),
    storages: [{ id: "ceph", type: "rbd", total: 100_000 * GB, used: 1_000 * GB }],
    guests: drawn.map((guest, index) => (plain ? guest : withTags(guest, index, guests))),
  } satisfies ScenarioInput);
}

function drawGuest(index: number, random: Random, weights: readonly number[], all: number) {
  const cores = random.pick([1, 2, 2, 4, 4, 8]);
  const memory = random.pick([2, 4, 4, 8, 8, 16, 32]) * GB;
  let place = random.next() * all;
  const node = weights.findIndex((weight) => {
    place -= weight;
    return place < 0;
  });
  return {
    vmid: 100 + index,
    node: `pve${Math.max(0, node) + 1}`,
    cores,
    memory,
    memoryUsed: Math.round(memory * random.between(0.4, 0.95)),
    cpuUsed: cores * random.between(0.02, 0.45),
    disks: [{ key: "scsi0", storage: "ceph", size: 32 * GB }],
  };
}

/** One guest in fifty is ignored, one in twenty is one of a pair that is kept apart. */
function withTags<Guest extends object>(guest: Guest, index: number, guests: number) {
  if (index % 50 === 49) return { ...guest, tags: ["ignore"] };
  return index % 20 < 1
    ? { ...guest, tags: [`exclude_pair-${index % Math.max(1, Math.floor(guests / 2))}`] }
    : guest;
}
