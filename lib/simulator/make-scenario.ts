import { type Scenario, type ScenarioInput, scenario as schema } from "@/lib/inventory/scenario/scenario";
import { Random } from "./random";

const GIB = 1024 ** 3;

export interface MakeScenarioOptions {
  readonly nodes: number;
  readonly guests: number;
  readonly seed: number;
  /** Steady guests with next to no load, as benchmarks of an idle cluster want them. */
  readonly idle?: boolean;
  readonly pve?: Scenario["pve"];
}

type GuestInput = NonNullable<ScenarioInput["guests"]>[number];

/** A believable cluster of any size: the same options give the same cluster. */
export function makeScenario({
  nodes,
  guests,
  seed,
  idle = false,
  pve = "9.1",
}: MakeScenarioOptions): Scenario {
  const random = new Random(seed);
  const nodeNames = Array.from({ length: nodes }, (_, index) => `pve${index + 1}`);
  const guestsPerNode = Math.max(1, Math.ceil(guests / nodes));
  const memory = Math.max(128, Math.ceil(guestsPerNode * 6)) * GIB;

  return schema.parse({
    name: `made-${nodes}x${guests}`,
    pve,
    seed,
    nodes: nodeNames.map((name) => ({
      name,
      cores: Math.max(32, Math.ceil(guestsPerNode * 1.5)),
      memory,
      baseCpu: 0.02,
      baseMemory: 4 * GIB,
      iowait: 0.005,
      migrationBandwidth: 1_250_000_000,
    })),
    storages: [
      {
        id: "ceph",
        type: "rbd",
        content: ["images", "rootdir"],
        total: guests * 64 * GIB,
        used: guests * 20 * GIB,
      },
      { id: "local-lvm", type: "lvmthin", total: 2_048 * GIB, used: 300 * GIB },
    ],
    guests: Array.from({ length: guests }, (_, index) => makeGuest(index, nodeNames, random, idle)),
  } satisfies ScenarioInput);
}

function makeGuest(index: number, nodes: readonly string[], random: Random, idle: boolean): GuestInput {
  const type = index % 5 === 4 ? "lxc" : "qemu";
  const cores = random.pick([1, 2, 2, 4, 8]);
  const memory = random.pick([1, 2, 4, 4, 8]) * GIB;
  const share = idle ? random.between(0.001, 0.01) : random.between(0.02, 0.5);
  return {
    vmid: 100 + index,
    name: `${random.pick(["web", "db", "app", "cache", "worker", "build"])}-${index + 1}`,
    type,
    node: nodes[index % nodes.length] ?? "pve1",
    status: index % 20 === 19 ? "stopped" : "running",
    cores,
    memory,
    cpuUsed: cores * share,
    memoryUsed: Math.round(memory * random.between(0.3, 0.9)),
    disks: [
      {
        key: type === "lxc" ? "rootfs" : "scsi0",
        storage: index % 4 === 0 ? "local-lvm" : "ceph",
        size: 32 * GIB,
      },
    ],
    tags: [random.pick(["prod", "test", "dev"])],
    pool: random.pick(["blue", "green", "red"]),
    dirtyRate: Math.round(random.between(1, 50)) * 1_000_000,
    load: idle ? { kind: "steady" } : makeLoad(random),
  };
}

function makeLoad(random: Random): NonNullable<GuestInput["load"]> {
  const kinds = [
    { kind: "steady" },
    { kind: "daily", amplitude: random.between(0.2, 0.8) },
    { kind: "sine", period: 1_800, amplitude: random.between(0.1, 0.6), phase: random.next() },
    { kind: "bursty", every: 900, length: 60, factor: 3 },
  ] as const;
  return random.pick([kinds[0], ...kinds]);
}
