import { blockedGuests } from "./answer/blocked-guests";
import { describeMoves } from "./answer/describe-moves";
import { describeNodes, placementsOf, spreadOfNodes } from "./answer/describe-nodes";
import { stayingGuests } from "./answer/staying-guests";
import { checkPlan } from "./checker/check-plan";
import type { PlanToCheck } from "./checker/checked-plan";
import { buildClusterModel } from "./model/build-cluster-model";
import { findNeeds } from "./need/find-needs";
import type { OrderedMove } from "./ordering/order-steps";
import type { NotMoved, Plan, PlanVerdict } from "./plan";
import type { PlanningInput } from "./planning-input";
import { planReason } from "./reasons/plan-reason";
import { brokenRules } from "./rules/broken-rules";
import { findConflicts } from "./rules/find-conflicts";
import { searchMoves } from "./search/search-moves";
import { SearchState } from "./search/search-state";

/** What planning gets from outside besides its input. */
export interface PlanningPorts {
  /** A clock for `planning.timeLimitMs`, which is only a safety net; without one planning takes as long as it takes. */
  readonly nowMs?: () => number;
}

/**
 * Plans which guests should move, as docs/planning.md describes. The same input gives the same plan, to the byte, as long as the time limit
 * is not reached.
 *
 * The plan has passed the checker. If it had not, that is a fault of ours: then it holds no moves, its reason says so, and its
 * certificate shows what was found.
 */
export function planCluster(input: PlanningInput, ports: PlanningPorts = {}): Plan {
  return planWith(input, ports, (state) => ({ ordered: searchMoves(state).moves, staying: [] }));
}

/** What a search answers: moves in their order, and guests of which it knows why they stay. */
export interface SearchAnswer {
  readonly ordered: readonly OrderedMove[];
  readonly staying: readonly NotMoved[];
}

/** {@link planCluster} with another search: everything around it, from the model to the certificate, is the same. */
export function planWith(
  input: PlanningInput,
  ports: PlanningPorts,
  search: (state: SearchState) => SearchAnswer,
): Plan {
  const nowMs = ports.nowMs ?? (() => 0);
  const untilMs = nowMs() + input.settings["planning.timeLimitMs"];
  const state = new SearchState(buildClusterModel(input), { nowMs, untilMs });
  const found = search(state);
  const plan = answer(state, found);
  const certificate = checkPlan(input, plan);
  if (certificate.ok) return { ...plan, certificate };
  const refused = answer(state, { ordered: [], staying: [] });
  const fault = certificate.checks.find(({ ok }) => !ok);
  return {
    ...refused,
    reason: `A plan was found, but the checker refused it, so nothing is proposed (${fault?.check}: ${fault?.detail})`,
    certificate,
  };
}

/** The plan with these moves, from the start; the state's placement is the plan's end afterwards. */
function answer(state: SearchState, { ordered, staying }: SearchAnswer): PlanToCheck {
  const { model } = state;
  state.undo(state.placement.depth);
  state.scores.update(state.order, state.placement.load);
  const before = momentOf(state);
  const needsBefore = findNeeds(model, state.placement);
  const moves = describeMoves(state, ordered);
  const after = momentOf(state);
  const needsAfter = findNeeds(model, state.placement);
  const blocked = blockedGuests(state, needsAfter, ordered.length);
  const cutShort =
    ordered.length >= model.input.settings["planning.maxMoves"] ? "moves" : state.timedOut ? "time" : null;
  const conflicts = findConflicts(model);
  const verdict = verdictOf(
    moves.length,
    blocked.length + conflicts.length,
    needsAfter.some(({ forced }) => forced) && cutShort === null,
  );
  const named = new Set([...blocked, ...staying, ...moves].map(({ vmid }) => vmid));
  const facts = {
    verdict,
    score: { before: before.health, after: after.health },
    imbalance: { before: before.imbalance, after: after.imbalance },
    nodes: Object.fromEntries(
      Object.entries(before.nodes).map(([name, node]) => [
        name,
        { before: node, after: after.nodes[name] ?? node },
      ]),
    ),
    moves,
    notMoved: [
      ...staying,
      ...stayingGuests(state, [...needsBefore, ...needsAfter], moves).filter(({ vmid }) => !named.has(vmid)),
    ].sort((one, other) => one.vmid - other.vmid),
    blocked,
    conflicts,
  };
  return {
    ...facts,
    reason: planReason({
      ...facts,
      needs: needsBefore.map(({ need, subject, sentence }) => ({
        need,
        subject,
        finding: sentence.replace(/\.$/, ""),
      })),
      nodesThatMayReceive: state.receivers.length,
      guests: model.guests.length,
      cutShort,
    }),
    violations: { before: before.violations, after: after.violations },
    placements: placementsOf(state),
    warnings: model.input.warnings ?? [],
  };
}

function momentOf(state: SearchState) {
  return {
    health: state.scores.health(),
    imbalance: spreadOfNodes(state),
    nodes: describeNodes(state),
    violations: brokenRules(state.model, state.placement.nodeOf),
  };
}

function verdictOf(moves: number, blocked: number, somethingLeft: boolean): PlanVerdict {
  if (blocked > 0 || somethingLeft) return "blocked";
  return moves > 0 ? "plan" : "balanced";
}
