import { ApiError } from "../http/api-error";
import {
  type Call,
  type Endpoint,
  NO_PARAMETERS,
  pathPart,
  readFlag,
  readNumber,
  readText,
} from "../http/endpoint";
import { flag, integer, list, optional, type Parameters, since, text } from "../http/parameter";
import { hasPrivilege } from "../http/permissions";
import { requireQuorum } from "../http/root-only";
import { runInBulk } from "../world/bulk";
import { requestHaMigration } from "../world/ha/request-migration";
import { beginMigration, migrationOrder } from "../world/migration/begin-migration";
import { beginNodeTask, type PowerAction, runPowerTask } from "../world/power";
import type { GuestState, TaskState } from "../world/state";

const FLAG = optional(flag());
const TEXT = optional(text());
const WORKERS = optional(integer(1));

export const BULK_ENDPOINTS: readonly Endpoint[] = [
  onNode("migrateall", {
    maxworkers: WORKERS,
    "max-workers": since("9.0", WORKERS),
    target: text(),
    "with-local-disks": FLAG,
  }),
  onNode("startall", { force: FLAG, "max-workers": since("9.0", WORKERS) }),
  onNode("stopall", {
    "force-stop": FLAG,
    "max-workers": since("9.0", WORKERS),
    timeout: optional(integer(0)),
  }),
  onNode("suspendall", { "max-workers": since("9.0", WORKERS) }),
  ...["/cluster/bulk-action", "/cluster/bulk-action/guest"].map(
    (path): Endpoint => ({
      method: "GET",
      path,
      permission: "all",
      parameters: NO_PARAMETERS,
      since: "9.1",
      answer: () =>
        path.endsWith("guest")
          ? ["start", "shutdown", "suspend", "migrate"].map((name) => ({ name }))
          : [{ name: "guest" }],
    }),
  ),
  onCluster("start", { timeout: optional(integer()) }),
  onCluster("shutdown", { "force-stop": FLAG, timeout: optional(integer()) }),
  onCluster("suspend", { statestorage: TEXT, "to-disk": FLAG }),
  onCluster("migrate", { online: FLAG, target: text(), "with-local-disks": FLAG }),
];

type Action = "migrate" | "start" | "shutdown" | "suspend";

const ACTIONS: Readonly<Record<string, Action>> = {
  migrateall: "migrate",
  startall: "start",
  stopall: "shutdown",
  suspendall: "suspend",
};

function onNode(name: keyof typeof ACTIONS, parameters: Parameters): Endpoint {
  return {
    method: "POST",
    path: `/nodes/{node}/${name}`,
    permission: "all",
    proxied: true,
    parameters: { ...parameters, vms: TEXT },
    answer: (call) => begin(call, ACTIONS[name] ?? "start", pathPart(call, "node"), String(name)),
  };
}

function onCluster(action: Action, parameters: Parameters): Endpoint {
  const task = `bulk${action}`;
  return {
    method: "POST",
    path: `/cluster/bulk-action/guest/${action}`,
    permission: "all",
    since: "9.1",
    parameters: { ...parameters, "max-workers": WORKERS, maxworkers: WORKERS, vms: optional(list()) },
    answer: (call) => begin(call, action, null, task),
  };
}

function begin(call: Call, action: Action, node: string | null, type: string): string {
  const { world, account } = call;
  requireQuorum(call);
  const target = readText(call, "target");
  if (target !== undefined && !world.nodes.has(target)) {
    throw new ApiError(500, `no such cluster node '${target}'`);
  }
  const ids = readText(call, "vms")
    ?.split(/[,; ]+/)
    .filter(Boolean);
  const privilege = action === "migrate" ? "VM.Migrate" : "VM.PowerMgmt";
  const guests = [...world.guests.values()]
    .filter((guest) => node === null || guest.node === node)
    .filter((guest) => ids === undefined || ids.includes(String(guest.vmid)))
    .filter((guest) => ids !== undefined || needsIt(guest, action));
  const refused = guests.find((guest) => !hasPrivilege(world, account, `/vms/${guest.vmid}`, privilege));
  if (refused) throw new ApiError(403, `Permission check failed (/vms/${refused.vmid}, ${privilege})`);
  const task = beginNodeTask(world, node ?? world.localNode().name, type, "", account.id);
  const workers = readNumber(call, "max-workers") ?? readNumber(call, "maxworkers") ?? 4;
  runInBulk(world, task, guests, workers, (guest) => single(call, guest, action, target));
  return task.upid;
}

function needsIt(guest: GuestState, action: Action): boolean {
  if (guest.spec.template) return false;
  if (action === "start") return guest.power === "stopped" && guest.spec.onboot;
  return action === "migrate" || guest.power !== "stopped";
}

/** The task of one guest, or why there is none. */
function single(
  call: Call,
  guest: GuestState,
  action: Action,
  target: string | undefined,
): TaskState | string {
  const { world, account } = call;
  if (guest.lock) return `${guest.type === "qemu" ? "VM" : "CT"} is locked (${guest.lock})`;
  if (action !== "migrate") return runPowerTask(world, guest, action satisfies PowerAction, account.id);
  const node = target === undefined ? undefined : world.nodes.get(target);
  if (!node || node.name === guest.node) return "target is local node.";
  if (guest.ha) return requestHaMigration(world, guest, node.name, account.id);
  const withLocalDisks = readFlag(call, "with-local-disks");
  const order = migrationOrder(world, { guest, target: node, user: account.id }, { withLocalDisks });
  return beginMigration(world, order);
}
