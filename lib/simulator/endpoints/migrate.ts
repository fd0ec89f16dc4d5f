import { ApiError, parameterError } from "../http/api-error";
import { type Call, type Endpoint, readFlag, readNumber, readText } from "../http/endpoint";
import { choice, flag, integer, number, optional, since, text } from "../http/parameter";
import { requirePermission } from "../http/permissions";
import { refuseForOthers, requireQuorum } from "../http/root-only";
import { requestHaMigration } from "../world/ha/request-migration";
import { beginMigration, migrationOrder } from "../world/migration/begin-migration";
import type { GuestState, NodeState } from "../world/state";
import { findGuest } from "./find-guest";
import { containerPreconditions, vmPreconditions } from "./migration-preconditions";

const MAY_MIGRATE = { path: "/vms/{vmid}", privileges: ["VM.Migrate"] };
const FLAG = optional(flag());

export const MIGRATE_ENDPOINTS: readonly Endpoint[] = [
  {
    method: "GET",
    path: "/nodes/{node}/qemu/{vmid}/migrate",
    permission: MAY_MIGRATE,
    proxied: true,
    parameters: { target: optional(text()) },
    answer: (call) => {
      const guest = findGuest(call, "qemu");
      requireQuorum(call);
      requireUnlocked(guest);
      return vmPreconditions(call.world, guest);
    },
  },
  {
    method: "POST",
    path: "/nodes/{node}/qemu/{vmid}/migrate",
    permission: MAY_MIGRATE,
    proxied: true,
    parameters: {
      bwlimit: optional(integer(0)),
      force: FLAG,
      migration_network: optional(text()),
      migration_type: optional(choice("secure", "insecure")),
      online: FLAG,
      target: text(),
      targetstorage: optional(text()),
      "with-conntrack-state": since("9.0", FLAG),
      "with-local-disks": FLAG,
    },
    answer: (call) => migrateVm(call, findGuest(call, "qemu")),
  },
  {
    method: "GET",
    path: "/nodes/{node}/lxc/{vmid}/migrate",
    permission: MAY_MIGRATE,
    proxied: true,
    since: "9.0",
    parameters: { target: optional(text()) },
    answer: (call) => containerPreconditions(call.world, findGuest(call, "lxc")),
  },
  {
    method: "POST",
    path: "/nodes/{node}/lxc/{vmid}/migrate",
    permission: MAY_MIGRATE,
    proxied: true,
    parameters: {
      bwlimit: optional(number(0)),
      online: FLAG,
      restart: FLAG,
      target: text(),
      "target-storage": optional(text()),
      timeout: optional(integer()),
    },
    answer: (call) => migrateContainer(call, findGuest(call, "lxc")),
  },
];

function migrateVm(call: Call, guest: GuestState): string {
  const { world, account } = call;
  refuseForOthers(call, ["force", "migration_type", "migration_network"]);
  requireQuorum(call);
  const target = readTarget(call, guest);
  requireUnlocked(guest);
  const running = guest.power !== "stopped";
  if (running && !readFlag(call, "online")) {
    throw new ApiError(500, "can't migrate running VM without --online");
  }
  if (running) requireReplicaTarget(call, guest, target);
  checkTargetStorages(call, target, readText(call, "targetstorage"));
  if (guest.ha) return requestHaMigration(world, guest, target.name, account.id).upid;

  const order = migrationOrder(
    world,
    { guest, target, user: account.id },
    {
      withLocalDisks: readFlag(call, "with-local-disks"),
      targetStorage: readText(call, "targetstorage"),
      bandwidthLimit: readLimit(call),
      force: readFlag(call, "force"),
      conntrack: readFlag(call, "with-conntrack-state"),
    },
  );
  return beginMigration(world, order).upid;
}

function migrateContainer(call: Call, guest: GuestState): string {
  const { world, account } = call;
  requireQuorum(call);
  const target = readTarget(call, guest);
  const running = guest.power !== "stopped";
  if (running && !readFlag(call, "online") && !readFlag(call, "restart") && !guest.ha) {
    throw new ApiError(500, "can't migrate running container without --online or --restart");
  }
  checkTargetStorages(call, target, readText(call, "target-storage"));
  if (guest.ha) return requestHaMigration(world, guest, target.name, account.id).upid;
  if (running && readFlag(call, "online")) {
    throw new ApiError(500, "lxc live migration is currently not implemented");
  }
  const order = migrationOrder(
    world,
    { guest, target, user: account.id },
    {
      targetStorage: readText(call, "target-storage"),
      bandwidthLimit: readLimit(call),
      shutdownTimeout: readNumber(call, "timeout") ?? 180,
    },
  );
  return beginMigration(world, order).upid;
}

/** Bytes per second; nothing said, or 0, is no limit of its own. */
function readLimit(call: Call): number {
  const limit = readNumber(call, "bwlimit") ?? 0;
  return limit > 0 ? limit * 1024 : Number.POSITIVE_INFINITY;
}

function readTarget(call: Call, guest: GuestState): NodeState {
  const name = readText(call, "target") ?? "";
  if (!/^[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?$/.test(name)) {
    throw parameterError({ target: "invalid format - value does not look like a valid node name\n" });
  }
  if (name === guest.node) throw parameterError({ target: "target is local node." });
  const node = call.world.nodes.get(name);
  if (!node) throw new ApiError(500, `no such cluster node '${name}'`);
  return node;
}

function requireUnlocked(guest: GuestState): void {
  if (guest.lock) throw new ApiError(500, `VM is locked (${guest.lock})`);
}

function requireReplicaTarget(call: Call, guest: GuestState, target: NodeState): void {
  const jobs = call.world.scenario.replications.filter((job) => job.guest === guest.vmid);
  if (jobs.length === 0 || jobs.some((job) => job.target === target.name)) return;
  throw new ApiError(
    500,
    `Cannot live-migrate replicated VM to node '${target.name}' - not a replication target. Use 'force' to override.`,
  );
}

function checkTargetStorages(call: Call, target: NodeState, given: string | undefined): void {
  if (given === undefined) return;
  requirePermission({ path: "/vms/{vmid}", privileges: ["VM.Config.Disk"] }, call);
  if (given === "1") return;
  const names = given.split(/[,; ]+/).map((pair) => pair.split(":").at(-1) ?? "");
  for (const name of new Set(names)) {
    const storage = call.world.storages.get(name);
    if (!storage) throw new ApiError(500, `storage '${name}' does not exist`);
    requirePermission({ path: `/storage/${name}`, privileges: ["Datastore.AllocateSpace"] }, call);
    if (!storage.nodes.includes(target.name)) {
      throw new ApiError(500, `storage '${name}' is not available on node '${target.name}'`);
    }
  }
}
