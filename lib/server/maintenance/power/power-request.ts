import "server-only";
import { z } from "zod";
import type { Task } from "@/lib/inventory/snapshot";
import { readRows } from "@/lib/server/collection/normalise/field-reader";
import { normaliseTasks } from "@/lib/server/collection/normalise/normalise-tasks";
import { Problems } from "@/lib/server/collection/normalise/problems";
import { startTask, type TaskAnswer } from "@/lib/server/moves/pve/start-task";
import { proxmoxClient } from "@/lib/server/proxmox/proxmox-client";
import type { PveTransport } from "@/lib/server/proxmox/pve-transport";

export type PowerAction = "shutdown" | "start" | "stop" | "reboot";

export interface PowerRequest {
  readonly vmid: number;
  readonly kind: "qemu" | "lxc";
  readonly node: string;
  readonly action: PowerAction;
  /** Of a shut-down or a reboot: how long the guest has. */
  readonly timeoutSeconds: number;
  /** Asked just before the request leaves. */
  readonly mayBeSent: () => boolean;
}

/** Asks PVE to start a guest, to end it or to restart it, exactly once. A guest of HA is told to HA by PVE itself. */
export function requestPower(transport: PveTransport, request: PowerRequest): Promise<TaskAnswer> {
  return startTask(transport, request.mayBeSent, (once) => post(once, request));
}

function post(transport: PveTransport, { kind, vmid, node, action, timeoutSeconds }: PowerRequest) {
  const at = proxmoxClient(transport).nodes.$(encodeURIComponent(node));
  const { status } = kind === "lxc" ? at.lxc.$(vmid) : at.qemu.$(vmid);
  const timeout = { timeout: timeoutSeconds };
  if (action === "start") return status.start.$post();
  if (action === "stop") return status.stop.$post();
  return action === "reboot" ? status.reboot.$post(timeout) : status.shutdown.$post(timeout);
}

const uptimeAnswer = z.looseObject({ uptime: z.coerce.number().optional() });

/** For how long a guest has been running, as its node knows at this moment; null when it does not say. */
export async function readUptimeSeconds(
  transport: PveTransport,
  { kind, vmid, node }: Pick<PowerRequest, "kind" | "vmid" | "node">,
): Promise<number | null> {
  const at = proxmoxClient(transport).nodes.$(encodeURIComponent(node));
  const { status } = kind === "lxc" ? at.lxc.$(vmid) : at.qemu.$(vmid);
  const answer: unknown = await status.current.$get();
  const read = uptimeAnswer.safeParse(answer);
  return read.success ? (read.data.uptime ?? null) : null;
}

const TASKS: Readonly<Record<PowerAction, ReadonlySet<string>>> = {
  shutdown: new Set(["qmshutdown", "vzshutdown", "hastop"]),
  start: new Set(["qmstart", "vzstart", "hastart"]),
  stop: new Set(["qmstop", "vzstop", "hastop"]),
  reboot: new Set(["qmreboot", "vzreboot"]),
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
