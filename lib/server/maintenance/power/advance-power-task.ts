import "server-only";
import { randomUUID } from "node:crypto";
import type { Task } from "@/lib/inventory/snapshot";
import { prisma } from "@/lib/server/db/prisma";
import { openCluster } from "@/lib/server/moves/open-cluster";
import { type GuestPlace, readGuestPlace } from "@/lib/server/moves/pve/read-guest-place";
import { readTaskEnd, readTaskLog } from "@/lib/server/moves/pve/task";
import { PveError } from "@/lib/server/proxmox/pve-error";
import { parseUpid } from "@/lib/server/proxmox/upid";
import type { PowerTask } from "@/prisma/generated/client";
import type { MaintenanceTimings } from "../maintenance-timings";
import { endPowerTask, POWER_WORDS, type PowerEnd } from "./end-power-task";
import { type PowerAction, readPowerTasks, readUptimeSeconds, requestPower } from "./power-request";

const MOST_INTENTS = 3;
/** What a person asked for is done now or not at all: later it may not be what they want any more. */
const WISH_VALID_MS = 60_000;
/** After a shorter one a new run cannot be told from the old. */
const TELLING_UPTIME_SECONDS = 180;

/**
 * Takes a shut-down, a start or a restart one step further. As with a move, the intent is stored before the request is sent, the
 * request is sent at most once for it, and what became of it is looked for before another one is.
 */
export async function advancePowerTask(task: PowerTask, timings: MaintenanceTimings): Promise<void> {
  try {
    if (task.state === "planned") await submit(task, timings);
    else if (task.state === "submitting") await resume(task, timings);
    else if (task.state === "running") await follow(task, timings);
  } catch (error) {
    if (!(error instanceof PveError)) throw error;
    await noteTrouble(task, error.message, timings);
  }
}

async function submit(task: PowerTask, timings: MaintenanceTimings): Promise<void> {
  const { transport } = await openCluster(task.clusterId);
  const place = await readGuestPlace(transport, task.vmid);
  const end = endBeforeRequest(task, place);
  if (end) return await endPowerTask(task, end);
  if (isOldWish(task)) return await endPowerTask(task, TOO_LATE);
  if (place?.lock != null) return await noteTrouble(task, `The guest is locked (${place.lock}).`, timings);
  const known = await readPowerTasks(transport, toQuestion(task));
  const running = known.find(({ endedAtMs }) => endedAtMs === null);
  if (running)
    return await noteTrouble(task, `A task (${running.type}) of ${running.user} is working on it.`, timings);
  await sendAnew(task, known, timings);
}

/** Stores a new intent in the place of the one before, and sends its request. */
async function sendAnew(task: PowerTask, known: readonly Task[], timings: MaintenanceTimings): Promise<void> {
  const startedAt = performance.now();
  const intentId = randomUUID();
  const knownUpids = known.map(({ upid }) => upid);
  const kind = task.guestKind === "lxc" ? "lxc" : "qemu";
  const uptimeBeforeSeconds = toAction(task) === "reboot" ? await readUptime(task, kind) : null;
  const { count } = await prisma.powerTask.updateMany({
    where: { id: task.id, state: task.state, intentId: task.intentId, intentCount: task.intentCount },
    data: {
      state: "submitting",
      intentId,
      intentAt: new Date(),
      intentCount: task.intentCount + 1,
      knownUpids,
      uptimeBeforeSeconds,
    },
  });
  if (count === 0) return;
  const { transport } = await openCluster(task.clusterId);
  const answer = await requestPower(transport, {
    ...toQuestion(task),
    kind,
    timeoutSeconds: timings.shutdownSeconds,
    mayBeSent: () => performance.now() - startedAt < timings.intentValidMs,
  });
  const sent = { ...task, state: "submitting", intentId, knownUpids, uptimeBeforeSeconds };
  if (answer.outcome === "started") return await adopt(sent, answer.upid);
  if (answer.outcome === "refused") {
    const own = await findOwn(sent).catch(() => null);
    if (own) return await adopt(sent, own.upid);
    return await endPowerTask(sent, {
      state: "failed",
      result: `Proxmox VE refused to ${POWER_WORDS[toAction(task)].verb} it: ${answer.sentence}`,
      fix: POWER_WORDS[toAction(task)].fix,
    });
  }
  await noteTrouble(sent, answer.sentence, timings);
  if (answer.outcome === "not-sent")
    await prisma.powerTask.updateMany({
      where: { id: task.id, state: "submitting", intentId },
      data: { state: "planned", intentId: null },
    });
}

/** The request was under way when its answer was lost, or when who sent it died. */
async function resume(task: PowerTask, timings: MaintenanceTimings): Promise<void> {
  const { transport } = await openCluster(task.clusterId);
  const place = await readGuestPlace(transport, task.vmid);
  const tasks = await readPowerTasks(transport, toQuestion(task));
  const own = await findOwn(task, tasks);
  if (own) return await adopt(task, own.upid);
  const waitedMs = Date.now() - (task.intentAt?.getTime() ?? 0);
  if (waitedMs < timings.holdMs) return;
  const end = endBeforeRequest(task, place);
  if (end) return await endPowerTask(task, end);
  if (place?.lock != null) return await noteTrouble(task, `The guest is locked (${place.lock}).`, timings);
  if (isOldWish(task)) return await endPowerTask(task, TOO_LATE);
  if (task.intentCount < MOST_INTENTS) return await sendAnew(task, tasks, timings);
  await endPowerTask(task, {
    state: "failed",
    result: `Proxmox VE could not be asked ${MOST_INTENTS} times; nothing was started.`,
    fix: "See why the cluster loses requests, then try again.",
  });
}

async function findOwn(task: PowerTask, tasks?: readonly Task[]): Promise<Task | null> {
  const { transport, tokenId } = await openCluster(task.clusterId);
  const known = new Set(task.knownUpids);
  const found = tasks ?? (await readPowerTasks(transport, toQuestion(task)));
  return found.find(({ upid, user }) => user === tokenId && !known.has(upid)) ?? null;
}

async function adopt(task: PowerTask, upid: string): Promise<void> {
  await prisma.powerTask.updateMany({
    where: { id: task.id, state: "submitting", intentId: task.intentId },
    data: { state: "running", upid, trouble: null, troubleSince: null },
  });
}

/** The task's end is one thing, the guest's state another: the state decides. */
async function follow(task: PowerTask, timings: MaintenanceTimings): Promise<void> {
  const { transport } = await openCluster(task.clusterId);
  const upid = task.upid ?? "";
  const exit = task.exit ?? (await readTaskEnd(transport, upid));
  if (exit === null) return;
  const exitAt = task.exitAt ?? new Date();
  if (task.exit === null)
    await prisma.powerTask.updateMany({ where: { id: task.id, state: "running" }, data: { exit, exitAt } });
  const place = await readGuestPlace(transport, task.vmid);
  const { verb, done, fix, isReached } = POWER_WORDS[toAction(task)];
  if (place && isReached(place.status) && (await isNewRun(task, place, isGood(exit)))) {
    const warning = isGood(exit) ? "" : ` The task ended with ${exit} all the same.`;
    return await endPowerTask(task, { state: "done", result: `The guest ${done}.${warning}`, fix: null });
  }
  const waitedMs = Date.now() - exitAt.getTime();
  const patienceMs = parseUpid(upid)?.type.startsWith("ha") ? timings.haMs : timings.settleMs;
  if (place && isGood(exit) && waitedMs < patienceMs) return;
  const log = isGood(exit) ? [] : await readTaskLog(transport, upid).catch(() => []);
  const said = isGood(exit) ? "The task ended well, but the guest is as before" : (lastError(log) ?? exit);
  await endPowerTask(task, { state: "failed", result: `It could not be made to ${verb}: ${said}.`, fix });
}

function endBeforeRequest(task: PowerTask, place: GuestPlace | null): PowerEnd | null {
  const { done, needsNothing } = POWER_WORDS[toAction(task)];
  if (place === null)
    return {
      state: "failed",
      result: "The guest is not in the cluster any more.",
      fix: "Nothing is to be done.",
    };
  if (place.node !== task.node)
    return {
      state: "failed",
      result: `The guest is on ${place.node} by now.`,
      fix: "Nothing is to be done.",
    };
  return needsNothing(place.status) ? { state: "done", result: `The guest ${done}.`, fix: null } : null;
}

function isOldWish({ maintenanceId, createdAt }: PowerTask): boolean {
  return maintenanceId === null && Date.now() - createdAt.getTime() > WISH_VALID_MS;
}

const TOO_LATE: PowerEnd = {
  state: "failed",
  result: "Proxmox VE could not be asked within a minute; nothing was started.",
  fix: "Look at the guest, and ask again if it is still wanted.",
};

/** A reboot leaves the guest as it was, on; what tells it is an uptime that has begun anew. */
async function isNewRun(task: PowerTask, { kind }: GuestPlace, wasGood: boolean): Promise<boolean> {
  if (toAction(task) !== "reboot") return true;
  if (!wasGood) return false;
  const before = task.uptimeBeforeSeconds;
  if (before === null || before < TELLING_UPTIME_SECONDS) return true;
  const now = await readUptime(task, kind);
  return now === null || now < before;
}

async function readUptime({ clusterId, vmid, node }: PowerTask, kind: "qemu" | "lxc") {
  const { transport } = await openCluster(clusterId);
  return await readUptimeSeconds(transport, { kind, vmid, node });
}

/** What hinders it is noted; after long enough it has failed, and somebody has to look. */
async function noteTrouble(task: PowerTask, sentence: string, timings: MaintenanceTimings): Promise<void> {
  // Nothing has left yet, and who asked waits for the answer.
  if (task.maintenanceId === null && task.state === "planned")
    return await endPowerTask(task, {
      state: "failed",
      result: `${sentence} Nothing was started.`,
      fix: "See what keeps the guest or its node busy, then ask again.",
    });
  const since = task.troubleSince ?? new Date();
  if (Date.now() - since.getTime() > timings.lookupLimitMs)
    return await endPowerTask(task, {
      state: "failed",
      result: sentence,
      fix: "See what keeps the guest or its node from answering, then try again.",
    });
  await prisma.powerTask.updateMany({
    where: { id: task.id, endedAt: null },
    data: { trouble: sentence, troubleSince: since },
  });
}

function toQuestion(task: PowerTask) {
  return { node: task.node, vmid: task.vmid, action: toAction(task) };
}

function toAction({ action }: PowerTask): PowerAction {
  return ACTIONS.find((known) => known === action) ?? "shutdown";
}

const ACTIONS: readonly PowerAction[] = ["shutdown", "start", "stop", "reboot"];

function isGood(exit: string): boolean {
  return exit === "OK" || exit.startsWith("WARNINGS");
}

function lastError(log: readonly string[]): string | null {
  const line = log.findLast((text) => text.trim() !== "" && !/^TASK ERROR: unexpected status/.test(text));
  return line?.replace(/^TASK ERROR: /, "").replace(/\.$/, "") ?? null;
}
