import type { AutomationDecisionRow } from "@/lib/api/automation";
import { GUARDRAIL_ORDER } from "@/lib/automation/decide-moves";
import { guardrailTitle } from "./guardrail-words";

/** What was decided about a move in the end, and before that. */
export interface DecisionView {
  readonly decision: AutomationDecisionRow;
  /** Of earlier rounds, oldest first. */
  readonly earlier: readonly AutomationDecisionRow[];
}

/** One view for each move of a run, by rank: later rounds hold what became different since. */
export function decisionViews(decisions: readonly AutomationDecisionRow[]): readonly DecisionView[] {
  const byMove = new Map<string, AutomationDecisionRow[]>();
  for (const decision of decisions) {
    const key = `${decision.vmid}:${decision.from}:${decision.to}`;
    byMove.set(key, [...(byMove.get(key) ?? []), decision]);
  }
  return [...byMove.values()]
    .flatMap((rounds) => {
      const inOrder = rounds.toSorted((one, other) => one.round - other.round);
      const decision = inOrder.at(-1);
      return decision ? [{ decision, earlier: inOrder.slice(0, -1) }] : [];
    })
    .sort(
      (one, other) => one.decision.rank - other.decision.rank || one.decision.round - other.decision.round,
    );
}

export interface DecisionFilter {
  readonly search: string;
  /** Empty: every action. */
  readonly action: string;
  /** Empty: every guardrail. */
  readonly guardrail: string;
}

/** Those whose words all occur in guest, VMID, nodes, guardrail or reason, and that have the action and the guardrail. */
export function filterDecisions(
  views: readonly DecisionView[],
  { search, action, guardrail }: DecisionFilter,
): readonly DecisionView[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return views.filter(({ decision }) => {
    if (action !== "" && decision.action !== action) return false;
    if (guardrail !== "" && decision.guardrail !== guardrail) return false;
    const { vmid, guestName, from, to, reason } = decision;
    const title = decision.guardrail === null ? "" : guardrailTitle(decision.guardrail);
    const text = [vmid, guestName ?? "", from, to, title, reason].join(" ").toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** A guardrail on the way of a run's moves. */
export interface Gate {
  readonly code: string;
  readonly title: string;
  /** Moves that it held back. */
  readonly held: number;
  /** Moves that were let through by it and by all before it. */
  readonly left: number;
}

/** All guardrails in the order in which they are asked, with what was left after each. */
export function gatesOf(views: readonly DecisionView[]): readonly Gate[] {
  const held = new Map<string, number>();
  for (const { decision } of views) {
    if (decision.guardrail !== null) held.set(decision.guardrail, (held.get(decision.guardrail) ?? 0) + 1);
  }
  const unknown = [...held.keys()].filter((code) => !GUARDRAIL_ORDER.includes(code));
  let left = views.length;
  return [...GUARDRAIL_ORDER, ...unknown].map((code) => {
    const count = held.get(code) ?? 0;
    left -= count;
    return { code, title: guardrailTitle(code), held: count, left };
  });
}
