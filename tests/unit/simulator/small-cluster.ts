import type { ScenarioInput } from "@/lib/inventory/scenario/scenario";

const GIB = 1024 ** 3;

/** Three nodes, a handful of guests of every kind, and accounts with different rights. */
export function smallCluster(overrides: Partial<ScenarioInput> = {}): ScenarioInput {
  return {
    name: "small",
    seed: 42,
    clock: "2026-01-05T08:00:00Z",
    nodes: ["pve1", "pve2", "pve3"].map((name) => ({
      name,
      cores: 16,
      memory: 64 * GIB,
      baseCpu: 0.02,
      baseMemory: 4 * GIB,
      iowait: 0.01,
    })),
    storages: [
      { id: "ceph", type: "rbd", total: 1000 * GIB, used: 400 * GIB },
      { id: "local-lvm", type: "lvmthin", total: 500 * GIB, used: { pve1: 100 * GIB } },
    ],
    guests: [
      {
        vmid: 100,
        name: "db1",
        node: "pve1",
        cores: 4,
        memory: 8 * GIB,
        cpuUsed: 1.5,
        memoryUsed: 6 * GIB,
        disks: [{ key: "scsi0", storage: "ceph", size: 32 * GIB }],
        tags: ["Prod", "db"],
        pool: "prod",
        ha: { state: "started" },
      },
      {
        vmid: 101,
        name: "ct1",
        type: "lxc",
        node: "pve1",
        cores: 2,
        memory: 2 * GIB,
        cpuUsed: 0.2,
        memoryUsed: GIB,
        disks: [{ key: "rootfs", storage: "local-lvm", size: 8 * GIB }],
        mounts: [{ key: "mp0", volume: "/srv/data" }],
      },
      { vmid: 102, name: "off", node: "pve2", cores: 1, memory: GIB, status: "stopped" },
      {
        vmid: 103,
        name: "gpu",
        node: "pve2",
        cores: 8,
        memory: 16 * GIB,
        cpuUsed: 2,
        passthrough: ["hostpci0"],
      },
      { vmid: 104, name: "far", node: "pve3", cores: 2, memory: 4 * GIB, cpuUsed: 0.5, agent: false },
      { vmid: 900, name: "tpl", node: "pve1", cores: 1, memory: GIB, template: true },
    ],
    rules: [{ id: "db-home", kind: "pin", guests: [100], nodes: ["pve1", "pve2"] }],
    access: {
      users: [{ id: "ops@pve", password: "correct horse", acl: [{ path: "/", role: "PVEAdmin" }] }],
      tokens: [
        {
          id: "evenkeel@pve!main",
          secret: "11111111-1111-4111-8111-111111111111",
          acl: [{ role: "Evenkeel" }],
        },
        {
          id: "narrow@pve!look",
          secret: "22222222-2222-4222-8222-222222222222",
          acl: [{ path: "/vms/101", role: "PVEAuditor" }],
        },
        {
          id: "pool@pve!look",
          secret: "33333333-3333-4333-8333-333333333333",
          acl: [{ path: "/pool/prod", role: "PVEAuditor" }],
        },
      ],
    },
    ...overrides,
  };
}
