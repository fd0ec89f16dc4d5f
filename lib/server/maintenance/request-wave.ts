import "server-only";
import type { PlannedMove } from "@/lib/planning/plan";
import { prisma } from "@/lib/server/db/prisma";
import { AppError } from "@/lib/server/http/app-error";
import { slotLimitsFrom } from "@/lib/server/moves/claim-slots";
import { requestMove } from "@/lib/server/moves/request-move";
import { readSettings } from "@/lib/server/settings/read-settings";
import type { BatchMove } from "./settle-guest";
import type { TurnFacts } from "./turn-facts";

export interface Wave {
  readonly facts: TurnFacts;
  readonly job: "evacuation" | "home";
  /** Of the plan, this job's alone. */
  readonly planned: readonly PlannedMove[];
  readonly reason: string;
  /** Guests that wait a little before they are tried again. */
  readonly resting: ReadonlySet<number>;
}

export interface AskedMoves {
  readonly asked: number;
  /** What stood against a move that was asked for, by VMID. */
  readonly refused: ReadonlyMap<number, string>;
  /** Moves of the wave for which there is no place now. */
  readonly waiting: number;
}

/** Asks for the moves of the plan's first wave that have a place now; what follows is planned anew when they have ended. */
export async function requestWave(wave: Wave): Promise<AskedMoves> {
  const { facts, job, planned, reason, resting } = wave;
  const { id, clusterId } = facts.maintenance;
  const first = Math.min(...planned.map((move) => move.wave));
  const places = await openPlaces(clusterId, facts.active);
  const refused = new Map<number, string>();
  let asked = 0;
  let waiting = 0;
  for (const move of planned) {
    if (move.wave !== first) continue;
    if (resting.has(move.vmid) || !places.take(move)) {
      waiting += 1;
      continue;
    }
    if (!(await goesOn(id, job))) break;
    try {
      await requestMove(null, {
        clusterId,
        vmid: move.vmid,
        target: move.to,
        from: move.from,
        source: job,
        batchId: id,
        reason,
        planned: move,
      });
      asked += 1;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      refused.set(move.vmid, error.message);
    }
  }
  return { asked, refused, waiting };
}

/** The places for moves that are free now, so that none waits with a plan that grows old. */
async function openPlaces(clusterId: string, active: readonly BatchMove[]) {
  const limits = slotLimitsFrom(await readSettings(clusterId));
  const leaving = countBy(active.map(({ fromNode }) => fromNode));
  const arriving = countBy(active.map(({ toNode }) => toNode));
  let all = active.length;
  return {
    take({ from, to }: PlannedMove): boolean {
      const [out, into] = [leaving.get(from) ?? 0, arriving.get(to) ?? 0];
      if (all >= limits.perCluster || out >= limits.perSource || into >= limits.perTarget) return false;
      leaving.set(from, out + 1);
      arriving.set(to, into + 1);
      all += 1;
      return true;
    },
  };
}

function countBy(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

/** Whether nobody has paused or called it off meanwhile. */
async function goesOn(id: string, job: "evacuation" | "home"): Promise<boolean> {
  const now = await prisma.maintenance.findUnique({
    where: { id },
    select: { evacuation: true, home: true },
  });
  const state = job === "evacuation" ? now?.evacuation : now?.home;
  return state === "running" || state === "blocked";
}
