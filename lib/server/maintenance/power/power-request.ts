import "server-only";
import type { Task } from "@/lib/inventory/snapshot";
import { readRows } from "@/lib/server/collection/normalise/field-reader";
import { normaliseTasks } from "@/lib/server/collection/normalise/normalise-tasks";
import { Problems } from "@/lib/server/collection/normalise/problems";
import { outcomeOf } from "@/lib/server/moves/pve/migrate-guest";
import { proxmoxClient } from "@/lib/server/proxmox/proxmox-client";
import { PveError } from "@/lib/server/proxmox/pve-error";
import type { PveTransport } from "@/lib/server/proxmox/pve-transport";
import { parseUpid } from "@/lib/server/proxmox/upid";

export type PowerAction = "shutdown" | "start";

export interface PowerRequest {
  readonly vmid: number;
  readonly kind: "qemu" | "lxc";
  readonly node: string;
  readonly action: PowerAction;
  /** Of a shut-down: how long the guest has. */
  readonly timeoutSeconds: number;
  /** Asked just before the request leaves. */
  readonly mayBeSent: () => boolean;
}

/** As of a migration: `refused` and `not-sent` started nothing, `lost` has to be looked for. */
export type PowerAnswer =
  | { readonly outcome: "started"; readonly upid: string }
  | { readonly outcome: "refused" | "not-sent" | "lost"; readonly sentence: string };

/** Asks PVE to shut a guest down or to start it, exactly once. A guest of HA is told to HA by PVE itself. */
export async function requestPower(transport: PveTransport, request: PowerRequest): Promise<PowerAnswer> {
  const once: PveTransport = {
    request: (call) => transport.request({ ...call, mayBeSent: request.mayBeSent }),
    forgiveNode: (node) => transport.forgiveNode(node),
    close: () => transport.close(),
  };
  try {
    const upid: unknown = await post(once, request);
    if (typeof upid === "string" && parseUpid(upid)) return { outcome: "started", upid };
    return { outcome: "lost", sentence: "Proxmox VE's answer names no task." };
  } catch (error) {
    if (!(error instanceof PveError)) throw error;
    return { outcome: outcomeOf(error), sentence: error.message };
  }
}

function post(transport: PveTransport, { kind, vmid, node, action, timeoutSeconds }: PowerRequest) {
  const at = proxmoxClient(transport).nodes.$(encodeURIComponent(node));
  if (action === "start")
    return kind === "lxc" ? at.lxc.$(vmid).status.start.$post() : at.qemu.$(vmid).status.start.$post();
  const timeout = { timeout: timeoutSeconds };
  return kind === "lxc"
    ? at.lxc.$(vmid).status.shutdown.$post(timeout)
    : at.qemu.$(vmid).status.shutdown.$post(timeout);
}

const TASKS: Readonly<Record<PowerAction, ReadonlySet<string>>> = {
  shutdown: new Set(["qmshutdown", "vzshutdown", "hastop"]),
  start: new Set(["qmstart", "vzstart", "hastart"]),
};

/** Tasks of one kind that a guest had on a node, running and ended, newest first. */
export async function readPowerTasks(
  transport: PveTransport,
  { node, vmid, action }: Pick<PowerRequest, "node" | "vmid" | "action">,
): Promise<readonly Task[]> {
  const rows: unknown = await proxmoxClient(transport)
    .nodes.$(encodeURIComponent(node))
    .tasks.$get({ vmid, source: "all", limit: 200 });
  const readers = readRows(rows, `/nodes/${node}/tasks`, new Problems());
  return normaliseTasks(readers).filter(
    ({ type, subject }) => TASKS[action].has(type) && subject === String(vmid),
  );
}
