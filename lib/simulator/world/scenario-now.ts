import type { ScenarioInput } from "@/lib/inventory/scenario/scenario";
import { rulesToScenario } from "./ha/ha-rules";
import { smoothUseAt } from "./load";
import type { GuestState, HaService, StorageState } from "./state";
import type { World } from "./world";

type GuestInput = NonNullable<ScenarioInput["guests"]>[number];

/** The cluster as it is now, as a scenario of its own: what `/sim/state` tells, and what can be started again. */
export function scenarioNow(world: World): ScenarioInput {
  const { scenario } = world;
  const { release } = world.profile;
  return {
    ...scenario,
    pve: release,
    clock: instantOf(world.now()),
    nodes: [...world.nodes.values()].map((node) => ({
      ...node.spec,
      pve: node.profile.release === release ? undefined : node.profile.release,
      status: node.online ? ("online" as const) : ("offline" as const),
      maintenance: node.maintenance,
    })),
    storages: [...world.storages.values()].map((storage) => ({ ...storage.spec, used: usedOf(storage) })),
    guests: [...world.guests.values()].map((guest) => guestNow(world, guest)),
    rules: [...world.ha.otherRules, ...rulesToScenario(world.ha.rules)],
    backups: world.backups.map((backup) => ({ ...backup, takenAt: instantOf(backup.takenAt) })),
    options: world.options,
    events: [],
  };
}

function instantOf(seconds: number): string {
  return new Date(Math.floor(seconds) * 1000).toISOString();
}

function usedOf(storage: StorageState): number | Record<string, number> {
  return storage.shared ? (storage.used.get("") ?? 0) : Object.fromEntries(storage.used);
}

function guestNow(world: World, guest: GuestState): GuestInput {
  const now = world.now();
  const on = guest.power !== "stopped";
  const use = smoothUseAt(guest.spec, world.seed, now, world.origin);
  return {
    ...guest.spec,
    name: guest.name,
    node: guest.node,
    status: guest.power,
    lock: guest.lock,
    tags: guest.tags === "" ? [] : guest.tags.split(";"),
    pool: guest.pool,
    ha: guest.ha ? haNow(guest.ha) : null,
    snapshots: guest.snapshots.map((snapshot) => ({ ...snapshot, takenAt: instantOf(snapshot.takenAt) })),
    currentSnapshot: guest.currentSnapshot,
    // A guest that is off keeps what it would use: it may be started again.
    ...(on && {
      usedAt: instantOf(now),
      cpuUsed: guest.power === "running" ? use.cores : 0,
      memoryUsed: Math.round(use.memory),
    }),
  };
}

/** What was asked for; a service on its way or in trouble begins anew. */
function haNow(service: HaService): GuestInput["ha"] {
  return {
    state: service.requested,
    managed: true,
    maxRestart: service.maxRestart,
    maxRelocate: service.maxRelocate,
    failback: service.failback,
    autoRebalance: service.autoRebalance,
    comment: service.comment,
  };
}
