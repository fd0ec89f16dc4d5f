import "server-only";
import { randomUUID } from "node:crypto";
import { type MoveState, moveState } from "@/lib/api/moves";
import { isDatabaseAway } from "@/lib/server/db/is-database-away";
import { pool } from "@/lib/server/db/pool";
import { prisma } from "@/lib/server/db/prisma";
import { AppError } from "@/lib/server/http/app-error";
import { readSettings } from "@/lib/server/settings/read-settings";
import type { Move } from "@/prisma/generated/client";
import { claimSlots, slotLimitsFrom } from "./claim-slots";
import { type ExecutorTurn, noteTrouble, type StepOutcome } from "./executor-turn";
import { followTask } from "./follow-task";
import { isFinal } from "./move-states";
import { MOVE_TIMINGS, type MoveTimings } from "./move-timings";
import { openCluster } from "./open-cluster";
import { resumeSubmission, submitMove } from "./submit-move";
import { StaleMoveError, transitionIn } from "./transition-move";
import { verifyMove } from "./verify-move";
import { wakeAfterMove } from "./wake-moves";
import { whyHeld } from "./why-held";
import { withoutConnection } from "./without-connection";

/** Signs of life that an executor gives within the time of its lease. */
const SIGNS_IN_LEASE = 8;
const DATABASE_PAUSE_MS = 500;
const HELD_PAUSE_MS = 500;

export interface MoveTurn {
  /** `unread`: the database is away. */
  readonly state: MoveState | "gone" | "unread";
  /** The job's run has nothing more to do: the move ended, waits to be woken, or another run has it. */
  readonly ended: boolean;
  readonly pauseMs: number;
}

/**
 * Takes a move as far as it goes in one turn. Everything that counts is in the database: a turn that dies is repeated from
 * there, by anybody.
 *
 * @param runId of the job that carries the move out; another job's run does not meddle while this one is alive
 */
export async function advanceMove(
  moveId: string,
  runId: string,
  timings: MoveTimings = MOVE_TIMINGS,
): Promise<MoveTurn> {
  try {
    return await takeTurn(moveId, runId, timings);
  } catch (error) {
    // The job would wait longer from try to try; what is stored is where the next turn goes on.
    if (!isDatabaseAway(error)) throw error;
    return { state: "unread", ended: false, pauseMs: DATABASE_PAUSE_MS };
  }
}

async function takeTurn(moveId: string, runId: string, timings: MoveTimings): Promise<MoveTurn> {
  const executor = `${runId} ${randomUUID()}`;
  const holder = await takeLease(moveId, { runId, executor }, timings);
  if (holder !== executor) return await whileHeld(moveId, runId, holder);
  const untilMs = performance.now() + timings.sliceMs;
  let isMine = true;
  const beat = setInterval(() => {
    void renewLease(moveId, executor).then((held) => {
      isMine &&= held;
    });
  }, timings.leaseMs / SIGNS_IN_LEASE);
  try {
    return await takeSteps(moveId, timings, () => isMine && performance.now() < untilMs);
  } finally {
    clearInterval(beat);
    // One that cannot be given back runs out.
    await giveLeaseBack(moveId, executor).catch(() => undefined);
  }
}

async function takeSteps(moveId: string, timings: MoveTimings, goesOn: () => boolean): Promise<MoveTurn> {
  for (;;) {
    const move = await prisma.move.findUnique({ where: { id: moveId } });
    if (!move) return { state: "gone", ended: true, pauseMs: 0 };
    const state = moveState.parse(move.state);
    if (isFinal(state) || state === "unknown") await wakeAfterMove(move);
    if (isFinal(state) || state === "unknown") return { state, ended: true, pauseMs: 0 };
    const outcome = await takeStep(state, { move, timings, goesOn });
    if (outcome === "end") return { state, ended: true, pauseMs: 0 };
    if (outcome !== "on") return { state, ended: false, pauseMs: outcome.pauseMs };
    if (!goesOn()) return { state, ended: false, pauseMs: 0 };
  }
}

async function takeStep(state: MoveState, turn: ExecutorTurn): Promise<StepOutcome> {
  try {
    return await step(state, turn).catch((error: unknown) => {
      if (error instanceof AppError) return withoutConnection(turn, error);
      throw error;
    });
  } catch (error) {
    // Somebody else took the move on, such as a person who called it off: see where it is now.
    if (error instanceof StaleMoveError) return "on";
    throw error;
  }
}

function step(state: MoveState, turn: ExecutorTurn): Promise<StepOutcome> {
  switch (state) {
    case "planned":
    case "waiting":
      return claim(turn.move, state);
    case "preflight":
      return submitMove(turn);
    case "submitting":
      return resumeSubmission(turn);
    case "running":
      return followTask(turn);
    case "verifying":
      return verifyMove(turn);
    default:
      return Promise.resolve("end");
  }
}

/**
 * Gives a move its slots, in one transaction with its way to preflight. One that is held or finds no room waits, and says for what; whoever
 * changes that wakes it.
 */
async function claim(move: Move, from: "planned" | "waiting"): Promise<StepOutcome> {
  const [values, held] = await Promise.all([
    readSettings(move.clusterId),
    whyHeld(move),
    openCluster(move.clusterId),
  ]);
  const obstacle = await prisma.$transaction(async (transaction) => {
    // Slots first: nothing may be locked after the audit log.
    const found = held ?? (await claimSlots(transaction, move, slotLimitsFrom(values)));
    if (from === "planned")
      await transitionIn(transaction, {
        moveId: move.id,
        from: "planned",
        to: "waiting",
        sentence: "It waits for its turn.",
      });
    if (found !== null) return found;
    await transitionIn(transaction, {
      moveId: move.id,
      from: "waiting",
      to: "preflight",
      sentence: "It is its turn; everything is checked once more.",
    });
    return null;
  });
  if (obstacle === null) return "on";
  if (move.trouble !== obstacle) await noteTrouble(move, obstacle);
  return "end";
}

/** Time in which nobody looked is no time in which nothing could be found out. */
const UNATTENDED_LEASES = 5;

/**
 * A run is not carried on by two processes at once: whoever held the move for the same run is dead once two signs of life are missing. Any
 * other executor has the whole lease.
 *
 * @returns who has the move now
 */
async function takeLease(
  moveId: string,
  { runId, executor }: { readonly runId: string; readonly executor: string },
  { leaseMs }: MoveTimings,
): Promise<string | null> {
  const { rows } = await pool().query<{ executor: string | null }>(
    `WITH taken AS (
       UPDATE move SET executor = $2, heartbeat_at = now(), trouble_since =
         CASE WHEN heartbeat_at > now() - $4 * interval '1 millisecond' THEN trouble_since END
       WHERE id = $1 AND (executor IS NULL OR heartbeat_at < now() - $3 * interval '1 millisecond' *
         CASE WHEN starts_with(executor, $5) THEN $6::float8 ELSE 1 END)
       RETURNING executor)
     SELECT executor FROM taken
     UNION ALL SELECT executor FROM move WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM taken)`,
    [moveId, executor, leaseMs, leaseMs * UNATTENDED_LEASES, `${runId} `, 2.5 / SIGNS_IN_LEASE],
  );
  return rows[0]?.executor ?? null;
}

async function renewLease(moveId: string, executor: string): Promise<boolean> {
  const { rowCount } = await pool()
    .query("UPDATE move SET heartbeat_at = now() WHERE id = $1 AND executor = $2", [moveId, executor])
    .catch(() => ({ rowCount: 1 }));
  return rowCount === 1;
}

async function giveLeaseBack(moveId: string, executor: string): Promise<void> {
  await pool().query(
    "UPDATE move SET executor = NULL, heartbeat_at = now() WHERE id = $1 AND executor = $2",
    [moveId, executor],
  );
}

/**
 * Another run has it and goes on with it; an earlier life of this run holds it until it counts as dead. What the other run
 * found out about free slots may be old by now.
 */
async function whileHeld(moveId: string, runId: string, holder: string | null): Promise<MoveTurn> {
  const move = await prisma.move.findUnique({ where: { id: moveId }, select: { state: true } });
  if (!move) return { state: "gone", ended: true, pauseMs: 0 };
  const state = moveState.parse(move.state);
  const goesOn = holder?.startsWith(`${runId} `) === true || state === "waiting";
  return { state, ended: !goesOn, pauseMs: goesOn ? HELD_PAUSE_MS : 0 };
}
