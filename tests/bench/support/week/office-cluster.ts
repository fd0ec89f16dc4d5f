import { type Scenario, type ScenarioInput, scenario as schema } from "@/lib/inventory/scenario/scenario";
import { Random } from "@/lib/simulator/random";

const GIB = 1024 ** 3;

export interface Office {
  readonly seed: number;
  readonly nodes: number;
  readonly guests: number;
  /** Where its clock begins: a day before a Monday. */
  readonly clock: string;
}

type GuestInput = NonNullable<ScenarioInput["guests"]>[number];

/**
 * Nodes and guests of an office, 25 guests to a node of 48 cores: most are busy by day at different hours, some by night, some in bursts, some grow. They were put on
 * the nodes without much thought, so some nodes are over their heads in the afternoon while others idle.
 */
export function officeCluster({ seed, nodes, guests, clock }: Office): Scenario {
  const random = new Random(seed);
  const names = Array.from({ length: nodes }, (_, index) => `pve${String(index + 1).padStart(2, "0")}`);
  const weights = names.map(() => random.between(0.45, 1.55));
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  return schema.parse({
    name: "office",
    pve: "9.1",
    seed,
    clock,
    nodes: names.map((name) => ({
      name,
      cores: 48,
      memory: 384 * GIB,
      baseCpu: 0.02,
      baseMemory: 6 * GIB,
      iowait: 0.01,
      migrationBandwidth: 1.25e9,
    })),
    storages: [{ id: "ceph", type: "rbd", shared: true, total: 200_000 * GIB, used: 20_000 * GIB }],
    guests: Array.from({ length: guests }, (_, index) =>
      guest(index, placeOf(random, names, weights, all), random),
    ),
  } satisfies ScenarioInput);
}

function placeOf(random: Random, names: readonly string[], weights: readonly number[], all: number): string {
  let place = random.next() * all;
  const found = weights.findIndex((weight) => {
    place -= weight;
    return place < 0;
  });
  return names[Math.max(0, found)] ?? "pve01";
}

function guest(index: number, node: string, random: Random): GuestInput {
  const cores = random.pick([2, 2, 4, 4, 4, 8]);
  const memory = random.pick([4, 4, 8, 8, 16, 16, 32]) * GIB;
  return {
    vmid: 100 + index,
    name: `guest${100 + index}`,
    node,
    cores,
    memory,
    memoryUsed: Math.round(memory * random.between(0.45, 0.85)),
    cpuUsed: cores * random.between(0.08, 0.36),
    onboot: true,
    disks: [{ key: "scsi0", storage: "ceph", size: 32 * GIB }],
    load: loadOf(index, random),
    ...(index % 25 === 24 && { ha: { state: "started" } }),
    ...(index % 50 === 49 && { tags: ["no-auto-migrate"] }),
  };
}

function loadOf(index: number, random: Random): GuestInput["load"] {
  const kind = index % 20;
  if (kind < 12)
    return {
      kind: "daily",
      amplitude: random.between(0.5, 0.95),
      peakHour: random.between(9, 16),
      weekend: random.between(0.3, 0.8),
    };
  if (kind < 14) return { kind: "daily", amplitude: random.between(0.4, 0.8), peakHour: 2, weekend: 1 };
  if (kind < 17)
    return {
      kind: "bursty",
      every: 3_600 * random.between(1, 6),
      length: 60 * random.between(3, 25),
      factor: random.between(1.5, 2.8),
    };
  if (kind < 18) return { kind: "growing", perDay: random.between(0.02, 0.08), resource: "both" };
  return { kind: "steady" };
}
