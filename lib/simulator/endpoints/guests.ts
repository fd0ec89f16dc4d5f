import { type Call, type Endpoint, NO_PARAMETERS } from "../http/endpoint";
import { flag, optional } from "../http/parameter";
import { mayAuditGuest } from "../http/permissions";
import { isAtLeast } from "../release";
import { guestPressure, pressureColumns, usedDisk } from "../world/round-robin";
import type { GuestState } from "../world/state";
import { noUse } from "../world/statistics";
import type { World } from "../world/world";
import { findGuest, GUEST_TYPES } from "./find-guest";
import { bootDiskSize, memoryOnHost } from "./guest-row";

const GUEST_AUDIT = { path: "/vms/{vmid}", privileges: ["VM.Audit"] };

export const GUEST_ENDPOINTS: readonly Endpoint[] = GUEST_TYPES.flatMap((type): Endpoint[] => [
  {
    method: "GET",
    path: `/nodes/{node}/${type}`,
    permission: "all",
    proxied: true,
    parameters: type === "qemu" ? { full: optional(flag()) } : NO_PARAMETERS,
    answer: (call) => guestsOfNode(call, type),
  },
  {
    method: "GET",
    path: `/nodes/{node}/${type}/{vmid}`,
    permission: "all",
    proxied: true,
    parameters: NO_PARAMETERS,
    answer: (call) => {
      findGuest(call, type);
      return ["config", "pending", "rrddata", "snapshot", "status"].map((subdir) => ({ subdir }));
    },
  },
  {
    method: "GET",
    path: `/nodes/{node}/${type}/{vmid}/status/current`,
    permission: GUEST_AUDIT,
    proxied: true,
    parameters: NO_PARAMETERS,
    answer: (call) => currentStatus(call.world, findGuest(call, type)),
  },
]);

function guestsOfNode({ world, account, path }: Call, type: "qemu" | "lxc"): object[] {
  const node = path.get("node");
  return [...world.guests.values()]
    .filter((guest) => guest.node === node && guest.type === type)
    .filter((guest) => mayAuditGuest(world, account, guest.vmid))
    .map((guest) => commonStatus(world, guest));
}

function commonStatus(world: World, guest: GuestState): object {
  const on = guest.power !== "stopped";
  const { counters, sample, spec } = guest;
  const isVm = guest.type === "qemu";
  const figure = (value: number): number => (on ? Math.floor(value) : 0);
  return {
    vmid: guest.vmid,
    name: guest.name,
    type: isVm ? undefined : "lxc",
    status: on ? "running" : "stopped",
    cpus: guest.cores,
    cpu: on ? (sample?.cpu ?? 0) : 0,
    mem: figure(sample?.memory ?? 0),
    memhost: isVm && isAtLeast(world.profileOf(guest.node), "9.0") ? figure(memoryOnHost(guest)) : undefined,
    maxmem: spec.memory,
    disk: usedDisk(guest),
    maxdisk: bootDiskSize(guest),
    swap: isVm ? undefined : 0,
    maxswap: isVm ? undefined : 536_870_912,
    netin: figure(counters.netIn),
    netout: figure(counters.netOut),
    diskread: figure(counters.diskRead),
    diskwrite: figure(counters.diskWrite),
    uptime: figure(Math.max(0, world.now() - guest.startedAt)),
    pid: on ? guest.pid : undefined,
    tags: guest.tags || undefined,
    lock: guest.lock ?? undefined,
    template: spec.template ? 1 : undefined,
    ...pressureOf(world, guest),
  };
}

function pressureOf(world: World, guest: GuestState): object {
  if (guest.power === "stopped" || !isAtLeast(world.profileOf(guest.node), "9.0")) return {};
  const use = { ...noUse(), cores: (guest.sample?.cpu ?? 0) * guest.cores };
  const { pressurecpufull, ...columns } = pressureColumns(guestPressure(guest, use));
  if (guest.type === "qemu") return { ...columns, pressurecpufull };
  // Containers tell theirs as text.
  return Object.fromEntries(Object.entries(columns).map(([name, value]) => [name, value.toFixed(2)]));
}

function currentStatus(world: World, guest: GuestState): object {
  const common = {
    ...commonStatus(world, guest),
    ha: guest.ha ? { managed: 1, state: guest.ha.state } : { managed: 0 },
  };
  if (guest.type === "lxc") return common;
  const on = guest.power !== "stopped";
  return {
    ...common,
    qmpstatus: guest.power,
    agent: guest.spec.agent ? 1 : undefined,
    ...(on
      ? {
          "running-machine": guest.runsWith.machine,
          "running-qemu": world.profileOf(guest.node).qemu,
          balloon: guest.spec.memory,
          ballooninfo: { actual: guest.spec.memory, max_mem: guest.spec.memory },
          freemem: Math.max(0, guest.spec.memory - (guest.sample?.memory ?? 0)),
          nics: {
            [`tap${guest.vmid}i0`]: {
              netin: Math.floor(guest.counters.netIn),
              netout: Math.floor(guest.counters.netOut),
            },
          },
          "proxmox-support": { "backup-max-workers": true, "pbs-dirty-bitmap": true },
        }
      : {}),
  };
}
