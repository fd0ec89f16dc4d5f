import { onClusterUnderWay } from "./cluster-under-way";
import type { GuestUnderWay } from "./evacuation/with-guests-under-way";
import type { Refusal } from "./guards/guard";
import { type OptionCost, optionFor } from "./migration-options";
import { type MoveEffect, moveEffect } from "./move-effect";
import { findNeeds } from "./need/find-needs";
import type { Need } from "./plan";
import type { PlanningInput } from "./planning-input";
import type { SearchState } from "./search/search-state";

/** What a planned move is for. */
export interface MovePurposeOfPlan {
  readonly need: Need;
  /** A node's name or a rule's id. */
  readonly subject: string;
  /** It only makes sense with others, or is a stop on the way: taken alone it may look useless, and parts guests for a while. */
  readonly together: boolean;
  /** A stop on the way, which need not be where the guest belongs. */
  readonly temporary: boolean;
}

export interface MoveQuestion {
  readonly vmid: number;
  readonly to: string;
  /** Other guests that are being moved, or were moved since the reading. */
  readonly underWay?: readonly GuestUnderWay[];
  /** Of a planned move. */
  readonly purpose?: MovePurposeOfPlan;
}

export interface MoveJudgement {
  /** Every reason against it; empty when somebody may send the guest there. */
  readonly refusals: readonly Refusal[];
  /** Why planning would not do it for balance's sake, though it is possible. */
  readonly warnings: readonly Refusal[];
  readonly cost: OptionCost | null;
  readonly effect: MoveEffect | null;
  /** One sentence: why what the move was planned for is not there any more; null while it is, and without a purpose. */
  readonly outdated: string | null;
}

/** Smaller changes come from adding up in another order. */
const ROUNDING = 1e-9;
/** Heeded when the plan was made; on the second part of its way a guest has just been moved. */
const OF_THE_PAST: ReadonlySet<string> = new Set(["held-guest", "sent-back"]);
const FOR_BALANCE: ReadonlySet<Need> = new Set<Need>(["contention", "imbalance", "distribution"]);

/**
 * What planning says to one guest on one node.
 *
 * @returns null when the cluster has no such guest or no such node
 */
export function judgeMove(input: PlanningInput, question: MoveQuestion): MoveJudgement | null {
  const { vmid, underWay = [] } = question;
  return onClusterUnderWay(input, { vmid, underWay }, (state) => judgeOn(state, question));
}

function judgeOn(state: SearchState, { vmid, to, purpose }: MoveQuestion): MoveJudgement | null {
  const guest = state.model.guestIndex.get(vmid);
  const target = state.model.nodeIndex.get(to);
  if (guest === undefined || target === undefined) return null;
  const option = optionFor(state, guest, target);
  const counts = ({ code }: Refusal): boolean => purpose === undefined || !isMeant(code, purpose);
  const refusals = option.refusals.filter(counts);
  const warnings = option.warnings.filter(counts);
  const effect = moveEffect(state, guest, target);
  const outdated = purpose ? whyOutdated(state, guest, purpose, { warnings, effect }) : null;
  return { refusals, warnings, cost: option.cost, effect, outdated };
}

/** A group that travels guest by guest is apart meanwhile, and a guest that stops on the way is not where it belongs. */
function isMeant(code: Refusal["code"], { together, temporary }: MovePurposeOfPlan): boolean {
  return (together && code === "affinity") || (temporary && code === "pin");
}

function whyOutdated(
  state: SearchState,
  guest: number,
  purpose: MovePurposeOfPlan,
  { warnings, effect }: Pick<MoveJudgement, "warnings" | "effect">,
): string | null {
  if (FOR_BALANCE.has(purpose.need)) return whyUseless(purpose, warnings, effect);
  if (purpose.need === "home") return null;
  const { need, subject, together } = purpose;
  const needs = findNeeds(state.model, state.placement);
  const still = needs.find((one) => one.need === need && one.subject === subject);
  const vmid = state.model.guests[guest]?.guest.vmid ?? 0;
  if (!still) return goneSentence(need, subject);
  if (together || need !== "rule" || still.guests.includes(guest)) return null;
  return `Guest ${vmid} does not break the rule ${subject} any more.`;
}

function goneSentence(need: Need, subject: string): string {
  if (need === "rule") return `The rule ${subject} is kept by now.`;
  if (need === "capacity") return `${subject} does not hold more than it has any more.`;
  return `${subject} is not to be emptied any more.`;
}

/** A move for balance's sake must relieve the busier of its nodes and cost the cluster nothing. */
function whyUseless(
  { need, together }: MovePurposeOfPlan,
  warnings: readonly Refusal[],
  effect: MoveEffect | null,
): string | null {
  const warning = warnings.find(({ code }) => !OF_THE_PAST.has(code));
  if (warning) return warning.detail;
  if (together || effect === null) return null;
  const { health, load } = effect;
  if (health.before !== null && health.after !== null && health.after < health.before - ROUNDING)
    return `The cluster would be worse off (health ${points(health.before)} to ${points(health.after)}).`;
  if (need !== "distribution" && load.after >= load.before - ROUNDING)
    return "It would not relieve the busier of the two nodes any more.";
  return null;
}

const points = (value: number): number => Math.round(value * 10) / 10;
