import "server-only";
import type { AutomationInput } from "@/lib/automation/automation-input";
import { decideMoves } from "@/lib/automation/decide-moves";
import { decisionUnits } from "@/lib/automation/decision-units";
import type { MoveDecision } from "@/lib/automation/move-decision";
import { type DecisionRecord, decisionKey, lastDecisions, type RunRecord } from "./run-record";

/** Guardrails that only a run knows of; docs/automation.md. */
export const RUN_ONLY = { tried: "tried", refused: "refused" } as const;

/**
 * What a run decides next. Guests that it could not move are not tried again in the same run. In the first round every move of the plan
 * is there; later ones hold what is to be made, and what became different.
 */
export function decideAfresh(run: RunRecord, input: AutomationInput): readonly MoveDecision[] {
  const tried = triedGuests(run);
  const units = decisionUnits(input.moves);
  const left = units.filter(({ moves }) => moves.some(({ vmid }) => tried.has(vmid)));
  const leftMoves = new Set(left.flatMap(({ moves }) => moves));
  const decided = decideMoves({ ...input, moves: input.moves.filter((move) => !leftMoves.has(move)) });
  let rank = decided.length;
  const all = [
    ...decided,
    ...left.flatMap(({ moves, forced }, index) =>
      moves.map((move): MoveDecision => {
        rank += 1;
        const who = moves.find(({ vmid }) => tried.has(vmid))?.vmid ?? move.vmid;
        return {
          move,
          rank,
          unit: units.length - left.length + index + 1,
          forced,
          action: "skipped",
          guardrail: RUN_ONLY.tried,
          reason: `Guest ${who} could not be moved in this run; the next run looks at it again.`,
          untilMs: null,
        };
      }),
    ),
  ];
  return run.rounds === 0 ? all : all.filter((one) => isNews(one, run));
}

function triedGuests(run: RunRecord): ReadonlySet<number> {
  const without = run.decisions.filter(
    ({ moveState, guardrail }) =>
      guardrail === RUN_ONLY.refused || (moveState !== null && moveState !== "done"),
  );
  return new Set(without.map(({ vmid }) => vmid));
}

function isNews({ move, action, guardrail }: MoveDecision, run: RunRecord): boolean {
  if (action === "pending") return true;
  const key = decisionKey({ vmid: move.vmid, fromNode: move.from, toNode: move.to });
  const last = lastDecisions(run).find((one) => decisionKey(one) === key);
  return last === undefined || last.action !== action || last.guardrail !== guardrail;
}

/** What was to be made, and is not in the newest plan any more. */
export function noLongerWanted(
  run: RunRecord,
  { moves }: Pick<AutomationInput, "moves">,
): readonly DecisionRecord[] {
  const wanted = new Set(
    moves.map(({ vmid, from, to }) => decisionKey({ vmid, fromNode: from, toNode: to })),
  );
  return run.decisions.filter((one) => one.action === "pending" && !wanted.has(decisionKey(one)));
}
