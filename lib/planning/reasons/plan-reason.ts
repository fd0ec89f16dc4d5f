import type { Need, Plan, PlannedMove, PlanScope } from "../plan";
import { countText, listText, percentText, secondsText } from "./figure-texts";
import { findingsText, type NeedFinding } from "./findings-text";

/** What a plan's one sentence is made from. */
export interface PlanFacts
  extends Pick<
    Plan,
    "verdict" | "score" | "imbalance" | "moves" | "notMoved" | "blocked" | "conflicts" | "nodes"
  > {
  /** In the order of their weight; empty when there was none. */
  readonly needs: readonly NeedFinding[];
  /** Online nodes that are neither ignored nor to be emptied. */
  readonly nodesThatMayReceive: number;
  readonly guests: number;
  /** What alone was looked at; undefined: everything. */
  readonly scope?: PlanScope | undefined;
  /** What ended the search before it was done. */
  readonly cutShort: "moves" | "time" | null;
}

const NEED_TEXTS: Readonly<Record<Need, string>> = {
  rule: "repair rules",
  capacity: "bring overfull nodes back within what they have",
  evacuation: "empty nodes",
  contention: "relieve busy nodes",
  imbalance: "even out the nodes",
  distribution: "even out the number of guests",
  home: "bring guests home",
};

/** One to three sentences that say what the plan does, or why it does nothing. */
export function planReason(facts: PlanFacts): string {
  if (facts.verdict === "blocked") return blockedReason(facts);
  return facts.verdict === "plan" ? movesReason(facts) : balancedReason(facts);
}

function blockedReason(facts: PlanFacts): string {
  const { blocked, conflicts, moves } = facts;
  const parts: string[] = [];
  const [conflict] = conflicts;
  const [first] = blocked;
  if (conflict) parts.push(conflict.sentence);
  if (first) {
    const which = listText(blocked.map(({ vmid }) => String(vmid)));
    parts.push(`${countText(blocked.length, "guest")} must move and cannot (${which}): ${first.detail}`);
  }
  if (parts.length === 0) parts.push(`Something must move and cannot. ${findingsText(facts.needs)}`.trim());
  parts.push(moves.length > 0 ? `${movesReason(facts)}` : "No move helps.");
  return parts.join(" ");
}

function movesReason(facts: PlanFacts): string {
  const { moves, score, cutShort } = facts;
  const needs = [...new Set(moves.map(({ reason }) => reason.need))].map((need) => NEED_TEXTS[need]);
  const purpose = needs.length > 0 ? ` to ${listText(needs)}` : "";
  const health =
    score.before !== null && score.after !== null
      ? `; health goes from ${score.before.toFixed(1)} to ${score.after.toFixed(1)}`
      : "";
  const rest =
    cutShort === "moves"
      ? "The limit of moves was reached; what is left is planned the next time."
      : cutShort === "time"
        ? "The search was ended by its time limit."
        : "";
  const summary = `${countText(moves.length, "move")}${purpose}, ${durationText(moves)}${health}.`;
  return [findingsText(facts.needs), summary, rest].filter((part) => part !== "").join(" ");
}

/** Moves of one wave run side by side, so a plan takes less time than its moves do one by one: `4 min in 3 waves, 6 min of moving`. */
function durationText(moves: readonly PlannedMove[]): string {
  const longest = new Map<number, number>();
  for (const { wave, seconds } of moves) longest.set(wave, Math.max(seconds, longest.get(wave) ?? 0));
  const inWaves = [...longest.values()].reduce((sum, seconds) => sum + seconds, 0);
  const inAll = moves.reduce((sum, { seconds }) => sum + seconds, 0);
  const waves = countText(longest.size, "wave");
  if (moves.length === longest.size)
    return `about ${secondsText(inAll)}${moves.length > 1 ? ` in ${waves}` : ""}`;
  return `about ${secondsText(inWaves)} in ${waves} (${secondsText(inAll)} of moving)`;
}

function balancedReason(facts: PlanFacts): string {
  if (facts.guests === 0) return "There are no guests, so there is nothing to move.";
  if (facts.score.before === null) return "No node is online, so nothing can be moved.";
  if (facts.nodesThatMayReceive < 2 && Object.keys(facts.nodes).length < 2)
    return "There is only one node, so there is nowhere to move anything.";
  if (facts.scope === "home")
    return facts.notMoved.length > 0
      ? `No guest can go home now. ${facts.notMoved[0]?.detail}`
      : "Every guest is where it came from.";
  if (facts.scope === "evacuation") return "The nodes to be emptied are empty.";
  if (facts.needs.length > 0) {
    const kept = facts.notMoved[0];
    const why = kept ? ` ${kept.detail}` : "";
    return `${findingsText(facts.needs)} No move is both possible and worth making.${why}`;
  }
  const { cpu, memory } = facts.imbalance.before;
  return `Nothing needs to move: no rule is broken, no node is overfull or busy, and the nodes differ by ${percentText(cpu)} CPU and ${percentText(memory)} memory.`;
}
