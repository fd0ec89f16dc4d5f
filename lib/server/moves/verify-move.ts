import "server-only";
import { type MoveFailure, moveProgress } from "@/lib/api/moves";
import { PveError } from "@/lib/server/proxmox/pve-error";
import { ageMs, type ExecutorTurn, endTrouble, noteTrouble, pause, type StepOutcome } from "./executor-turn";
import { NOT_TAKEN_UP } from "./find-ha-task";
import { judgeOutcome, type MoveVerdict, NO_RECORD } from "./judge-outcome";
import { explainMigrationFailure } from "./log/explain-migration-failure";
import { openCluster } from "./open-cluster";
import { readGuestPlace } from "./pve/read-guest-place";
import { transitionMove } from "./transition-move";

/** Ends of which no log tells. */
const WITHOUT_LOG: Readonly<Record<string, MoveFailure>> = {
  [NOT_TAKEN_UP]: {
    code: "ha-not-carried-out",
    cause: "HA took the request and did nothing.",
    advice: "Look at the state of HA: the target may have been offline, in maintenance or against a rule.",
    line: null,
  },
  [NO_RECORD]: {
    code: "no-record",
    cause: "Proxmox VE has no record of the task any more, so nothing tells why.",
    advice: "See whether the source was restarted or installed anew meanwhile, then try again.",
    line: null,
  },
};

/** Looks where the guest is now: that decides, whatever the task said. */
export async function verifyMove(turn: ExecutorTurn): Promise<StepOutcome> {
  const { move, timings } = turn;
  const { transport } = await openCluster(move.clusterId);
  let troubled = move.trouble !== null;
  while (turn.goesOn()) {
    try {
      const place = await readGuestPlace(transport, move.vmid);
      const verdict = judgeOutcome({
        move,
        place,
        waitedMs: ageMs(move.verifyingAt),
        patienceMs: timings.verifyMs,
      });
      if (verdict !== null) return await end(turn, verdict);
      if (troubled) await endTrouble(move);
      troubled = false;
    } catch (error) {
      if (!(error instanceof PveError)) throw error;
      troubled = true;
      const troubleMs = await noteTrouble(move, `Where the guest is cannot be read: ${error.message}`);
      if (troubleMs > timings.lookupLimitMs) {
        const sentence = `Where the guest is cannot be found out: ${error.message} Look, and say so here.`;
        return await end(turn, { state: "unknown", sentence, warnings: [] });
      }
    }
    await pause(Math.min(timings.pollMs, 1_000));
  }
  return { pauseMs: 0 };
}

async function end({ move }: ExecutorTurn, { state, sentence, warnings }: MoveVerdict): Promise<StepOutcome> {
  const lines = move.log?.split("\n") ?? [];
  const isGood = move.taskExit === "OK" || move.taskExit?.startsWith("WARNINGS") === true;
  const explained = WITHOUT_LOG[move.taskExit ?? ""] ?? explainMigrationFailure(lines);
  const failure = state === "failed" && !isGood ? explained : null;
  const ofTask =
    state === "done" && !isGood && lines.length > 0 ? [`${explained.cause} ${explained.advice}`] : [];
  const known = moveProgress.safeParse(move.progress);
  await transitionMove({
    moveId: move.id,
    from: "verifying",
    to: state,
    sentence: failure ? `${sentence} ${failure.cause}` : sentence,
    changes: {
      result: sentence,
      warnings: [...move.warnings, ...warnings, ...ofTask],
      ...(failure && { failure }),
      ...(known.success && { progress: { ...known.data, phase: "ended" } }),
    },
  });
  return "on";
}
