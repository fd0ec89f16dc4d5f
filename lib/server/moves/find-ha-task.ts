import "server-only";
import { prisma } from "@/lib/server/db/prisma";
import { PveError } from "@/lib/server/proxmox/pve-error";
import type { PveTransport } from "@/lib/server/proxmox/pve-transport";
import type { Move } from "@/prisma/generated/client";
import { ageMs, type ExecutorTurn, endTrouble, noteTrouble, pause, type StepOutcome } from "./executor-turn";
import { NO_PROGRESS } from "./log/parse-migration-log";
import { openCluster } from "./open-cluster";
import { readGuestMigrations } from "./pve/guest-tasks";
import { isTaskGone } from "./pve/passing-trouble";
import { type GuestPlace, readGuestPlace } from "./pve/read-guest-place";
import { readTaskEnd, readWholeLog } from "./pve/task";
import { transitionMove } from "./transition-move";

const PAUSE_FACTOR = 2;
const BUSY = new Set(["migrate", "relocate", "request_stop"]);
export const NOT_TAKEN_UP = "HA did not carry the request out";

/** From HA's word that a move is noted to the task that makes it, which HA starts as root@pam on the source. */
export async function findHaTask(turn: ExecutorTurn): Promise<StepOutcome> {
  const { move, timings } = turn;
  const { transport } = await openCluster(move.clusterId);
  let troubled = move.trouble !== null;
  while (turn.goesOn()) {
    try {
      const outcome = await look(transport, turn);
      if (outcome !== null) return outcome;
      if (troubled) await endTrouble(move);
      troubled = false;
    } catch (error) {
      if (!(error instanceof PveError)) throw error;
      troubled = true;
      const troubleMs = await noteTrouble(move, `HA's work cannot be followed: ${error.message}`);
      if (troubleMs > timings.taskLostMs) {
        const sentence = `What HA made of the request cannot be found out: ${error.message} Look where the guest is, and say so here.`;
        await transitionMove({
          moveId: move.id,
          from: "running",
          to: "unknown",
          sentence,
          changes: { result: sentence },
        });
        return "on";
      }
    }
    await pause(timings.pollMs * PAUSE_FACTOR);
  }
  return { pauseMs: 0 };
}

async function look(transport: PveTransport, { move, timings }: ExecutorTurn): Promise<StepOutcome | null> {
  const place = await readGuestPlace(transport, move.vmid);
  const known = new Set(move.knownUpids);
  const tasks = await readGuestMigrations(transport, move.fromNode, move.vmid);
  const real = tasks.find(({ upid, type }) => type !== "hamigrate" && !known.has(upid));
  if (real) {
    const progress = { ...NO_PROGRESS, byHa: true };
    const { count } = await prisma.move.updateMany({
      where: { id: move.id, state: "running", taskUpid: null },
      data: { taskUpid: real.upid, progress, logLines: 0, trouble: null, troubleSince: null },
    });
    return count > 0 ? "on" : null;
  }
  const exit = move.requestUpid === null ? null : await readNoteEnd(transport, move.requestUpid);
  if (exit !== null && exit !== "OK" && !exit.startsWith("WARNINGS"))
    return await ended(transport, move, exit);
  if (place?.node === move.toNode && place.lock === null) return await ended(transport, move, "OK");
  if (ageMs(move.startedAt) < timings.haQueueMs || isBusy(place)) return null;
  return await ended(transport, move, NOT_TAKEN_UP);
}

/** Where PVE has no record of the request any more, the guest alone tells what became of it. */
async function readNoteEnd(transport: PveTransport, upid: string): Promise<string | null> {
  return await readTaskEnd(transport, upid).catch(nullIfGone);
}

function nullIfGone(error: unknown): null {
  if (error instanceof PveError && isTaskGone(error)) return null;
  throw error;
}

function isBusy(place: GuestPlace | null): boolean {
  return place?.lock != null || BUSY.has(place?.haState ?? "");
}

async function ended(transport: PveTransport, move: Move, exit: string): Promise<StepOutcome> {
  const { requestUpid } = move;
  const log = requestUpid === null ? null : await readWholeLog(transport, requestUpid).catch(nullIfGone);
  await transitionMove({
    moveId: move.id,
    from: "running",
    to: "verifying",
    sentence: exit === "OK" ? "HA has moved the guest." : `HA did not move the guest: ${exit}.`,
    changes: {
      taskExit: exit,
      taskEndedAt: new Date(),
      verifyingAt: new Date(),
      log: log?.join("\n") ?? "",
      progress: { ...NO_PROGRESS, byHa: true, phase: "ended", lastLine: log?.at(-1) ?? null },
    },
  });
  return "on";
}
