import type { CertificateCheck, PlannedMove } from "../plan";
import { brokenRules } from "./broken-rules";
import { checked, isAbove, type PlanToCheck } from "./checked-plan";
import { type ClusterState, moveGuest } from "./cluster-state";
import { excessOn } from "./goal";
import { balancedNodes, comparedShares, loadOf } from "./node-load";
import { stepsOf } from "./plan-steps";

/** Below this a node is left alone: a search that began goes on until then, so that noise does not start it again. */
const COMFORTABLE_LOAD = 0.95;
const COMFORTABLE_SPREAD = 0.6;

/**
 * Whether every move's need is one: its rule is broken, its node overfull, to be emptied, too loaded, or further from the
 * emptiest node than it should be. What earlier steps brought about counts too.
 *
 * That a guest goes home cannot be seen from the input.
 */
export function checkNeeds(state: ClusterState, { moves }: PlanToCheck): CertificateCheck {
  const faults: string[] = [];
  const everBroken = new Set<string>();
  const everNeedy = new Map<string, Set<string>>();
  for (const step of stepsOf(moves)) {
    for (const id of brokenRules(state).keys()) everBroken.add(id);
    note(everNeedy, "contention", loadedNodes(state));
    note(everNeedy, "imbalance", unevenNodes(state));
    note(everNeedy, "capacity", overfullNodes(state));
    for (const move of step.moves) {
      const fault = needFault(state, move, everBroken, everNeedy);
      if (fault) faults.push(fault);
    }
    for (const { vmid, to } of step.moves) moveGuest(state, vmid, to);
  }
  return checked("needs", faults, "Every move answers a rule, a node or a difference that asks for it.");
}

function note(ever: Map<string, Set<string>>, need: string, names: readonly string[]): void {
  const known = ever.get(need) ?? new Set();
  for (const name of names) known.add(name);
  ever.set(need, known);
}

function needFault(
  { cluster }: ClusterState,
  { vmid, reason: { need, subject } }: PlannedMove,
  everBroken: ReadonlySet<string>,
  everNeedy: ReadonlyMap<string, ReadonlySet<string>>,
): string | null {
  switch (need) {
    case "home":
      return null;
    case "distribution":
      return cluster.input.settings["planning.distribution.enabled"]
        ? null
        : `Guest ${vmid} moves for the number of guests, which is not asked for.`;
    case "rule":
      return everBroken.has(subject) ? null : `Guest ${vmid} moves for rule ${subject}, which holds.`;
    case "evacuation":
      return cluster.nodes.get(subject)?.evacuating
        ? null
        : `Guest ${vmid} moves to empty ${subject}, which need not be empty.`;
    default:
      return everNeedy.get(need)?.has(subject)
        ? null
        : `Guest ${vmid} moves for the ${need} of ${subject}, which has none.`;
  }
}

function loadedNodes(state: ClusterState): readonly string[] {
  return balancedNodes(state)
    .filter((node) => isAbove(loadOf(state, node).load, COMFORTABLE_LOAD - 1e-5))
    .map(({ name }) => name);
}

function unevenNodes(state: ClusterState): readonly string[] {
  const { settings } = state.cluster.input;
  const spread = (COMFORTABLE_SPREAD * settings["planning.balanciness"]) / 100;
  const shares = balancedNodes(state).map((node) => ({ node, shares: comparedShares(state, node) }));
  const lowest = new Map<string, number>();
  for (const { resource, share } of shares.flatMap((one) => one.shares))
    lowest.set(resource, Math.min(share, lowest.get(resource) ?? share));
  return shares
    .filter((one) =>
      one.shares.some(
        ({ resource, share }) =>
          resource !== "ioWait" &&
          share > settings["planning.imbalanceFloor"] / 100 - 1e-9 &&
          share - (lowest.get(resource) ?? share) > spread - 1e-9,
      ),
    )
    .map(({ node }) => node.name);
}

function overfullNodes(state: ClusterState): readonly string[] {
  return [...state.cluster.nodes.values()]
    .filter((node) => excessOn(state, node) > 0)
    .map(({ name }) => name);
}
