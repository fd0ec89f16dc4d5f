import "server-only";
import { randomUUID } from "node:crypto";
import type { MoveFailure } from "@/lib/api/moves";
import type { Task } from "@/lib/inventory/snapshot";
import { prisma } from "@/lib/server/db/prisma";
import { PveError } from "@/lib/server/proxmox/pve-error";
import type { PveTransport } from "@/lib/server/proxmox/pve-transport";
import { parseUpid } from "@/lib/server/proxmox/upid";
import type { Move } from "@/prisma/generated/client";
import { ageMs, type ExecutorTurn, noteTrouble, type StepOutcome } from "./executor-turn";
import { explainMigrationFailure } from "./log/explain-migration-failure";
import { openCluster } from "./open-cluster";
import { type PreflightDelayed, type PreflightPassed, preflightMove } from "./preflight-move";
import { readGuestMigrations } from "./pve/guest-tasks";
import { migrateGuest } from "./pve/migrate-guest";
import { type GuestPlace, readGuestPlace } from "./pve/read-guest-place";
import { transitionMove } from "./transition-move";

const MOST_INTENTS = 5;
const LOOK_AGAIN_MS = 3_000;
const NO_TASK_YET =
  "Proxmox VE has not answered the request, and shows no task of it so far. It may still begin with it, so it is asked again no sooner than";

/** Checks a move for the last time, stores the intent and asks PVE: at most once for that intent. */
export async function submitMove({ move, timings }: ExecutorTurn): Promise<StepOutcome> {
  const preflight = await preflightMove(move, timings);
  if (preflight.outcome === "delayed") {
    const delayMs = await noteTrouble(move, preflight.sentence);
    if (delayMs < preflight.limitMs) return { pauseMs: LOOK_AGAIN_MS };
  }
  if (preflight.outcome !== "passed") {
    const isLate = preflight.outcome === "delayed";
    const sentence = isLate ? lateSentence(preflight) : preflight.sentence;
    const outcome = isLate ? "failed" : preflight.outcome;
    await transitionMove({
      moveId: move.id,
      from: "preflight",
      to: outcome,
      sentence,
      changes: { result: sentence },
    });
    return "on";
  }
  const startedAt = performance.now();
  const intentId = randomUUID();
  await transitionMove({
    moveId: move.id,
    from: "preflight",
    to: "submitting",
    sentence: `All checks passed; Proxmox VE is asked to move the guest to ${move.toNode}.`,
    changes: {
      intentId,
      intentAt: new Date(),
      intentCount: 1,
      knownUpids: [...preflight.knownUpids],
      predicted: preflight.predicted,
    },
  });
  return await send(move, intentId, preflight, () => performance.now() - startedAt < timings.intentValidMs);
}

async function send(
  move: Move,
  intentId: string,
  { request, transport }: PreflightPassed,
  mayBeSent: () => boolean,
): Promise<StepOutcome> {
  const answer = await migrateGuest(transport, { ...request, mayBeSent });
  if (answer.outcome === "started") {
    await adopt(move, intentId, answer.upid, "Proxmox VE has started");
    return "on";
  }
  if (answer.outcome === "refused") {
    const own = await lookUp(move).then(
      (found) => found.own,
      () => null,
    );
    if (own) {
      await adopt(move, intentId, own.upid, "Proxmox VE answered with an error, and has started");
      return "on";
    }
    const failure = explainMigrationFailure([answer.sentence]);
    await refuse(move, intentId, failure, `Proxmox VE refused: ${failure.cause}`);
    return "on";
  }
  await noteTrouble(move, answer.sentence);
  if (answer.outcome === "lost") return { pauseMs: LOOK_AGAIN_MS };
  // It never left: another intent may take its place at once.
  await prisma.move.updateMany({
    where: { id: move.id, state: "submitting", intentId },
    data: { intentId: null },
  });
  return { pauseMs: LOOK_AGAIN_MS };
}

/** A move whose request is under way, or was when an executor died: finds out what became of it. */
export async function resumeSubmission(turn: ExecutorTurn): Promise<StepOutcome> {
  const { move, timings } = turn;
  if (move.intentId === null) return await sendAgain(turn, null);
  try {
    const found = await lookUp(move);
    if (found.own === null) return await decideWithoutTask(turn, found);
    await adopt(move, move.intentId, found.own.upid, "The request had been carried out; found");
    return "on";
  } catch (error) {
    if (!(error instanceof PveError)) throw error;
    const sentence = `What became of the request cannot be seen: ${error.message}`;
    if ((await noteTrouble(move, sentence)) > timings.lookupLimitMs) return await giveUp(move, error.message);
    return { pauseMs: LOOK_AGAIN_MS };
  }
}

/** No task of ours is to be seen: PVE may still hold the request, or nothing came of it. */
async function decideWithoutTask(turn: ExecutorTurn, { place, isBusy }: Found): Promise<StepOutcome> {
  const { move, timings } = turn;
  if (ageMs(move.intentAt) < timings.holdMs) {
    await noteTrouble(move, `${NO_TASK_YET} ${Math.round(timings.holdMs / 1_000)} s after the request.`);
    return { pauseMs: LOOK_AGAIN_MS };
  }
  if (place?.node !== move.fromNode) {
    const where = place === null ? "is not in the cluster any more" : `is on ${place.node}`;
    return await giveUp(move, `The guest ${where}, and no task of ours is to be seen.`);
  }
  if (place.lock === null && !isBusy) return await sendAgain(turn, move.intentId);
  const why = place.lock === null ? "being migrated by somebody else" : `locked (${place.lock})`;
  const troubleMs = await noteTrouble(move, `The guest is ${why}.`);
  if (troubleMs > timings.lookupLimitMs) return await giveUp(move, "The guest stays locked.");
  return { pauseMs: LOOK_AGAIN_MS };
}

interface Found {
  readonly own: Task | null;
  /** A migration that is not ours is running. */
  readonly isBusy: boolean;
  readonly place: GuestPlace | null;
}

/** First the place, then the tasks: what ends in between is then seen as a task. */
async function lookUp(move: Move): Promise<Found> {
  const { transport, tokenId } = await openCluster(move.clusterId);
  const place = await readGuestPlace(transport, move.vmid);
  const tasks = await newTasks(transport, move);
  return {
    place,
    own: tasks.find(({ user }) => user === tokenId) ?? null,
    isBusy: tasks.some(({ endedAtMs }) => endedAtMs === null),
  };
}

async function newTasks(transport: PveTransport, move: Move): Promise<readonly Task[]> {
  const known = new Set(move.knownUpids);
  const tasks = await readGuestMigrations(transport, move.fromNode, move.vmid);
  return tasks.filter(({ upid }) => !known.has(upid));
}

function lateSentence({ sentence, limitMs }: PreflightDelayed): string {
  return `For ${Math.round(limitMs / 60_000)} minutes the last checks could not be made. ${sentence}`;
}

/** Nothing was started: everything is checked again, and a new intent takes the place of the one before. */
async function sendAgain({ move, timings }: ExecutorTurn, before: string | null): Promise<StepOutcome> {
  if (move.cancelRequestedAt !== null) {
    const sentence = "It was called off before Proxmox VE had taken the request.";
    await transitionMove({
      moveId: move.id,
      from: "submitting",
      to: "cancelled",
      sentence,
      changes: { result: sentence },
      where: { intentId: before },
    });
    return "on";
  }
  if (move.intentCount >= MOST_INTENTS) {
    const failure = explainMigrationFailure([move.trouble ?? "the request could not be sent"]);
    await refuse(
      move,
      before,
      failure,
      `Proxmox VE could not be asked ${MOST_INTENTS} times; nothing was started.`,
    );
    return "on";
  }
  const preflight = await preflightMove(move, timings);
  if (preflight.outcome === "delayed") {
    const delayMs = await noteTrouble(move, preflight.sentence);
    if (delayMs < timings.lookupLimitMs) return { pauseMs: LOOK_AGAIN_MS };
  }
  if (preflight.outcome !== "passed") {
    const { lookupLimitMs: limitMs } = timings;
    const cause =
      preflight.outcome === "delayed" ? lateSentence({ ...preflight, limitMs }) : preflight.sentence;
    const failure = { code: "preflight", cause, advice: "Nothing was started.", line: null };
    await refuse(move, before, failure, cause);
    return "on";
  }
  // A request of ours that came to light only now is adopted, not sent a second time.
  const { tokenId } = await openCluster(move.clusterId);
  const fresh = preflight.knownUpids.filter((upid) => !move.knownUpids.includes(upid));
  if (fresh.some((upid) => parseUpid(upid)?.user === tokenId)) return { pauseMs: LOOK_AGAIN_MS };
  const startedAt = performance.now();
  const intentId = randomUUID();
  const { count } = await prisma.move.updateMany({
    where: { id: move.id, state: "submitting", intentId: before, intentCount: move.intentCount },
    data: {
      intentId,
      intentAt: new Date(),
      intentCount: { increment: 1 },
      knownUpids: [...preflight.knownUpids],
    },
  });
  if (count === 0) return "on";
  return await send(move, intentId, preflight, () => performance.now() - startedAt < timings.intentValidMs);
}

async function adopt(move: Move, intentId: string, upid: string, how: string): Promise<void> {
  const task = parseUpid(upid);
  const byHa = task?.type === "hamigrate";
  await transitionMove({
    moveId: move.id,
    from: "submitting",
    to: "running",
    sentence: byHa ? `${how} the request to HA.` : `${how} the task ${task?.type ?? upid}.`,
    where: { intentId },
    changes: { requestUpid: upid, ...(byHa ? {} : { taskUpid: upid }), startedAt: new Date() },
  });
}

async function refuse(
  move: Move,
  intentId: string | null,
  failure: MoveFailure,
  sentence: string,
): Promise<void> {
  await transitionMove({
    moveId: move.id,
    from: "submitting",
    to: "failed",
    sentence,
    where: { intentId },
    changes: { result: sentence, failure: { ...failure } },
  });
}

async function giveUp(move: Move, why: string): Promise<StepOutcome> {
  const sentence = `What became of the request to move the guest to ${move.toNode} could not be found out. ${why} Look where it is, and say so here.`;
  await transitionMove({
    moveId: move.id,
    from: "submitting",
    to: "unknown",
    sentence,
    changes: { result: sentence },
  });
  return "on";
}
