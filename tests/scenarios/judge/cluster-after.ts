import type { Scenario, ScenarioNode } from "@/lib/inventory/scenario/scenario";
import type { ScenarioGuest } from "@/lib/inventory/scenario/scenario-guest";

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

/** The scenario with its guests where a plan would have brought them, and what nodes wait for gone along with its causes. */
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

function waitingAfter(
  scenario: Scenario,
  node: ScenarioNode,
  placements: Readonly<Record<string, string>>,
): ScenarioNode {
  const running = scenario.guests.filter(({ status }) => status !== "stopped");
  const came = running.filter(({ vmid, node: from }) => from !== node.name && placements[vmid] === node.name);
  const went = running.filter(({ vmid, node: from }) => from === node.name && placements[vmid] !== node.name);
  const shifted = (now: number, kind: keyof ScenarioGuest["pressure"]) => {
    const change = (guests: readonly ScenarioGuest[]) =>
      guests.reduce((sum, guest) => sum + guest.pressure[kind], 0);
    return Math.min(1, Math.max(0, now + change(came) - change(went)));
  };
  const { cpuSome, ioSome, memorySome } = node.pressure;
  return {
    ...node,
    iowait: shifted(node.iowait, "ioSome"),
    pressure: {
      ...node.pressure,
      cpuSome: shifted(cpuSome, "cpuSome"),
      ioSome: shifted(ioSome, "ioSome"),
      memorySome: shifted(memorySome, "memorySome"),
    },
  };
}

function usedAfter(
  scenario: Scenario,
  storage: Scenario["storages"][number],
  placements: Readonly<Record<string, string>>,
): Scenario["storages"][number]["used"] {
  if (typeof storage.used === "number") return storage.used;
  const used: Record<string, number> = { ...storage.used };
  for (const guest of scenario.guests) {
    const to = placements[guest.vmid] ?? guest.node;
    if (to === guest.node) continue;
    const bytes = guest.disks
      .filter((disk) => disk.storage === storage.id)
      .reduce((sum, { size }) => sum + size, 0);
    used[guest.node] = (used[guest.node] ?? 0) - bytes;
    used[to] = (used[to] ?? 0) + bytes;
  }
  return used;
}
