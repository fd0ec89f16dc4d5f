import type { Guest } from "@/lib/inventory/snapshot";
import type { PlannedMove } from "@/lib/planning/plan";
import { countText, guestText } from "@/lib/planning/reasons/figure-texts";
import { formatFigure, formatPoints } from "@/lib/scoring/format-figure";
import type { AutomationInput } from "./automation-input";
import { cooldownOf } from "./cooldown-of";
import type { DecisionUnit } from "./decision-units";
import { isBalancedByProxmox } from "./is-balanced-by-proxmox";
import { momentText } from "./moment-text";
import type { DecisionAction, Objection } from "./move-decision";
import { roundsSeen } from "./observe-rounds";
import { relievedPoints } from "./relieved-points";
import { objection } from "./run-guardrails";
import { wouldReturn } from "./would-return";

/** Asks whether moves that belong together may be made. */
export interface UnitGuardrail {
  readonly code: string;
  readonly action: DecisionAction;
  readonly check: (unit: DecisionUnit, input: AutomationInput) => Objection | null;
}

const MAINTENANCE_NEEDS: ReadonlySet<string> = new Set(["evacuation", "home"]);

/** In the order in which they are asked; the first objection is the answer for all moves of the unit. */
export const UNIT_GUARDRAILS: readonly UnitGuardrail[] = [
  {
    code: "gone",
    action: "skipped",
    check: ofEachGuest((move, { snapshot }) => {
      const guest = snapshot.guests.find(({ vmid }) => vmid === move.vmid);
      if (!guest) return objection(`Guest ${move.vmid} is not there any more.`);
      if (guest.node === move.from) return null;
      return objection(`${guestText(guest)} is on ${guest.node} now, not on ${move.from}.`);
    }),
  },
  {
    code: "maintenance",
    action: "skipped",
    check: ({ moves }) =>
      moves.some(({ reason }) => MAINTENANCE_NEEDS.has(reason.need))
        ? objection("Emptying a node and bringing its guests home is left to the node's own evacuation.")
        : null,
  },
  {
    code: "being-moved",
    action: "skipped",
    check: ofEachGuest((move, { activeMoves, ...input }) => {
      const active = activeMoves.filter(({ vmid }) => vmid === move.vmid);
      if (active.length === 0) return null;
      const who = subjectOf(move, input);
      return active.some(({ unknown }) => unknown)
        ? objection(`What became of the last move of ${who} is not known; somebody has to look first.`)
        : objection(`${who} is being moved already.`);
    }),
  },
  {
    code: "no-auto-migrate",
    action: "filtered",
    check: ofEachGuest((move, input) =>
      input.settings["automation.respectNoAutoMigrateTag"] && hasTag(move, input, "no-auto-migrate")
        ? objection(`${subjectOf(move, input)} has the tag no-auto-migrate.`)
        : null,
    ),
  },
  {
    code: "not-on-the-list",
    action: "filtered",
    check: ofEachGuest((move, input) =>
      input.settings["automation.requireAutoMigrateOkTag"] && !hasTag(move, input, "auto-migrate-ok")
        ? objection(
            `${subjectOf(move, input)} has not the tag auto-migrate-ok, and only guests with it are moved.`,
          )
        : null,
    ),
  },
  {
    code: "native-balancer",
    action: "filtered",
    check: optional(
      ofEachGuest((move, input) =>
        isLeftToProxmox(move, input)
          ? objection(`${subjectOf(move, input)} is balanced by Proxmox VE itself.`)
          : null,
      ),
    ),
  },
  {
    code: "container-restart",
    action: "filtered",
    check: ofEachMove((move, input) =>
      move.kind === "restart" && !input.settings["automation.allowContainerRestarts"]
        ? objection(`${subjectOf(move, input)} would be restarted, which automation may not do.`)
        : null,
    ),
  },
  {
    code: "risk",
    action: "filtered",
    check: ofEachMove((move, input) => {
      const most = input.settings["automation.maxRisk"];
      return move.risk > most
        ? objection(
            `The risk of moving ${subjectOf(move, input)} is ${formatPoints(move.risk)}; at most ${formatFigure(most)} may be taken.`,
          )
        : null;
    }),
  },
  {
    code: "health",
    action: "deferred",
    check: optional((_unit, { health, settings }) => {
      const least = settings["automation.minimumHealth"];
      if (least === 0 || (health !== null && health >= least)) return null;
      const state = health === null ? "cannot be told" : `is ${formatFigure(health)}`;
      return objection(
        `The cluster's health ${state}; below ${formatFigure(least)} nothing is moved for balance's sake.`,
      );
    }),
  },
  { code: "cooldown", action: "deferred", check: (unit, input) => restingGuest(unit, input) },
  {
    code: "sent-back",
    action: "deferred",
    check: optional(
      ofEachMove((move, input) => {
        const { history, nowMs, settings, schedule } = input;
        const windowHours = settings["automation.rollbackWindowHours"];
        const back = wouldReturn({ vmid: move.vmid, to: move.to, history, nowMs, windowHours });
        if (back === null) return null;
        const when = `left ${move.to} ${momentText(back.leftAtMs, schedule.timeZone)}`;
        return objection(
          `${subjectOf(move, input)} ${when} and does not return within ${countText(windowHours, "hour")}.`,
          back.untilMs,
        );
      }),
    ),
  },
  {
    code: "confidence",
    action: "filtered",
    check: optional(
      ofEachMove((move, input) => {
        const least = input.settings["automation.minConfidence"];
        return move.confidence < least
          ? objection(
              `The confidence in moving ${subjectOf(move, input)} is ${formatPoints(move.confidence)}; at least ${formatFigure(least)} is asked for.`,
            )
          : null;
      }),
    ),
  },
  {
    code: "improvement",
    action: "filtered",
    check: optional((unit, { settings, benefitHours }) => {
      const least = settings["automation.minImprovement"];
      const points = relievedPoints(unit, benefitHours);
      return points !== null && points < least
        ? objection(
            `The fuller node would be relieved by ${formatFigure(points)} percentage points; at least ${formatFigure(least)} are asked for.`,
          )
        : null;
    }),
  },
  {
    code: "observing",
    action: "observing",
    check: optional(
      ofEachMove((move, input) => {
        const asked = input.settings["automation.observationRounds"];
        const seen = roundsSeen(input.observations, move);
        return seen < asked
          ? objection(`The need to move ${subjectOf(move, input)} was seen in ${seen} of ${asked} rounds.`)
          : null;
      }),
    ),
  },
];

type Check = UnitGuardrail["check"];

/** Only asked for balance's sake: what repairs a rule or relieves an overfull node passes. */
function optional(check: Check): Check {
  return (unit, input) => (unit.forced ? null : check(unit, input));
}

type MoveCheck = (move: PlannedMove, input: AutomationInput) => Objection | null;

function ofEachMove(check: MoveCheck): Check {
  return ({ moves }, input) => {
    for (const move of moves) {
      const found = check(move, input);
      if (found) return found;
    }
    return null;
  };
}

/** Looks at each guest where its way begins: a temporary stop is not where it is now. */
function ofEachGuest(check: MoveCheck): Check {
  const each = ofEachMove(check);
  return (unit, input) => {
    const firsts = new Map(unit.moves.toReversed().map((move) => [move.vmid, move]));
    const moves = unit.moves.filter((move) => firsts.get(move.vmid) === move);
    return each({ ...unit, moves }, input);
  };
}

/** The guest of the unit that rests longest. What must be done waits only after an attempt that did not succeed. */
function restingGuest(unit: DecisionUnit, input: AutomationInput): Objection | null {
  const { history, nowMs, settings, schedule } = input;
  const resting = unit.moves
    .flatMap((move) => {
      const rest = cooldownOf(move.vmid, history, settings["automation.cooldownMinutes"]);
      return rest === null ? [] : [{ move, rest }];
    })
    .filter(({ rest }) => rest.untilMs > nowMs && !(unit.forced && rest.last.outcome === "moved"))
    .reduce<{ move: PlannedMove; rest: NonNullable<ReturnType<typeof cooldownOf>> } | null>(
      (longest, one) => (longest === null || one.rest.untilMs > longest.rest.untilMs ? one : longest),
      null,
    );
  if (resting === null) return null;
  const { move, rest } = resting;
  const what = rest.last.outcome === "moved" ? "was moved lately" : "could not be moved lately";
  const times = rest.moves > 1 ? ` (${rest.moves} moves within 7 days)` : "";
  return objection(
    `${subjectOf(move, input)} ${what}${times} and rests until ${momentText(rest.untilMs, schedule.timeZone)}.`,
    rest.untilMs,
  );
}

type WithSnapshot = Pick<AutomationInput, "snapshot">;

function guestOf({ vmid }: PlannedMove, { snapshot }: WithSnapshot): Guest | undefined {
  return snapshot.guests.find((guest) => guest.vmid === vmid);
}

function subjectOf(move: PlannedMove, input: WithSnapshot): string {
  const guest = guestOf(move, input);
  return guest ? guestText(guest) : `guest ${move.vmid}`;
}

/** Tags are often typed with underscores; PVE permits both. */
function hasTag(move: PlannedMove, input: WithSnapshot, tag: string): boolean {
  const tags = guestOf(move, input)?.tags ?? [];
  return tags.some((one) => one.toLowerCase().replaceAll("_", "-") === tag);
}

function isLeftToProxmox(move: PlannedMove, input: WithSnapshot): boolean {
  const guest = guestOf(move, input);
  return guest !== undefined && isBalancedByProxmox(guest, input.snapshot);
}
