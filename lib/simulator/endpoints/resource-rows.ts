import type { Account } from "../http/accounts";
import { PerlJsonWriter } from "../http/perl-json";
import { hasPrivilege, mayAuditGuest, mayAuditNode, mayAuditStorage } from "../http/permissions";
import { type Random, Random as SeededRandom } from "../random";
import { isAtLeast } from "../release";
import type { GuestState, NodeState, StorageState } from "../world/state";
import type { World } from "../world/world";
import { guestRowJson } from "./guest-row";

export type ResourceType = "vm" | "storage" | "node" | "sdn";

interface Row {
  readonly group: ResourceType | "pool" | "network";
  /** What the right to see it is about: a VMID, or the name of a node, storage or pool. */
  readonly subject: string | number;
  readonly json: string;
  /** What somebody without the right sees instead; null for nothing. */
  readonly trimmed: string | null;
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
    .map((row) => (maySee(world, account, row) ? row.json : row.trimmed))
    .filter((json) => json !== null)
    .join(",")}]`;
  current.answers.set(key, answer);
  return answer;
}

/** Rows of networks come with the others, and with `sdn` as long as nothing older is there. */
function isOfType(row: Row, type: ResourceType | undefined): boolean {
  return type === undefined || row.group === type;
}

function maySee(world: World, account: Account, { group, subject }: Row): boolean {
  switch (group) {
    case "vm":
      return mayAuditGuest(world, account, Number(subject));
    case "node":
      return mayAuditNode(world, account, String(subject));
    case "storage":
      return mayAuditStorage(world, account, String(subject));
    case "pool":
      return hasPrivilege(world, account, `/pool/${subject}`, "Pool.Audit");
    case "sdn":
    case "network":
      return hasPrivilege(world, account, `/sdn/zones/${subject}`, "SDN.Audit");
  }
}

function buildRows(world: World, random: Random): Row[] {
  const writer = new PerlJsonWriter(random);
  const rows: Row[] = [];
  const add = (group: Row["group"], subject: Row["subject"], fields: object, trimmed?: object): void => {
    rows.push({
      group,
      subject,
      json: writer.write(fields),
      trimmed: trimmed ? writer.write(trimmed) : null,
    });
  };

  for (const pool of poolNames(world)) add("pool", pool, poolRow(world, pool));
  for (const guest of world.guests.values()) {
    rows.push({ group: "vm", subject: guest.vmid, json: guestRowJson(world, guest, random), trimmed: null });
  }
  for (const node of world.nodes.values()) {
    add("node", node.name, nodeRow(world, node), {
      id: `node/${node.name}`,
      type: "node",
      node: node.name,
      status: nodeStatus(node),
      level: "",
    });
    add(isAtLeast(node.profile, "9.1") ? "network" : "sdn", "localnetwork", zoneRow(node));
  }
  for (const storage of world.storages.values()) {
    for (const node of storage.nodes) add("storage", storage.id, storageRow(world, storage, node));
  }
  return random.shuffle(rows);
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
    hastate: world.standalone ? undefined : world.ha.nodeState(node.name),
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

function zoneRow(node: NodeState): object {
  const status = node.seenOnline ? "ok" : "unknown";
  if (!isAtLeast(node.profile, "9.1")) {
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
