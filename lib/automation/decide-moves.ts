import { countText, guestText, listText } from "@/lib/planning/reasons/figure-texts";
import type { AutomationInput } from "./automation-input";
import { type DecisionUnit, decisionUnits } from "./decision-units";
import type { DecisionAction, MoveDecision, Objection } from "./move-decision";
import { RUN_GUARDRAILS } from "./run-guardrails";
import { UNIT_GUARDRAILS } from "./unit-guardrails";

const LIMIT = "run-limit";

/** The codes of all guardrails in the order in which they are asked; docs/automation.md explains each. */
export const GUARDRAIL_ORDER: readonly string[] = [
  ...[...RUN_GUARDRAILS, ...UNIT_GUARDRAILS].map(({ code }) => code),
  LIMIT,
];

/**
 * What a run does about each move of a plan, and why. Every move gets one decision, by rank. Guardrails are asked in a fixed order, those
 * about the run first; the first objection is the reason. Moves that belong together share their decision, so that a group, a swap or a
 * temporary stop is never made in part.
 *
 * At most `automation.maxMovesPerRun − startedInRun` decisions are pending. A unit for which the allowance is too small does not use it up.
 */
export function decideMoves(input: AutomationInput): readonly MoveDecision[] {
  const units = decisionUnits(input.moves);
  const closed = firstObjection(RUN_GUARDRAILS, (guardrail) => guardrail.check(input));
  let left = Math.max(0, input.settings["automation.maxMovesPerRun"] - input.startedInRun);
  let rank = 0;
  return units.flatMap((unit, index) => {
    const held =
      closed ??
      firstObjection(UNIT_GUARDRAILS, (guardrail) => guardrail.check(unit, input)) ??
      overTheLimit(unit, input, left);
    if (held === null) left -= unit.moves.length;
    return unit.moves.map((move): MoveDecision => {
      rank += 1;
      return {
        move,
        rank,
        unit: index + 1,
        forced: unit.forced,
        action: held?.action ?? "pending",
        guardrail: held?.guardrail ?? null,
        reason: `${held?.sentence ?? move.reason.sentence}${companions(unit, move.vmid, input)}`,
        untilMs: held?.untilMs ?? null,
      };
    });
  });
}

interface Held {
  readonly guardrail: string;
  readonly action: DecisionAction;
  readonly sentence: string;
  readonly untilMs: number | null;
}

interface Coded {
  readonly code: string;
  readonly action: DecisionAction;
}

function firstObjection<G extends Coded>(
  guardrails: readonly G[],
  check: (guardrail: G) => Objection | null,
): Held | null {
  for (const guardrail of guardrails) {
    const found = check(guardrail);
    if (found) return { action: guardrail.action, ...found, guardrail: guardrail.code };
  }
  return null;
}

function overTheLimit({ moves }: DecisionUnit, { settings }: AutomationInput, left: number): Held | null {
  if (moves.length <= left) return null;
  const most = settings["automation.maxMovesPerRun"];
  const allowed = `a run may make ${countText(most, "move")}`;
  if (moves.length > most) {
    const sentence = `${moves.length} moves belong together, and ${allowed}: allow more, or make them by hand.`;
    return { guardrail: LIMIT, action: "filtered", sentence, untilMs: null };
  }
  const needed = moves.length > 1 ? `for these ${moves.length}` : "for this one";
  const sentence = `There is no room ${needed}: ${allowed}, and ${left} are left. The next run looks at it again.`;
  return { guardrail: LIMIT, action: "deferred", sentence, untilMs: null };
}

/** ` web1 (VM 100) goes only together with web2 (VM 101).` */
function companions({ moves }: DecisionUnit, vmid: number, { snapshot }: AutomationInput): string {
  const others = [...new Set(moves.map((move) => move.vmid))].filter((other) => other !== vmid);
  if (others.length === 0) return "";
  const nameOf = (wanted: number) => {
    const guest = snapshot.guests.find((one) => one.vmid === wanted);
    return guest ? guestText(guest) : `guest ${wanted}`;
  };
  const own = nameOf(vmid);
  return ` ${own} goes only together with ${listText(others.map(nameOf))}.`;
}
