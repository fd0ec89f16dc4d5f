import type { ScenarioInput } from "@/lib/inventory/scenario/scenario";

const GIB = 1024 ** 3;
const NODES = 8;
const GUESTS = 96;

export const CAMPAIGN_NODES: readonly string[] = Array.from(
  { length: NODES },
  (_, index) => `pve${index + 1}`,
);

/**
 * Nodes with room for everything and guests of every kind that can be moved: VMs on shared and on local disks, stopped ones, ones that HA
 * manages, containers. A move takes some 1 to 15 s.
 */
export function campaignCluster(seed: number): ScenarioInput {
  return {
    version: 1,
    name: "campaign",
    pve: "9.1",
    seed,
    nodes: CAMPAIGN_NODES.map((name) => ({
      name,
      cores: 64,
      memory: 512 * GIB,
      migrationBandwidth: GIB / 2,
    })),
    storages: [
      { id: "ceph", type: "rbd", shared: true, content: ["images", "rootdir"], total: 4096 * GIB, used: GIB },
      { id: "local-lvm", type: "lvmthin", content: ["images", "rootdir"], total: 900 * GIB },
    ],
    guests: Array.from({ length: GUESTS }, (_, index) => guest(index)),
  };
}

type GuestInput = NonNullable<ScenarioInput["guests"]>[number];

function guest(index: number): GuestInput {
  const common = {
    vmid: 100 + index,
    node: CAMPAIGN_NODES[index % NODES] ?? "pve1",
    cores: 1,
    cpuUsed: 0.2,
  };
  const kind = index % 12;
  if (kind === 3 || kind === 9)
    return {
      ...common,
      name: `ct${common.vmid}`,
      type: "lxc",
      memory: GIB,
      memoryUsed: GIB / 2,
      disks: [{ key: "rootfs", storage: "ceph", size: 2 * GIB }],
    };
  return {
    ...common,
    name: `vm${common.vmid}`,
    memory: 4 * GIB,
    memoryUsed: (GIB / 2) * (1 + (index % 3)),
    disks: [{ key: "scsi0", storage: kind === 5 ? "local-lvm" : "ceph", size: 2 * GIB }],
    ...(kind === 7 && { status: "stopped" as const }),
    ...(kind === 11 && { ha: { state: "started" as const } }),
  };
}
