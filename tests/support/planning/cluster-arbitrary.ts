import fc from "fast-check";
import { type Scenario, type ScenarioInput, scenario as schema } from "@/lib/inventory/scenario/scenario";

type GuestInput = NonNullable<ScenarioInput["guests"]>[number];
type NodeInput = ScenarioInput["nodes"][number];
type RuleInput = NonNullable<ScenarioInput["rules"]>[number];

const GB = 1e9;
const MOST_NODES = 7;
const MOST_GUESTS = 40;

/** True in one of so many cases; shrinks to false. */
const onceIn = (cases: number) => fc.nat(cases - 1).map((drawn) => drawn === cases - 1 && cases > 1);
const fraction = fc.nat(10_000).map((drawn) => drawn / 10_000);

const node = fc.record({
  cores: fc.constantFrom(8, 16, 32, 48, 64),
  memoryGb: fc.constantFrom(32, 64, 128, 256),
  baseCpu: fraction.map((drawn) => drawn * 0.06),
  baseMemory: fraction.map((drawn) => drawn * 0.1),
  reserve: onceIn(8),
  state: fc.constantFrom("", "", "", "", "", "", "", "", "maintenance", "ignored", "offline"),
  bandwidth: fc.constantFrom(125e6, 1.25e9),
  localUsed: fraction,
  hasFast: fc.boolean(),
  intel: fc.boolean(),
});

const guest = fc.record({
  /** Low numbers more often, so that some nodes are fuller. */
  node: fc
    .tuple(fc.nat(999), fc.nat(999), onceIn(2))
    .map(([one, other, low]) => (low ? Math.min(one, other) : one)),
  cores: fc.constantFrom(1, 2, 2, 4, 8),
  sockets: fc.constantFrom(1, 1, 1, 2),
  memoryGb: fc.constantFrom(1, 2, 4, 4, 8, 16, 24, 32),
  memoryFraction: fraction.map((drawn) => 0.2 + drawn * 0.8),
  cpuFraction: fraction.map((drawn) => drawn * drawn),
  container: onceIn(4),
  status: fc.constantFrom(
    "running",
    "running",
    "running",
    "running",
    "running",
    "running",
    "stopped",
    "paused",
  ),
  disk: fc.constantFrom("ceph", "ceph", "ceph", "local-lvm", "fast", null),
  diskGb: fc.constantFrom(8, 32, 100, 400),
  tag: fc.constantFrom(
    ...[null, null, null, null, null, null, null, null, null, null, "affinity_a", "affinity_b"],
    ...["exclude_x", "exclude_y", "plb_pin_n2", "plb_pin_n3", "ignore", "plb_anti_affinity_z"],
  ),
  ha: onceIn(6),
  odd: fc.constantFrom(
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    "lock",
    "passthrough",
    "mount",
    "template",
  ),
  host: onceIn(10),
  io: onceIn(10),
});

const rule = fc.record({
  kind: fc.constantFrom("affinity" as const, "anti-affinity" as const, "pin" as const, "ignore" as const),
  strict: fc.boolean(),
  guests: fc.uniqueArray(fc.nat(999), { minLength: 1, maxLength: 4 }),
  nodes: fc.uniqueArray(fc.nat(999), { minLength: 1, maxLength: 3 }),
});

const settings = fc.record(
  {
    "planning.method": fc.constantFrom("penalty", "memory", "cpu", "disk"),
    "planning.mode": fc.constantFrom("used", "used", "assigned"),
    "planning.balanciness": fc.constantFrom(5, 10, 20),
    "planning.maxMoves": fc.constantFrom(1, 3, 200),
    "planning.maxPerTarget": fc.constantFrom(1, 3),
    "planning.maxPerCluster": fc.constantFrom(1, 8),
    "planning.largerFirst": fc.boolean(),
    "planning.distribution.enabled": fc.boolean(),
    "planning.cpuOvercommit": fc.constantFrom(1, 2, 4),
  },
  { requiredKeys: [] },
);

export interface ClusterOptions {
  readonly rules?: boolean;
  readonly settings?: boolean;
  /** Locks, stopped guests, states of nodes and all else that keeps a guest where it is. */
  readonly obstacles?: boolean;
  readonly mostNodes?: number;
  readonly mostGuests?: number;
}

/** Any cluster (a small one unless it is said how large), with whatever can be in one; shrinks towards few nodes and plain guests. */
export function anyCluster(options: ClusterOptions = {}): fc.Arbitrary<Scenario> {
  const { rules = true, settings: anySettings = true, obstacles = true } = options;
  const { mostNodes = MOST_NODES, mostGuests = MOST_GUESTS } = options;
  return fc
    .record({
      nodes: fc.array(node, { minLength: 2, maxLength: mostNodes }),
      guests: fc.array(guest, { maxLength: mostGuests, size: "max" }),
      rules: fc.array(rule, { maxLength: rules ? 4 : 0 }),
      evacuate: obstacles ? fc.constantFrom(false, false, false, true) : fc.constant(false),
      settings: anySettings ? settings : fc.constant({}),
    })
    .map((drawn) =>
      schema.parse({
        nodes: drawn.nodes.map((values, index) => nodeOf(values, index, obstacles)),
        storages: storagesOf(drawn.nodes),
        guests: drawn.guests.map((values, index) =>
          guestOf(values, index, drawn.nodes.length, { rules, obstacles }),
        ),
        rules: drawn.rules.map((values, index) => ruleOf(values, index, drawn)),
        evacuate: drawn.evacuate ? ["n1"] : [],
        settings: drawn.settings,
      } satisfies ScenarioInput),
    );
}

type DrawnNode = typeof node extends fc.Arbitrary<infer T> ? T : never;
type DrawnGuest = typeof guest extends fc.Arbitrary<infer T> ? T : never;
type DrawnRule = typeof rule extends fc.Arbitrary<infer T> ? T : never;

function nodeOf(drawn: DrawnNode, index: number, obstacles: boolean): NodeInput {
  const state = obstacles ? drawn.state : "";
  const memory = drawn.memoryGb * GB;
  return {
    name: `n${index + 1}`,
    cores: drawn.cores,
    memory,
    baseCpu: drawn.baseCpu,
    baseMemory: Math.round(drawn.baseMemory * memory),
    memoryReserve: drawn.reserve ? 4 * GB : 0,
    maintenance: state === "maintenance",
    ignored: state === "ignored",
    status: state === "offline" ? "offline" : "online",
    migrationBandwidth: drawn.bandwidth,
    cpuModel: drawn.intel ? "Intel(R) Xeon(R) Gold 6338" : "AMD EPYC 7543",
    iowait: 0.01,
  };
}

function storagesOf(nodes: readonly DrawnNode[]): NonNullable<ScenarioInput["storages"]> {
  const withFast = nodes.flatMap(({ hasFast }, index) => (hasFast ? [`n${index + 1}`] : []));
  const used = Object.fromEntries(
    nodes.map(({ localUsed }, index) => [`n${index + 1}`, Math.round(localUsed * 2_000 * GB)]),
  );
  return [
    { id: "ceph", type: "rbd", total: 100_000 * GB, used: 10_000 * GB },
    { id: "local-lvm", type: "lvmthin", total: 2_000 * GB, used },
    { id: "fast", type: "dir", total: 1_000 * GB, used: 100 * GB, nodes: withFast },
  ];
}

function guestOf(
  drawn: DrawnGuest,
  index: number,
  nodes: number,
  { rules, obstacles }: { readonly rules: boolean; readonly obstacles: boolean },
): GuestInput {
  const memory = drawn.memoryGb * GB;
  const type = drawn.container ? "lxc" : "qemu";
  return {
    vmid: 100 + index,
    type,
    node: `n${1 + (drawn.node % nodes)}`,
    cores: drawn.cores,
    sockets: type === "qemu" ? drawn.sockets : 1,
    memory,
    memoryUsed: Math.round(memory * drawn.memoryFraction),
    cpuUsed: drawn.cores * drawn.cpuFraction,
    tags: rules && drawn.tag !== null ? [drawn.tag] : [],
    ha: drawn.ha && rules ? { state: "started" } : null,
    pressure: { ioSome: drawn.io ? 0.1 : 0 },
    ...(obstacles ? obstaclesOf(drawn, type) : {}),
  };
}

function obstaclesOf({ odd, disk, diskGb, status, host }: DrawnGuest, type: "qemu" | "lxc") {
  const key = type === "lxc" ? "rootfs" : "scsi0";
  const isQemu = type === "qemu";
  return {
    status,
    disks: disk === null ? [] : [{ key, storage: disk, size: diskGb * GB }],
    lock: odd === "lock" ? "snapshot" : null,
    passthrough: odd === "passthrough" && isQemu ? ["hostpci0"] : [],
    mounts: odd === "mount" && !isQemu ? [{ key: "mp0", volume: "/srv" }] : [],
    template: odd === "template",
    cpuType: host && isQemu ? "host" : "x86-64-v2-AES",
  } as const;
}

function ruleOf(
  drawn: DrawnRule,
  index: number,
  { nodes, guests }: { readonly nodes: readonly unknown[]; readonly guests: readonly unknown[] },
): RuleInput {
  const vmids = guests.length === 0 ? [] : drawn.guests.map((guest) => 100 + (guest % guests.length));
  return {
    id: `rule-${index + 1}`,
    kind: drawn.kind,
    strict: drawn.strict,
    guests: [...new Set(vmids)],
    nodes:
      drawn.kind === "pin" ? [...new Set(drawn.nodes.map((place) => `n${1 + (place % nodes.length)}`))] : [],
  };
}
