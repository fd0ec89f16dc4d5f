import type { Account } from "../http/accounts";
import { perlJson } from "../http/perl-json";
import { hasPrivilege, mayAuditGuest, mayAuditNode, mayAuditStorage } from "../http/permissions";
import { type Random, Random as SeededRandom } from "../random";
import { isAtLeast } from "../release";
import { hostMemory, usedDisk } from "../world/round-robin";
import type { GuestState, NodeState, StorageState } from "../world/state";
import type { World } from "../world/world";

export type ResourceType = "vm" | "storage" | "node" | "sdn";

interface Row {
  readonly group: ResourceType | "pool" | "network";
  readonly json: string;
  /** What somebody without the right sees instead; null for nothing. */
  readonly trimmed: string | null;
  readonly allowed: (account: Account) => boolean;
}

interface Built {
  readonly revision: number;
  readonly rows: readonly Row[];
  /** Finished answers by account and filter. */
  readonly answers: Map<string, string>;
}

const built = new WeakMap<World, Built>();

/**
 * The rows of `/cluster/resources` as JSON. They are put together once for each round of statistics
 * (or change of configuration), however often they are asked for.
 */
export function resourcesJson(world: World, account: Account, type: ResourceType | undefined): string {
  let current = built.get(world);
  if (current?.revision !== world.revision) {
    const random = new SeededRandom(world.seed ^ world.revision);
    current = { revision: world.revision, rows: buildRows(world, random), answers: new Map() };
    built.set(world, current);
  }
  const key = `${account.id} ${type ?? ""}`;
  const known = current.answers.get(key);
  if (known) return known;

  const answer = `[${current.rows
    .filter((row) => isOfType(row, type))
    .map((row) => (row.allowed(account) ? row.json : row.trimmed))
    .filter((json) => json !== null)
    .join(",")}]`;
  current.answers.set(key, answer);
  return answer;
}

/** Rows of networks come with the others, and with `sdn` as long as nothing older is there. */
function isOfType(row: Row, type: ResourceType | undefined): boolean {
  return type === undefined || row.group === type;
}

function buildRows(world: World, random: Random): Row[] {
  const row = (
    group: Row["group"],
    fields: object,
    allowed: Row["allowed"],
    trimmed: object | null = null,
  ): Row => ({
    group,
    json: perlJson(fields, random),
    trimmed: trimmed && perlJson(trimmed, random),
    allowed,
  });

  return random.shuffle([
    ...poolNames(world).map((pool) =>
      row("pool", poolRow(world, pool), (account) =>
        hasPrivilege(world, account, `/pool/${pool}`, "Pool.Audit"),
      ),
    ),
    ...[...world.guests.values()].map((guest) =>
      row("vm", guestRow(world, guest), (account) => mayAuditGuest(world, account, guest.vmid)),
    ),
    ...[...world.nodes.values()].map((node) =>
      row("node", nodeRow(world, node), (account) => mayAuditNode(world, account, node.name), {
        id: `node/${node.name}`,
        type: "node",
        node: node.name,
        status: nodeStatus(node),
        level: "",
      }),
    ),
    ...[...world.storages.values()].flatMap((storage) =>
      storage.nodes.map((node) =>
        row("storage", storageRow(world, storage, node), (account) =>
          mayAuditStorage(world, account, storage.id),
        ),
      ),
    ),
    ...[...world.nodes.values()].map((node) =>
      row(isAtLeast(world.profile, "9.1") ? "network" : "sdn", zoneRow(world, node), (account) =>
        hasPrivilege(world, account, "/sdn/zones/localnetwork", "SDN.Audit"),
      ),
    ),
  ]);
}

export function poolNames(world: World): string[] {
  return [...new Set([...world.guests.values()].flatMap((guest) => guest.pool ?? []))].sort();
}

function poolRow(world: World, pool: string): object {
  const members = [...world.guests.values()].filter(
    (guest) => guest.pool === pool && guest.power === "running",
  );
  const total = (figureOf: (guest: GuestState) => number): number =>
    members.reduce((sum, guest) => sum + figureOf(guest), 0);
  const base = { id: `/pool/${pool}`, type: "pool", pool };
  if (members.length === 0) return base;
  return {
    ...base,
    maxcpu: total((guest) => guest.cores),
    maxmem: total((guest) => guest.spec.memory),
    mem: total((guest) => guest.sample?.memory ?? 0),
  };
}

export function nodeStatus(node: NodeState): string {
  if (!node.seenOnline) return "offline";
  return node.sample ? "online" : "unknown";
}

function nodeRow(world: World, node: NodeState): object {
  const { spec, sample } = node;
  return {
    id: `node/${node.name}`,
    type: "node",
    node: node.name,
    status: nodeStatus(node),
    level: "",
    maxcpu: spec.cores,
    maxmem: spec.memory,
    maxdisk: spec.rootTotal,
    hastate: world.standalone ? undefined : haStateOf(node),
    ...(sample && node.seenOnline
      ? {
          cpu: sample.cpu,
          mem: sample.memory,
          disk: spec.rootUsed,
          uptime: sample.uptime,
          "cgroup-mode": 2,
        }
      : {}),
  };
}

export function haStateOf(node: NodeState): string {
  if (!node.seenOnline) return "unknown";
  return node.maintenance ? "maintenance" : "online";
}

/** Whether its node is silent or it has not been seen yet: PVE then knows only its configuration. */
export function isUnseen(world: World, guest: GuestState): boolean {
  return guest.sample === null || !world.nodes.get(guest.node)?.seenOnline;
}

function guestRow(world: World, guest: GuestState): object {
  const configuration = {
    id: `${guest.type}/${guest.vmid}`,
    type: guest.type,
    vmid: guest.vmid,
    node: guest.node,
    template: guest.spec.template ? 1 : 0,
    pool: guest.pool ?? undefined,
    tags: guest.tags || undefined,
    lock: guest.lock ?? undefined,
    hastate: guest.ha?.state,
  };
  const { sample } = guest;
  if (!sample || isUnseen(world, guest)) return { ...configuration, status: "unknown" };
  return { ...configuration, name: guest.name, status: sample.status, ...guestFigures(world, guest) };
}

/** The figures that both `/cluster/resources` and the lists of a node's guests tell. */
export function guestFigures(world: World, guest: GuestState): object {
  const sample = guest.sample ?? { status: "stopped", uptime: 0, cpu: 0, memory: 0 };
  const runs = sample.status !== "stopped";
  const { counters } = guest;
  return {
    maxcpu: guest.cores,
    maxmem: guest.spec.memory,
    maxdisk: guest.spec.disks[0]?.size ?? 0,
    disk: runs ? usedDisk(guest) : 0,
    cpu: runs ? sample.cpu : 0,
    mem: runs ? sample.memory : 0,
    memhost: isAtLeast(world.profile, "9.0")
      ? runs && guest.type === "qemu"
        ? hostMemory(guest, sample.memory)
        : 0
      : undefined,
    uptime: runs ? sample.uptime : 0,
    netin: runs ? Math.floor(counters.netIn) : 0,
    netout: runs ? Math.floor(counters.netOut) : 0,
    diskread: runs ? Math.floor(counters.diskRead) : 0,
    diskwrite: runs ? Math.floor(counters.diskWrite) : 0,
  };
}

export function storageUsed(storage: StorageState, node: string): number {
  return storage.used.get(storage.shared ? "" : node) ?? 0;
}

function storageRow(world: World, storage: StorageState, node: string): object {
  const up = world.nodes.get(node)?.seenOnline === true;
  return {
    id: `storage/${node}/${storage.id}`,
    type: "storage",
    node,
    storage: storage.id,
    plugintype: storage.spec.type,
    shared: storage.shared ? 1 : 0,
    content: storage.spec.content.join(","),
    status: up ? "available" : "unknown",
    ...(up ? { disk: storageUsed(storage, node), maxdisk: storage.spec.total } : {}),
  };
}

function zoneRow(world: World, node: NodeState): object {
  const status = node.seenOnline ? "ok" : "unknown";
  if (!isAtLeast(world.profile, "9.1")) {
    return { id: `sdn/${node.name}/localnetwork`, type: "sdn", sdn: "localnetwork", node: node.name, status };
  }
  return {
    id: `network/${node.name}/zone/localnetwork`,
    type: "network",
    "network-type": "zone",
    "zone-type": "localnetwork",
    network: "localnetwork",
    node: node.name,
    status,
  };
}
