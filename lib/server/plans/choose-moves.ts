import "server-only";
import type { PlannedMoveRow, RecommendationView } from "@/lib/api/recommendations";
import { judgeMove } from "@/lib/planning/judge-move";
import type { PlanningInput } from "@/lib/planning/planning-input";
import { AppError, type FieldIssue } from "@/lib/server/http/app-error";
import { purposeOfPlanned } from "@/lib/server/moves/move-prediction";
import { readPlanningInput } from "@/lib/server/recommendations/read-planning-input";

/** Which of a plan's moves are to be made, in the plan's order. */
interface Choice {
  readonly all: readonly PlannedMoveRow[];
  readonly chosen: readonly PlannedMoveRow[];
}

/**
 * The moves of the chosen guests. What belongs together is chosen together, and a move that needs another one first is refused without it.
 *
 * @param vmids all guests of the plan where nothing is said
 * @throws AppError with what is missing
 */
export async function chooseMoves(
  { clusterId, plan }: RecommendationView,
  vmids: readonly number[] | undefined,
): Promise<readonly PlannedMoveRow[]> {
  if (plan.moves.length === 0) throw new AppError("conflict", "The plan has no moves. Nothing was started.");
  return vmids === undefined ? plan.moves : choosePart(plan.moves, vmids, await readPlanningInput(clusterId));
}

export function choosePart(
  all: readonly PlannedMoveRow[],
  vmids: readonly number[],
  input: PlanningInput,
): readonly PlannedMoveRow[] {
  const unknown = vmids.filter((vmid) => !all.some((move) => move.vmid === vmid));
  if (unknown.length > 0)
    throw new AppError(
      "invalid_input",
      `The plan does not move ${guestList(unknown)}.`,
      unknown.map((vmid) => ({ path: `moves.${vmid}`, message: "is not moved by the plan" })),
    );
  const choice = { all, chosen: all.filter(({ vmid }) => vmids.includes(vmid)) };
  refuseParted(choice);
  refuseWithoutOthers(choice, input);
  return choice.chosen;
}

function refuseParted({ all, chosen }: Choice): void {
  const bundles = new Set(chosen.flatMap(({ bundle }) => bundle ?? []));
  const missing = all.filter(({ bundle, vmid }) => {
    return bundle !== null && bundles.has(bundle) && !chosen.some((move) => move.vmid === vmid);
  });
  if (missing.length === 0) return;
  const vmids = [...new Set(missing.map(({ vmid }) => vmid))];
  throw new AppError(
    "conflict",
    `These moves only make sense together with those of ${guestList(vmids)}. Choose them too, or none of them.`,
    vmids.map((vmid): FieldIssue => ({ path: `moves.${vmid}`, message: "belongs to what was chosen" })),
  );
}

/** A move that is refused without the moves before it, and permitted with them, needs them. */
function refuseWithoutOthers({ all, chosen }: Choice, input: PlanningInput): void {
  const needed = new Map<number, number>();
  for (const move of chosen) {
    const before = all.filter(({ wave }) => wave < move.wave);
    const made = before.filter((earlier) => chosen.includes(earlier));
    const left = before.filter((earlier) => !chosen.includes(earlier));
    if (left.length === 0 || isPermitted(input, move, made)) continue;
    if (!isPermitted(input, move, before)) continue;
    const one = left.find((earlier) => isPermitted(input, move, [...made, earlier]));
    for (const { vmid } of one ? [one] : left) needed.set(vmid, move.vmid);
  }
  if (needed.size === 0) return;
  const vmids = [...needed.keys()];
  throw new AppError(
    "conflict",
    `Guest ${[...new Set(needed.values())].join(", ")} cannot go where the plan sends it before ${guestList(vmids)} ${vmids.length === 1 ? "has" : "have"} left. Choose that too.`,
    [...needed].map(
      ([vmid, by]): FieldIssue => ({
        path: `moves.${vmid}`,
        message: `has to be moved before guest ${by}`,
      }),
    ),
  );
}

function isPermitted(input: PlanningInput, move: PlannedMoveRow, before: readonly PlannedMoveRow[]): boolean {
  const places = new Map(before.map(({ vmid, to }) => [vmid, to]));
  const underWay = [...places].map(([vmid, to]) => ({ vmid, to }));
  const judgement = judgeMove(input, {
    vmid: move.vmid,
    to: move.to,
    underWay,
    purpose: purposeOfPlanned(move),
  });
  return judgement !== null && judgement.refusals.length === 0;
}

function guestList(vmids: readonly number[]): string {
  return `${vmids.length === 1 ? "guest" : "guests"} ${vmids.join(", ")}`;
}
