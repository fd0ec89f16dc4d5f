import type { Scenario, ScenarioNode } from "@/lib/inventory/scenario/scenario";
import type { ScenarioGuest } from "@/lib/inventory/scenario/scenario-guest";
import { isSharedStorage } from "@/lib/inventory/scenario/snapshot-from-scenario";

interface Shares {
  readonly cpu: number;
  readonly memory: number;
}

/** What nodes carry when guests are placed like this, added up from the scenario's own figures. */
export function nodeShares(
  scenario: Scenario,
  placements: Readonly<Record<string, string>>,
): ReadonlyMap<string, Shares> {
  return new Map(
    scenario.nodes
      .filter(({ status }) => status === "online")
      .map((node) => {
        const guests = scenario.guests.filter(
          ({ vmid, node: now }) => (placements[vmid] ?? now) === node.name,
        );
        const threads = guests
          .filter(({ status }) => status === "running")
          .reduce(
            (sum, { cpuUsed, cores, sockets }) => sum + Math.min(cpuUsed, cores * sockets),
            node.baseCpu * node.cores,
          );
        const bytes = guests
          .filter(({ status }) => status !== "stopped")
          .reduce(
            (sum, { memoryUsed, memory }) => sum + Math.min(memoryUsed ?? memory, memory),
            node.baseMemory,
          );
        return [node.name, { cpu: threads / node.cores, memory: bytes / node.memory }];
      }),
  );
}

/**
 * The scenario with its guests where a plan would have brought them. What nodes wait for has gone along with its causes: nothing of it is
 * lost, and nothing comes from nowhere. A local storage has lost what a disk took there, or gained its size.
 */
export function afterPlan(scenario: Scenario, placements: Readonly<Record<string, string>>): Scenario {
  return {
    ...scenario,
    nodes: scenario.nodes.map((node) => waitingAfter(scenario, node, placements)),
    storages: scenario.storages.map((storage) => ({
      ...storage,
      used: usedAfter(scenario, storage, placements),
    })),
    guests: scenario.guests.map((guest) => ({ ...guest, node: placements[guest.vmid] ?? guest.node })),
  };
}

type Waiting = keyof ScenarioGuest["pressure"];

function waitingAfter(
  scenario: Scenario,
  node: ScenarioNode,
  placements: Readonly<Record<string, string>>,
): ScenarioNode {
  const shifted = (read: (one: ScenarioNode) => number, kind: Waiting) => {
    const change = scenario.guests.reduce((sum, guest) => {
      const to = placements[guest.vmid] ?? guest.node;
      if (to === guest.node || (to !== node.name && guest.node !== node.name)) return sum;
      const caused = causedBy(scenario, guest, read, kind);
      return to === node.name ? sum + caused : sum - caused;
    }, 0);
    return Math.min(1, Math.max(0, read(node) + change));
  };
  const { ioFull, memoryFull } = node.pressure;
  const ioSome = shifted(({ pressure }) => pressure.ioSome, "ioSome");
  const memorySome = shifted(({ pressure }) => pressure.memorySome, "memorySome");
  return {
    ...node,
    iowait: shifted(({ iowait }) => iowait, "ioSome"),
    pressure: {
      cpuSome: shifted(({ pressure }) => pressure.cpuSome, "cpuSome"),
      ioSome,
      ioFull: Math.min(ioFull, ioSome),
      memorySome,
      memoryFull: Math.min(memoryFull, memorySome),
    },
  };
}

/** What a guest causes of its node's waiting: as much as it waits itself, and all guests together no more than there is. */
function causedBy(
  scenario: Scenario,
  guest: ScenarioGuest,
  read: (node: ScenarioNode) => number,
  kind: Waiting,
): number {
  const node = scenario.nodes.find(({ name }) => name === guest.node);
  const waits = (one: ScenarioGuest) => (one.status === "stopped" || one.template ? 0 : one.pressure[kind]);
  const all = scenario.guests.reduce((sum, one) => sum + (one.node === guest.node ? waits(one) : 0), 0);
  const total = node?.status === "online" ? read(node) : 0;
  return all > total ? (waits(guest) * total) / all : waits(guest);
}

function usedAfter(
  scenario: Scenario,
  storage: Scenario["storages"][number],
  placements: Readonly<Record<string, string>>,
): Scenario["storages"][number]["used"] {
  if (isSharedStorage(storage)) return storage.used;
  const names = storage.nodes ?? scenario.nodes.map(({ name }) => name);
  const inUse = (name: string) => {
    if (!names.includes(name)) return 0;
    return typeof storage.used === "number" ? storage.used : (storage.used[name] ?? 0);
  };
  const sizeOf = (guest: ScenarioGuest) =>
    guest.disks.reduce((sum, disk) => sum + (disk.storage === storage.id ? disk.size : 0), 0);
  const promised = new Map<string, number>();
  for (const guest of scenario.guests)
    promised.set(guest.node, (promised.get(guest.node) ?? 0) + sizeOf(guest));
  // A thin storage holds a part of each disk.
  const heldBy = (guest: ScenarioGuest) => {
    const [used, sizes] = [inUse(guest.node), promised.get(guest.node) ?? 0];
    return used > 0 && sizes > used ? (sizeOf(guest) * used) / sizes : sizeOf(guest);
  };
  const used = new Map(names.map((name) => [name, inUse(name)]));
  // A storage that does not say how much is in use does not say it afterwards.
  const add = (name: string, bytes: number) => {
    if (inUse(name) > 0) used.set(name, (used.get(name) ?? 0) + bytes);
  };
  for (const guest of scenario.guests) {
    const to = placements[guest.vmid] ?? guest.node;
    if (to === guest.node) continue;
    add(guest.node, -heldBy(guest));
    add(to, sizeOf(guest));
  }
  return Object.fromEntries([...used].map(([name, bytes]) => [name, Math.max(0, Math.round(bytes))]));
}
