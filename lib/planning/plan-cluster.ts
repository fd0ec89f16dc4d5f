import { blockedGuests, DISPUTED, disputedText } from "./answer/blocked-guests";
import { describeMoves } from "./answer/describe-moves";
import { describeNodes, placementsOf, spreadOfNodes } from "./answer/describe-nodes";
import { stayingGuests } from "./answer/staying-guests";
import { checkPlan } from "./checker/check-plan";
import type { PlanToCheck } from "./checker/checked-plan";
import { closedMoves } from "./closed-moves";
import { finish } from "./finish";
import { buildClusterModel } from "./model/build-cluster-model";
import { findNeeds } from "./need/find-needs";
import type { PlanningNeed } from "./need/planning-need";
import type { OrderedMove } from "./ordering/order-steps";
import { placeLeftovers } from "./place-leftovers";
import type { CertificateCheck, NotMoved, Plan, PlanScope, PlanVerdict } from "./plan";
import type { PlanningInput } from "./planning-input";
import { planReason } from "./reasons/plan-reason";
import { brokenRules } from "./rules/broken-rules";
import { findConflicts } from "./rules/find-conflicts";
import { searchMoves } from "./search/search-moves";
import { SearchState } from "./search/search-state";
import { secondTry } from "./second-try";

/** What planning gets from outside besides its input. */
export interface PlanningPorts {
  /** A clock for `planning.timeLimitMs`, which is only a safety net; without one planning takes as long as it takes. */
  readonly nowMs?: () => number;
}

/**
 * Plans which guests should move, as docs/planning.md describes. The same input gives the same plan, to the byte, as long as the time limit
 * is not reached.
 *
 * The plan has passed the checker. If what was found first had not, that is a fault of ours: then it is made again without what was
 * refused, and `refused` says what that was. If that does not help either, it holds no moves, its reason says so, and its
 * certificate shows what was found.
 */
export function planCluster(input: PlanningInput, ports: PlanningPorts = {}): Plan {
  return finish(clusterStages(input, ports));
}

/** {@link planCluster} in stages; see {@link planStages}. */
export function clusterStages(input: PlanningInput, ports: PlanningPorts): Generator<undefined, Plan> {
  return planStages(input, ports, (state) => ({
    ordered: searchMoves(state).moves,
    staying: [],
    closes: true,
  }));
}

/** What a search answers: moves in their order, and guests of which it knows why they stay. */
export interface SearchAnswer {
  readonly ordered: readonly OrderedMove[];
  readonly staying: readonly NotMoved[];
  /** What alone the search looks at. */
  readonly scope?: PlanScope;
  /** What the checker had against a guest's move, by VMID. */
  readonly disputed?: ReadonlyMap<number, string>;
  /** Whether what would be found next, once the moves are made, becomes part of them; see {@link closedMoves}. */
  readonly closes?: boolean;
}

/** So often a plan that was refused is made again without what was refused. */
const MOST_TRIES = 3;

/**
 * {@link planCluster} with another search: everything around it, from the model to the certificate, is the same.
 *
 * A plan that the checker refuses is made again without what it refused; see {@link secondTry}.
 */
export function planWith(
  input: PlanningInput,
  ports: PlanningPorts,
  search: (state: SearchState) => SearchAnswer,
): Plan {
  return finish(planStages(input, ports, search));
}

/** {@link planWith} in stages, between which a caller may do something else: the model, the search, the answer and its check. */
export function* planStages(
  input: PlanningInput,
  ports: PlanningPorts,
  search: (state: SearchState) => SearchAnswer,
): Generator<undefined, Plan> {
  const nowMs = ports.nowMs ?? (() => 0);
  const untilMs = nowMs() + input.settings["planning.timeLimitMs"];
  const state = new SearchState(buildClusterModel(input), { nowMs, untilMs });
  yield;
  const searched = search(state);
  let found: SearchAnswer = {
    ...searched,
    ordered: placeLeftovers(state, searched.ordered, searched.scope),
  };
  yield;
  if (searched.closes) {
    const isSound = (ordered: readonly OrderedMove[]) =>
      checkPlan(input, answer(state, { ...searched, ordered })).ok;
    found = { ...found, ordered: yield* closedMoves(state, found.ordered, isSound) };
    yield;
  }
  let plan = answer(state, found);
  yield;
  let certificate = checkPlan(input, plan);
  const refused: CertificateCheck[] = [];
  for (let tries = 0; !certificate.ok && tries < MOST_TRIES; tries += 1) {
    yield;
    refused.push(...certificate.checks.filter(({ ok }) => !ok));
    const soFar = found;
    const check = (ordered: readonly OrderedMove[]) => checkPlan(input, answer(state, { ...soFar, ordered }));
    const again = secondTry(state, found.ordered, certificate, check);
    if (!again) break;
    const disputed = new Map([...(found.disputed ?? []), ...again.disputed]);
    found = { ...found, ordered: again.ordered, disputed };
    plan = answer(state, found);
    certificate = checkPlan(input, plan);
  }
  if (certificate.ok) return { ...plan, certificate, ...(refused.length > 0 ? { refused } : {}) };
  const fault = certificate.checks.find(({ ok }) => !ok);
  return {
    ...answer(state, { ...found, ordered: [] }),
    reason: `A plan was found, but the checker refused it, so nothing is proposed (${fault?.check}: ${fault?.detail})`,
    certificate,
    refused,
  };
}

/** The plan with these moves, from the start; the state's placement is the plan's end afterwards. */
function answer(
  state: SearchState,
  { ordered, staying: told, scope, disputed = new Map() }: SearchAnswer,
): PlanToCheck {
  const { model } = state;
  state.undo(state.placement.depth);
  state.scores.update(state.order, state.placement.load);
  const before = momentOf(state);
  const inScope = ({ need }: PlanningNeed) => scope === undefined || need === scope;
  const needsBefore = findNeeds(model, state.placement).filter(inScope);
  const moves = describeMoves(state, ordered);
  const after = momentOf(state);
  const needsAfter = findNeeds(model, state.placement).filter(inScope);
  const blocked = blockedGuests(state, needsAfter, ordered.length, disputed);
  const staying = [...told, ...disputedGuests(state, disputed, [...moves, ...blocked, ...told])];
  const cutShort =
    ordered.length >= model.input.settings["planning.maxMoves"] ? "moves" : state.timedOut ? "time" : null;
  const conflicts = findConflicts(model);
  const verdict = verdictOf(
    moves.length,
    blocked.length + (scope === undefined ? conflicts.length : 0),
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
    ...(scope === undefined ? {} : { scope }),
    reason: planReason({
      ...facts,
      scope,
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

/** Guests whose move for balance's sake was refused by the checker. */
function disputedGuests(
  { model }: SearchState,
  disputed: ReadonlyMap<number, string>,
  named: readonly { readonly vmid: number }[],
): readonly NotMoved[] {
  const known = new Set(named.map(({ vmid }) => vmid));
  return [...disputed].flatMap(([vmid, fault]): readonly NotMoved[] => {
    const guest = model.guests[model.guestIndex.get(vmid) ?? -1]?.guest;
    return guest && !known.has(vmid) ? [{ vmid, reason: DISPUTED, detail: disputedText(guest, fault) }] : [];
  });
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
