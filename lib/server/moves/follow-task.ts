import "server-only";
import { type MoveProgress, moveProgress } from "@/lib/api/moves";
import { prisma } from "@/lib/server/db/prisma";
import { PveError } from "@/lib/server/proxmox/pve-error";
import type { PveTransport } from "@/lib/server/proxmox/pve-transport";
import type { Move } from "@/prisma/generated/client";
import { ageMs, type ExecutorTurn, noteTrouble, pause, type StepOutcome } from "./executor-turn";
import { findHaTask } from "./find-ha-task";
import { NO_PROGRESS, readMigrationLog } from "./log/parse-migration-log";
import { openCluster } from "./open-cluster";
import { isTaskGone } from "./pve/passing-trouble";
import { readGuestPlace } from "./pve/read-guest-place";
import { readTaskEnd, readTaskLog, readWholeLog, stopTask } from "./pve/task";
import { transitionMove } from "./transition-move";
import { withoutRecord } from "./without-record";

const LOOK_AT_STATUS_EVERY = 10;
const STOP_AGAIN_MS = 10_000;
/** Moves that may keep a worker of the jobs busy while they are followed. */
const MOST_WITH_WORKER = 8;
const MOST_LOG_LINES = 20_000;

interface Followed {
  progress: MoveProgress;
  logLines: number;
  looks: number;
  trouble: boolean;
}

/** Follows PVE's task until it has ended or the turn is over; passes on that it is to be stopped. */
export async function followTask(turn: ExecutorTurn): Promise<StepOutcome> {
  const { move, timings } = turn;
  if (move.taskUpid === null) return await findHaTask(turn);
  const { transport } = await openCluster(move.clusterId);
  const { pollMs, crowded } = await paceOf(move, timings.pollMs);
  const followed = resumeFollowing(move);
  do {
    const outcome = await followOnce(transport, turn, move.taskUpid, followed);
    if (outcome !== null) return outcome;
    if (crowded) return { pauseMs: pollMs };
    await pause(pollMs);
  } while (turn.goesOn());
  return { pauseMs: 0 };
}

function resumeFollowing({ progress, logLines, trouble }: Move): Followed {
  const known = moveProgress.safeParse(progress);
  return {
    progress: known.success ? known.data : NO_PROGRESS,
    logLines: known.success ? logLines : 0,
    looks: 0,
    trouble: trouble !== null,
  };
}

async function followOnce(
  transport: PveTransport,
  { move, timings }: ExecutorTurn,
  upid: string,
  followed: Followed,
): Promise<StepOutcome | null> {
  try {
    const exit = await look(transport, move, upid, followed);
    if (exit !== null) return await taskEnded(transport, move, exit, followed);
    await passStopOn(transport, move.id, upid);
    return null;
  } catch (error) {
    if (!(error instanceof PveError)) throw error;
    followed.trouble = true;
    if (isTaskGone(error)) return await withoutRecord(transport, move, timings);
    const troubleMs = await noteTrouble(move, `The task cannot be followed: ${error.message}`);
    return troubleMs > timings.taskLostMs ? await taskLost(transport, move, error) : null;
  }
}

/**
 * One call a second; the moves of a cluster share the pace of two. Where many clusters have moves, each lets go of its worker
 * between two looks, so that other jobs have their turn.
 */
async function paceOf({ clusterId }: Move, pollMs: number): Promise<{ pollMs: number; crowded: boolean }> {
  const [here, all] = await Promise.all([
    prisma.move.count({ where: { clusterId, state: "running" } }),
    prisma.move.count({ where: { state: "running" } }),
  ]);
  return { pollMs: Math.round(pollMs * Math.max(1, here / 2)), crowded: all > MOST_WITH_WORKER };
}

/** @returns how the task ended; null while it runs */
async function look(
  transport: PveTransport,
  { id }: Move,
  upid: string,
  followed: Followed,
): Promise<string | null> {
  const lines = await readTaskLog(transport, upid, followed.logLines);
  if (lines.length > 0 || followed.trouble) {
    followed.progress = readMigrationLog(followed.progress, lines);
    followed.logLines += lines.length;
    followed.trouble = false;
    const { progress, logLines } = followed;
    await prisma.move.updateMany({
      where: { id, state: "running" },
      data: { progress, logLines, trouble: null, troubleSince: null },
    });
  }
  followed.looks += 1;
  const saysEnd = followed.progress.phase === "ended";
  if (!saysEnd && followed.looks % LOOK_AT_STATUS_EVERY !== 0) return null;
  return await readTaskEnd(transport, upid);
}

async function passStopOn(transport: PveTransport, id: string, upid: string): Promise<void> {
  const wish = await prisma.move.findUnique({
    where: { id },
    select: { cancelRequestedAt: true, stopSentAt: true, warnings: true },
  });
  if (!wish || wish.cancelRequestedAt === null) return;
  if (wish.stopSentAt !== null && ageMs(wish.stopSentAt) < STOP_AGAIN_MS) return;
  await prisma.move.updateMany({ where: { id, state: "running" }, data: { stopSentAt: new Date() } });
  try {
    await stopTask(transport, upid);
  } catch (error) {
    if (!(error instanceof PveError) || error.kind !== "forbidden") throw error;
    // HA's own task belongs to root@pam: to stop it takes Sys.Modify on the node.
    const warning = `The task could not be stopped: ${error.message}`;
    if (wish.warnings.includes(warning)) return;
    await prisma.move.updateMany({
      where: { id, state: "running" },
      data: {
        warnings: [...wish.warnings, warning],
        cancelRequestedAt: null,
        cancelRequestedBy: null,
        stopSentAt: null,
      },
    });
  }
}

async function taskEnded(
  transport: PveTransport,
  move: Move,
  exit: string,
  { progress, logLines }: Followed,
): Promise<StepOutcome> {
  const upid = move.taskUpid ?? move.requestUpid ?? "";
  const lines = await readWholeLog(transport, upid).catch((error: unknown) => {
    if (error instanceof PveError) return null;
    throw error;
  });
  const whole = lines === null ? progress : readMigrationLog(NO_PROGRESS, lines);
  await transitionMove({
    moveId: move.id,
    from: "running",
    to: "verifying",
    sentence: `Proxmox VE's task has ended: ${exit}.`,
    changes: {
      taskExit: exit,
      taskEndedAt: new Date(),
      verifyingAt: new Date(),
      progress: { ...whole, phase: "ended", byHa: whole.byHa || progress.byHa },
      logLines: lines?.length ?? logLines,
      ...(lines && { log: keptLog(lines) }),
    },
  });
  return "on";
}

/** Beginning and end of a log that is longer than anybody reads. */
function keptLog(lines: readonly string[]): string {
  const clean = lines.map((line) => line.replaceAll("\u0000", ""));
  if (clean.length <= MOST_LOG_LINES) return clean.join("\n");
  const half = MOST_LOG_LINES / 2;
  return [
    ...clean.slice(0, half),
    `(${clean.length - MOST_LOG_LINES} lines left out)`,
    ...clean.slice(-half),
  ].join("\n");
}

/** Nobody can tell how the task ended; where the guest is may still be known. */
async function taskLost(transport: PveTransport, move: Move, error: PveError): Promise<StepOutcome> {
  const place = await readGuestPlace(transport, move.vmid).catch((failure: unknown) => {
    if (failure instanceof PveError) return null;
    throw failure;
  });
  if (place?.node === move.toNode && place.lock === null) {
    await transitionMove({
      moveId: move.id,
      from: "running",
      to: "verifying",
      sentence: `How the task ended cannot be read: ${error.message}`,
      changes: { verifyingAt: new Date() },
    });
    return "on";
  }
  const where =
    place === null ? "Where the guest is cannot be told" : `The guest is said to be on ${place.node}`;
  const sentence = `${where}, and how the task ended cannot be read: ${error.message} Look where the guest is, and say so here.`;
  await transitionMove({
    moveId: move.id,
    from: "running",
    to: "unknown",
    sentence,
    changes: { result: sentence },
  });
  return "on";
}
