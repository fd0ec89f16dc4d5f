import type { GuestState, NodeState } from "../state";
import type { World } from "../world";

/** Shares of a node's CPU and memory; above 1 when more is promised than there is. */
export interface NodeLoad {
  readonly node: NodeState;
  readonly cpu: number;
  readonly memory: number;
}

export type Scheduler = "basic" | "static" | "dynamic";

/** How HA weighs services against each other, by the datacenter's `crs`. */
export function schedulerOf(world: World): Scheduler {
  const { crs } = world.options;
  const mode = crs !== null && typeof crs === "object" && "ha" in crs ? crs.ha : undefined;
  return mode === "static" || mode === "dynamic" ? mode : "basic";
}

/** Nodes that services may be on: what they use (dynamic), or what their services are allowed (static). */
export function nodeLoads(world: World): NodeLoad[] {
  const usable = [...world.nodes.values()].filter((node) => node.sample && node.online && !node.maintenance);
  if (schedulerOf(world) === "dynamic") {
    return usable.map((node) => ({
      node,
      cpu: node.sample?.cpu ?? 0,
      memory: (node.sample?.memory ?? 0) / node.spec.memory,
    }));
  }
  return usable.map((node) => {
    const services = world.ha
      .services()
      .filter((guest) => guest.node === node.name && guest.power !== "stopped");
    return {
      node,
      ...shares(
        node,
        services.map((guest) => allowed(guest)),
      ),
    };
  });
}

interface Need {
  readonly cores: number;
  readonly memory: number;
}

/** All that a guest may take. */
export function allowed(guest: GuestState): Need {
  return { cores: guest.cores, memory: guest.spec.memory };
}

function used(guest: GuestState): Need {
  return { cores: (guest.sample?.cpu ?? 0) * guest.cores, memory: guest.sample?.memory ?? 0 };
}

/** The loads when these services were on the target. */
export function loadsAfter(
  world: World,
  loads: readonly NodeLoad[],
  bundle: readonly GuestState[],
  target: NodeState,
): NodeLoad[] {
  const needOf = schedulerOf(world) === "dynamic" ? used : allowed;
  return loads.map(({ node, cpu, memory }) => {
    const coming = node === target ? bundle.filter((guest) => guest.node !== target.name) : [];
    const going = node === target ? [] : bundle.filter((guest) => guest.node === node.name);
    const more = shares(node, coming.map(needOf));
    const less = shares(node, going.map(needOf));
    return {
      node,
      cpu: Math.max(0, cpu + more.cpu - less.cpu),
      memory: Math.max(0, memory + more.memory - less.memory),
    };
  });
}

/** The loads with all that a guest may take added to one node. */
export function loadsWith(loads: readonly NodeLoad[], guest: GuestState, target: NodeState): NodeLoad[] {
  return loads.map((load) => {
    if (load.node !== target) return load;
    const more = shares(target, [allowed(guest)]);
    return { node: target, cpu: load.cpu + more.cpu, memory: load.memory + more.memory };
  });
}

function shares(node: NodeState, needs: readonly Need[]): { cpu: number; memory: number } {
  let cores = 0;
  let memory = 0;
  for (const need of needs) {
    cores += need.cores;
    memory += need.memory;
  }
  return { cpu: cores / node.spec.cores, memory: memory / node.spec.memory };
}
