import { type Call, type Endpoint, NO_PARAMETERS } from "../http/endpoint";
import { flag, optional } from "../http/parameter";
import { mayAuditGuest } from "../http/permissions";
import { isAtLeast } from "../release";
import { guestPressure, pressureColumns } from "../world/round-robin";
import type { GuestState } from "../world/state";
import { noUse } from "../world/statistics";
import type { World } from "../world/world";
import { findGuest, GUEST_TYPES } from "./find-guest";
import { guestFigures } from "./resource-rows";

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
  const { maxcpu: _, ...figures } = guestFigures(world, guest) as Record<string, unknown>;
  return {
    ...figures,
    ...(guest.type === "lxc" ? { type: "lxc", maxswap: 536_870_912, swap: 0, memhost: undefined } : {}),
    vmid: guest.vmid,
    name: guest.name,
    status: on ? "running" : "stopped",
    cpus: guest.cores,
    uptime: on ? Math.max(0, Math.floor(world.now() - guest.startedAt)) : 0,
    pid: on ? guest.pid : undefined,
    tags: guest.tags || undefined,
    lock: guest.lock ?? undefined,
    template: guest.spec.template ? 1 : undefined,
    ...(on && isAtLeast(world.profile, "9.0") ? pressureOf(guest) : {}),
  };
}

function pressureOf(guest: GuestState): object {
  const use = { ...noUse(), cores: (guest.sample?.cpu ?? 0) * guest.cores };
  const names =
    guest.type === "qemu"
      ? ["cpusome", "cpufull", "iosome", "iofull", "memorysome", "memoryfull"]
      : ["cpusome", "iosome", "iofull", "memorysome", "memoryfull"];
  const columns = pressureColumns(guestPressure(guest, use), names);
  if (guest.type === "qemu") return columns;
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
          "running-machine": world.profile.machine,
          "running-qemu": world.profile.qemu,
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
