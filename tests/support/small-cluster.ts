import type { ScenarioInput } from "@/lib/inventory/scenario/scenario";

const GIB = 1024 ** 3;

/** Three nodes, three VMs, a container and a shared storage, as of now: eight things that have samples. */
export function smallCluster(pve: "8.4" | "9.1"): ScenarioInput {
  return {
    version: 1,
    name: "faults",
    pve,
    clock: new Date().toISOString(),
    nodes: ["pve1", "pve2", "pve3"].map((name) => ({ name, cores: 16, memory: 64 * GIB })),
    storages: [
      { id: "ceph", type: "rbd", shared: true, content: ["images", "rootdir"], total: 1024 * GIB, used: GIB },
    ],
    guests: [100, 101, 102, 103].map((vmid, index) => ({
      vmid,
      node: `pve${(index % 3) + 1}`,
      type: index === 3 ? ("lxc" as const) : ("qemu" as const),
      status: "running" as const,
      cores: 2,
      memory: 2 * GIB,
      cpuUsed: 0.5,
      memoryUsed: GIB,
      disks: [{ key: index === 3 ? "rootfs" : "scsi0", storage: "ceph", size: 8 * GIB }],
    })),
  };
}
