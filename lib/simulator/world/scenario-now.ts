import type { ScenarioInput } from "@/lib/inventory/scenario/scenario";
import { guestUseAt } from "./load";
import type { GuestState, StorageState } from "./state";
import type { World } from "./world";

/** The cluster as it is now, as a scenario of its own: what `/sim/state` tells. */
export function scenarioNow(world: World): ScenarioInput {
  const { scenario } = world;
  return {
    ...scenario,
    pve: world.profile.release,
    clock: new Date(Math.floor(world.now()) * 1000).toISOString(),
    nodes: [...world.nodes.values()].map((node) => ({
      ...node.spec,
      status: node.online ? ("online" as const) : ("offline" as const),
      maintenance: node.maintenance,
    })),
    storages: [...world.storages.values()].map((storage) => ({ ...storage.spec, used: usedOf(storage) })),
    guests: [...world.guests.values()].map((guest) => guestNow(world, guest)),
    events: [],
  };
}

function usedOf(storage: StorageState): number | Record<string, number> {
  return storage.shared ? (storage.used.get("") ?? 0) : Object.fromEntries(storage.used);
}

function guestNow(world: World, guest: GuestState): NonNullable<ScenarioInput["guests"]>[number] {
  const use = guestUseAt(guest.spec, world.seed, world.now(), world.origin);
  const running = guest.power === "running";
  return {
    ...guest.spec,
    name: guest.name,
    node: guest.node,
    status: guest.power,
    lock: guest.lock,
    tags: guest.tags === "" ? [] : guest.tags.split(";"),
    pool: guest.pool,
    ha: guest.ha ? { state: guest.ha.state, managed: true } : null,
    cpuUsed: running ? use.cores : 0,
    memoryUsed: guest.power === "stopped" ? 0 : use.memory,
  };
}
