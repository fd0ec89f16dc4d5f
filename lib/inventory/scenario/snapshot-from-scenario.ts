import type { Guest, GuestConfig, Node, Snapshot, Storage } from "@/lib/inventory/snapshot";
import type { Scenario, ScenarioNode, ScenarioStorage } from "./scenario";
import type { ScenarioGuest } from "./scenario-guest";
import { isSharedStorageType } from "./shared-storage-types";

/** Where a scenario's clock stands when it does not say. */
export const DEFAULT_CLOCK_MS = Date.UTC(2026, 0, 5, 8);

/**
 * The reading that collection would make of the scenario's cluster at its first moment.
 * What a scenario cannot say (load average, counters, uptime) is null, as from a PVE that did not answer it.
 */
export function snapshotFromScenario(scenario: Scenario): Snapshot {
  const readAtMs = scenario.clock ? Date.parse(scenario.clock) : DEFAULT_CLOCK_MS;
  const online = new Set(scenario.nodes.filter((node) => node.status === "online").map((node) => node.name));
  const standalone = scenario.nodes.length === 1 && scenario.cluster === undefined;

  return {
    version: 1,
    clusterId: "00000000-0000-4000-8000-000000000000",
    sequence: 1,
    readAtMs,
    endpoint: "scenario",
    clusterName: standalone ? null : (scenario.cluster ?? scenario.name),
    pveVersion: scenario.pve,
    quorate: standalone ? null : online.size * 2 > scenario.nodes.length,
    nodes: scenario.nodes.map((node) => nodeReading(node, scenario, readAtMs)),
    guests: scenario.guests.map((guest) => guestReading(guest, scenario, online, readAtMs)),
    storages: scenario.storages.flatMap((storage) => storageReadings(storage, scenario, online)),
    tasks: [],
    parts: [{ part: "resources", readAtMs, error: null }],
    problems: [],
  };
}

/** Bytes of memory that a guest uses; see the defaults of {@link ScenarioGuest}. */
export function usedMemory(guest: ScenarioGuest): number {
  if (guest.status === "stopped") return 0;
  return Math.min(guest.memoryUsed ?? guest.memory, guest.memory);
}

/** Cores that a guest uses; a guest that does not run uses none. */
export function usedCores(guest: ScenarioGuest): number {
  return guest.status === "running" ? Math.min(guest.cpuUsed, guest.cores * guest.sockets) : 0;
}

/** Whether every node sees the same storage. */
export function isSharedStorage(storage: ScenarioStorage): boolean {
  return storage.shared ?? isSharedStorageType(storage.type);
}

function nodeReading(node: ScenarioNode, scenario: Scenario, readAtMs: number): Node {
  const up = node.status === "online";
  const guests = scenario.guests.filter((guest) => guest.node === node.name);
  const cores = guests.reduce((sum, guest) => sum + usedCores(guest), node.baseCpu * node.cores);
  const memory = guests.reduce((sum, guest) => sum + usedMemory(guest), node.baseMemory);
  const whenUp = <T>(value: T): T | null => (up ? value : null);

  return {
    objectId: null,
    name: node.name,
    status: node.status,
    cpuFraction: whenUp(Math.min(1, cores / node.cores)),
    ioWaitFraction: whenUp(node.iowait),
    cpuCount: node.cores,
    cpuSockets: node.sockets,
    cpuModel: node.cpuModel,
    loadAverage: null,
    memoryUsedBytes: whenUp(Math.min(memory, node.memory)),
    memoryTotalBytes: node.memory,
    swapUsedBytes: whenUp(node.swapUsed),
    swapTotalBytes: whenUp(node.swap),
    ksmSharedBytes: whenUp(0),
    rootUsedBytes: whenUp(node.rootUsed),
    rootTotalBytes: node.rootTotal,
    netInBytesPerSecond: null,
    netOutBytesPerSecond: null,
    pressure: up && (node.pve ?? scenario.pve) !== "8.4" ? nodePressure(node) : null,
    uptimeSeconds: null,
    pveVersion: node.pve ?? scenario.pve,
    kernelVersion: null,
    haState: node.maintenance ? "maintenance" : node.status === "online" ? "online" : "unknown",
    readAtMs: whenUp(readAtMs),
  };
}

function nodePressure(node: ScenarioNode): Node["pressure"] {
  return {
    cpuSomeFraction: node.pressure.cpuSome,
    ioSomeFraction: node.pressure.ioSome,
    ioFullFraction: node.pressure.ioFull,
    memorySomeFraction: node.pressure.memorySome,
    memoryFullFraction: node.pressure.memoryFull,
  };
}

function guestReading(
  guest: ScenarioGuest,
  scenario: Scenario,
  online: ReadonlySet<string>,
  readAtMs: number,
): Guest {
  const seen = online.has(guest.node);
  const cpuCount = guest.cores * guest.sockets;
  const memory = usedMemory(guest);

  return {
    objectId: null,
    vmid: guest.vmid,
    kind: guest.type,
    name: guest.name ?? (guest.type === "qemu" ? `VM ${guest.vmid}` : `CT${guest.vmid}`),
    node: guest.node,
    status: seen ? guest.status : "unknown",
    template: guest.template,
    cpuFraction: seen ? usedCores(guest) / cpuCount : null,
    cpuCount,
    memoryUsedBytes: seen ? memory : null,
    memoryHostBytes: seen && scenario.pve !== "8.4" && guest.type === "qemu" ? memory : null,
    memoryTotalBytes: guest.memory,
    diskUsedBytes: null,
    diskTotalBytes: guest.disks[0]?.size ?? null,
    netInBytesPerSecond: null,
    netOutBytesPerSecond: null,
    diskReadBytesPerSecond: null,
    diskWriteBytesPerSecond: null,
    counters: null,
    uptimeSeconds: null,
    pool: guest.pool,
    tags: [...new Set(guest.tags.map((tag) => tag.toLowerCase()))].sort(),
    lock: guest.lock,
    haState: guest.ha?.managed ? guest.ha.state : null,
    creationMark: `scenario-${guest.vmid}`,
    config: guestConfig(guest),
    readAtMs: seen ? readAtMs : null,
  };
}

function guestConfig(guest: ScenarioGuest): GuestConfig {
  return {
    digest: null,
    osType: guest.ostype ?? null,
    cores: guest.cores,
    sockets: guest.sockets,
    cpuType: guest.type === "qemu" ? guest.cpuType : null,
    memoryBytes: guest.memory,
    balloonMinimumBytes: null,
    startOnBoot: guest.onboot,
    disks: guest.disks.map((disk, index) => ({
      key: disk.key,
      storage: disk.storage,
      volume: `${disk.storage}:vm-${guest.vmid}-disk-${index}`,
      sizeBytes: disk.size,
      cdrom: false,
    })),
    bindMounts: guest.mounts.map((mount) => ({ key: mount.key, path: mount.volume, shared: mount.shared })),
    passthroughKeys: [...guest.passthrough, ...Object.keys(guest.mapped ?? {})],
  };
}

function storageReadings(
  storage: ScenarioStorage,
  scenario: Scenario,
  online: ReadonlySet<string>,
): Storage[] {
  const configured = storage.nodes ?? scenario.nodes.map((node) => node.name);
  const reading = (node: string | null, nodes: readonly string[]): Storage => {
    const available = nodes.some((name) => online.has(name));
    return {
      objectId: null,
      name: storage.id,
      node,
      type: storage.type,
      shared: isSharedStorage(storage),
      content: storage.content,
      status: available ? "available" : "unknown",
      usedBytes: available ? usedOfStorage(storage, node) : null,
      totalBytes: available ? storage.total : null,
      nodes: nodes.filter((name) => online.has(name)),
    };
  };
  return isSharedStorage(storage)
    ? [reading(null, configured)]
    : configured.map((name) => reading(name, [name]));
}

function usedOfStorage(storage: ScenarioStorage, node: string | null): number {
  if (typeof storage.used === "number") return storage.used;
  return node === null ? Math.max(0, ...Object.values(storage.used)) : (storage.used[node] ?? 0);
}
