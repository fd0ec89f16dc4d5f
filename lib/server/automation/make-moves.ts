import "server-only";
import { prisma } from "@/lib/server/db/prisma";
import { readSnapshot } from "@/lib/server/live/read-snapshot";
import { callOffWaiting } from "./call-off-waiting";
import { chooseNext } from "./choose-next";
import { decideRound } from "./decide-round";
import { endRun } from "./end-run";
import { findRunObjection, type RunObjection } from "./find-run-objection";
import { leaveOut } from "./leave-out";
import { readRoom } from "./read-room";
import { type RunContext, readRunContext } from "./run-context";
import { movesUnderWay, newestRound, type RunRecord } from "./run-record";
import { endOf, settleMove } from "./settle-move";
import { askForMove, startMove } from "./start-move";
import { summarise } from "./summarise";

/**
 * Takes a run that has decided one step further: writes down what has ended, asks again for what a crash left unasked, begins what may
 * begin, decides again once its moves have ended, and ends when nothing is left.
 *
 * @returns `wait` while there is nothing to do but wait for a move
 */
export async function makeMoves(run: RunRecord): Promise<"on" | "wait"> {
  const context = await readRunContext(run.clusterId);
  if (run.dryRun) {
    await endRun(run.id, summarise(run, null));
    return "on";
  }
  if (await followMoves(run, context)) return "on";
  const snapshot = (await readSnapshot(run.clusterId))?.snapshot ?? null;
  const objection = snapshot && (await findRunObjection(run, snapshot, context));
  if (objection && (await holdBack(run, objection))) return "on";
  if (objection === null && (await beginNext(run, context))) return "on";
  if (movesUnderWay(run).length > 0) return "wait";
  return await goOnOrEnd(run, context, objection);
}

/** @returns whether something has changed */
async function beginNext(run: RunRecord, { values }: RunContext): Promise<boolean> {
  const round = newestRound(run);
  if (run.stopOutcome !== null || !round.some(({ action }) => action === "pending")) return false;
  const next = chooseNext(round, await readRoom(run.clusterId, values));
  if (next) await startMove(run, next);
  else if (movesUnderWay(run).length === 0) await giveUpPlaces(run);
  else return false;
  return true;
}

async function goOnOrEnd(
  run: RunRecord,
  context: RunContext,
  objection: RunObjection | null,
): Promise<"on" | "wait"> {
  const goesOn = run.stopOutcome === null && wouldDecideAgain(run, context);
  if (goesOn && objection === null) return await decideRound(run);
  const isCutShort = goesOn || newestRound(run).some(({ guardrail }) => guardrail === objection?.guardrail);
  await endRun(run.id, summarise(run, isCutShort ? objection : null));
  return "on";
}

/** @returns whether something has changed */
async function followMoves(run: RunRecord, context: RunContext): Promise<boolean> {
  const underWay = movesUnderWay(run);
  const moves = await prisma.move.findMany({
    where: { id: { in: underWay.flatMap(({ moveId }) => moveId ?? []) } },
    select: {
      id: true,
      state: true,
      intentAt: true,
      result: true,
      vmid: true,
      guestName: true,
      guestKind: true,
      toNode: true,
    },
  });
  const found = new Map(moves.map((move) => [move.id, move]));
  let changed = false;
  for (const decision of underWay) {
    if (decision.moveId === null) continue;
    const move = found.get(decision.moveId);
    if (!move) await askForMove(run, decision, decision.moveId);
    const end = move ? endOf(move) : null;
    if (move && end) await settleMove(run, decision, { move, end, context });
    changed ||= !move || end !== null;
  }
  return changed;
}

/**
 * What has not begun does not begin any more; what has begun is finished.
 *
 * @returns whether something has changed
 */
async function holdBack(run: RunRecord, objection: RunObjection): Promise<boolean> {
  const { guardrail, action, sentence, untilMs } = objection;
  const left = await prisma.$transaction((transaction) =>
    leaveOut(transaction, run, { action, guardrail, reason: sentence, untilMs }),
  );
  const calledOff = await callOffWaiting(run, objection);
  return left + calledOff > 0;
}

/** Nothing of this run is under way, and others hold every place. */
async function giveUpPlaces(run: RunRecord): Promise<void> {
  await prisma.$transaction((transaction) =>
    leaveOut(transaction, run, {
      action: "deferred",
      guardrail: "no-slot",
      reason:
        "Other moves take up all places of this cluster or of its nodes. The next run looks at it again.",
    }),
  );
}

/** After moves of the newest round have ended, and while the run may start more. */
function wouldDecideAgain(run: RunRecord, { settings }: RunContext): boolean {
  const started = run.decisions.filter(({ moveId }) => moveId !== null).length;
  const hasEnded = newestRound(run).some(({ moveState }) => moveState !== null);
  return hasEnded && started < settings["automation.maxMovesPerRun"];
}
