import fc from "fast-check";
import type { Scenario } from "@/lib/inventory/scenario/scenario";
import { anyCluster } from "./cluster-arbitrary";

type Twist = (cluster: Scenario) => Scenario;

const HOUR_SECONDS = 3_600;

/** What makes a cluster hard to plan; each keeps to what a scenario may say. */
export const TWISTS: Readonly<Record<string, Twist>> = {
  "full of promises": (cluster) => ({
    ...cluster,
    guests: cluster.guests.map((guest) => ({ ...guest, memoryUsed: undefined })),
  }),
  twins: (cluster) => ({
    ...cluster,
    nodes: cluster.nodes.map((node) => ({ ...node, cores: 16, memory: 64e9, baseCpu: 0, baseMemory: 0 })),
    guests: cluster.guests.map((guest) => ({
      ...guest,
      cores: 2,
      sockets: 1,
      memory: 4e9,
      memoryUsed: 4e9,
      cpuUsed: 1,
    })),
  }),
  "all on one node": (cluster) => ({
    ...cluster,
    guests: cluster.guests.map((guest) => ({ ...guest, node: cluster.nodes[0]?.name ?? guest.node })),
  }),
  "larger than any node": (cluster) => ({
    ...cluster,
    guests: cluster.guests.map((guest, index) =>
      index % 5 === 0 ? { ...guest, memory: 300e9, memoryUsed: 290e9, cores: 96 } : guest,
    ),
  }),
  idle: (cluster) => ({
    ...cluster,
    guests: cluster.guests.map((guest) => ({ ...guest, cpuUsed: 0, memoryUsed: 0 })),
  }),
  "slow network": (cluster) => ({
    ...cluster,
    nodes: cluster.nodes.map((node) => ({ ...node, migrationBandwidth: 2e6 })),
    guests: cluster.guests.map((guest) => ({ ...guest, dirtyRate: 5e6 })),
  }),
  "half in maintenance": (cluster) => ({
    ...cluster,
    nodes: cluster.nodes.map((node, index) => ({ ...node, maintenance: index % 2 === 1 })),
  }),
  "one node left": (cluster) => ({
    ...cluster,
    nodes: cluster.nodes.map((node, index) => ({ ...node, status: index === 0 ? "online" : "offline" })),
  }),
  "no memory to spare": (cluster) => ({
    ...cluster,
    nodes: cluster.nodes.map((node) => ({ ...node, memoryReserve: Math.round(node.memory * 0.3) })),
  }),
  "waits for disks": (cluster) => ({
    ...cluster,
    nodes: cluster.nodes.map((node, index) => ({
      ...node,
      iowait: index === 0 ? 0.5 : 0.05,
      pressure: { ...node.pressure, ioSome: index === 0 ? 0.6 : 0.05, cpuSome: 0.3, memorySome: 0.1 },
    })),
    guests: cluster.guests.map((guest, index) => ({
      ...guest,
      pressure: { cpuSome: 0.02, ioSome: index % 3 === 0 ? 0.1 : 0, memorySome: 0.01 },
    })),
    settings: { ...cluster.settings, "planning.mode": "psi" },
  }),
  "a busy day": (cluster) => withDay(cluster, 0.8),
  "a calm day": (cluster) => withDay(cluster, 0.2),
  "few moves": (cluster) => ({
    ...cluster,
    settings: { ...cluster.settings, "planning.maxMoves": 4, "planning.maxPerSource": 1 },
  }),
  "groups everywhere": (cluster) => ({
    ...cluster,
    guests: cluster.guests.map((guest, index) => ({
      ...guest,
      tags: [`plb_affinity_${Math.floor(index / 4)}`, `plb_anti_affinity_${index % 4}_${index % 3}`],
    })),
  }),
};

/** A cluster of any kind with one or two things that make it hard. */
export function nastyCluster(): fc.Arbitrary<Scenario> {
  const twist = fc.constantFrom(...Object.keys(TWISTS));
  return fc
    .tuple(anyCluster({ mostNodes: 9, mostGuests: 60 }), twist, fc.option(twist))
    .map(([cluster, first, second]) => {
      const twisted = [first, second ?? ""].reduce((now, name) => TWISTS[name]?.(now) ?? now, cluster);
      return { ...twisted, name: [first, second].filter((name) => name !== null).join(", ") };
    });
}

function withDay(cluster: Scenario, share: number): Scenario {
  return {
    ...cluster,
    history: Array.from({ length: 24 }, (_, hour) => ({
      at: -(hour + 1) * HOUR_SECONDS,
      nodes: Object.fromEntries(
        cluster.nodes.map(({ name }, index) => [
          name,
          { cpu: index % 2 === 0 ? share : 0.4, memory: share, iowait: 0.01 },
        ]),
      ),
      guests: Object.fromEntries(
        cluster.guests.map(({ vmid, cores }, index) => [
          String(vmid),
          { cpu: cores * (((index + hour) % 10) / 10), memory: 0.5 },
        ]),
      ),
    })),
  };
}
