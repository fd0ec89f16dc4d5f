import { ApiError, parameterError } from "../http/api-error";
import { type Call, type Endpoint, pathPart, readFlag, readText } from "../http/endpoint";
import { choice, flag, integer, list, optional, type Parameters, text, until } from "../http/parameter";
import { requirePermission } from "../http/permissions";
import { requireQuorum } from "../http/root-only";
import { backUp } from "../world/back-up";
import { beginNodeTask } from "../world/power";
import type { GuestState } from "../world/state";

const FLAGS = ["all", "protected", "quiet", "remove", "stdexcludes", "stdout", "stop"];
const NUMBERS = ["bwlimit", "ionice", "lockwait", "pigz", "stopwait", "zstd"];
const TEXTS = [
  "dumpdir",
  "exclude",
  "fleecing",
  "job-id",
  "mailto",
  "notes-template",
  "performance",
  "pool",
  "prune-backups",
  "script",
  "storage",
  "tmpdir",
  "vmid",
];

const each = (names: readonly string[], parameter: Parameters[string]): Parameters =>
  Object.fromEntries(names.map((name) => [name, optional(parameter)]));

export const VZDUMP_ENDPOINT: Endpoint = {
  method: "POST",
  path: "/nodes/{node}/vzdump",
  permission: "all",
  proxied: true,
  parameters: {
    ...each(FLAGS, flag()),
    ...each(NUMBERS, integer(0)),
    ...each(TEXTS, text()),
    compress: optional(choice("0", "1", "gzip", "lzo", "zstd")),
    "exclude-path": optional(list()),
    mailnotification: optional(choice("always", "failure")),
    maxfiles: until("9.2", optional(integer(1))),
    mode: optional(choice("snapshot", "suspend", "stop")),
    "notification-mode": optional(choice("auto", "legacy-sendmail", "notification-system")),
    "notification-policy": until("9.0", optional(choice("always", "failure", "never"))),
    "notification-target": until("9.0", optional(text())),
    "pbs-change-detection-mode": optional(choice("legacy", "data", "metadata")),
  },
  answer: begin,
};

function begin(call: Call): string {
  const { world, account } = call;
  requireQuorum(call);
  const node = pathPart(call, "node");
  const storage = readText(call, "storage") ?? "local";
  const guests = chosen(call, node);
  for (const guest of guests) {
    requirePermission({ path: `/vms/${guest.vmid}`, privileges: ["VM.Backup"] }, call);
  }
  requirePermission({ path: `/storage/${storage}`, privileges: ["Datastore.AllocateSpace"] }, call);
  const state = world.storages.get(storage);
  if (!state) throw new ApiError(500, `storage '${storage}' does not exist`);
  if (!state.spec.content.includes("backup")) {
    throw new ApiError(500, `storage '${storage}' does not support backups`);
  }
  const id = guests.length === 1 ? String(guests[0]?.vmid ?? "") : "";
  const task = beginNodeTask(world, node, "vzdump", id, account.id);
  backUp(world, task, guests, storage);
  return task.upid;
}

/** Guests of the node that were asked for; those elsewhere are silently left to their own nodes. */
function chosen(call: Call, node: string): GuestState[] {
  const here = [...call.world.guests.values()].filter((guest) => guest.node === node);
  const pool = readText(call, "pool");
  if (readFlag(call, "all")) {
    const excluded = readText(call, "exclude")?.split(",") ?? [];
    return here.filter((guest) => !excluded.includes(String(guest.vmid)));
  }
  if (pool !== undefined) return here.filter((guest) => guest.pool === pool);
  const ids = readText(call, "vmid")?.split(/[,; ]+/);
  if (!ids) throw parameterError({ vmid: "no guests selected: use 'vmid', 'pool' or 'all'" });
  return here.filter((guest) => ids.includes(String(guest.vmid)));
}
