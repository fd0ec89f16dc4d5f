import type { CertificateCheck, ResourceShares } from "../plan";
import { brokenRules } from "./broken-rules";
import { checked, figure, isSame, type PlanToCheck } from "./checked-plan";
import { type ClusterState, carriedBy, guestCount, moveGuest } from "./cluster-state";
import { spreads, usedShares } from "./node-load";
import type { Scorer } from "./simulated-scores";

/** The cluster before the first move and after the last. */
export interface Ends {
  readonly before: ClusterState;
  readonly after: ClusterState;
}

/** Whether every figure of the plan is the one that its moves lead to. */
export function checkFigures(ends: Ends, plan: PlanToCheck, scorer: Scorer): readonly CertificateCheck[] {
  const scores = { before: scoresOf(ends.before, scorer), after: scoresOf(ends.after, scorer) };
  return [
    checked("placements", placementFaults(ends.after, plan), "Every guest ends where the plan says."),
    checked("nodes", nodeFaults(ends, plan, scores), "Shares, scores and guests of every node add up."),
    checked("score", healthFaults(plan, scores, scorer), "The cluster's health before and after is right."),
    checked("imbalance", spreadFaults(ends, plan), "The spread of every resource before and after is right."),
    checked(
      "violations",
      violationFaults(ends, plan),
      "The rules named as broken before and after are those that are.",
    ),
  ];
}

interface Scores {
  readonly before: ReadonlyMap<string, number>;
  readonly after: ReadonlyMap<string, number>;
}

/** Suitability of every node. */
export function scoresOf(state: ClusterState, scorer: Scorer): ReadonlyMap<string, number> {
  return new Map([...state.cluster.nodes.keys()].map((name) => [name, scorer.scoreOf(state, name)]));
}

function placementFaults({ nodeOf }: ClusterState, { placements }: PlanToCheck): readonly string[] {
  const claimed = new Map(Object.entries(placements));
  const wrong = [...nodeOf].flatMap(([vmid, node]): string[] => {
    const place = claimed.get(String(vmid));
    claimed.delete(String(vmid));
    return place === node ? [] : [`Guest ${vmid} ends on ${node}, not on ${place ?? "no node"}.`];
  });
  return [...wrong, ...[...claimed.keys()].map((vmid) => `Guest ${vmid} is placed and does not exist.`)];
}

function nodeFaults(ends: Ends, plan: PlanToCheck, scores: Scores): readonly string[] {
  const known = [...ends.before.cluster.nodes.keys()];
  const strangers = Object.keys(plan.nodes).filter((name) => !ends.before.cluster.nodes.has(name));
  return [
    ...strangers.map((name) => `Node ${name} does not exist.`),
    ...known.flatMap((name): readonly string[] => {
      const claimed = plan.nodes[name];
      if (!claimed) return [`Node ${name} has no figures.`];
      return (["before", "after"] as const).flatMap((when) => {
        const node = ends[when].cluster.nodes.get(name);
        const use = carriedBy(ends[when], name);
        if (!node || !use) return [];
        const shares = usedShares(node, use);
        return differences(`${name} ${when}`, [
          ["CPU", claimed[when].cpu, shares.cpu],
          ["memory", claimed[when].memory, shares.memory],
          ["score", claimed[when].score, scores[when].get(name) ?? 0],
          ["guests", claimed[when].guests, guestCount(ends[when], name)],
        ]);
      });
    }),
  ];
}

function healthFaults(plan: PlanToCheck, scores: Scores, scorer: Scorer): readonly string[] {
  return (["before", "after"] as const).flatMap((when) => {
    const claimed = plan.score[when];
    const computed = scorer.healthOf(scores[when]);
    if (claimed === null || computed === null)
      return claimed === computed ? [] : [`Health ${when} is ${figure(computed)}, not ${figure(claimed)}.`];
    return differences("Health", [[when, claimed, computed]]);
  });
}

function spreadFaults(ends: Ends, { imbalance }: PlanToCheck): readonly string[] {
  return (["before", "after"] as const).flatMap((when) => {
    const computed: ResourceShares = spreads(ends[when]);
    const claimed = imbalance[when];
    return differences(`Spread ${when}`, [
      ["CPU", claimed.cpu, computed.cpu],
      ["memory", claimed.memory, computed.memory],
      ["disk", claimed.disk, computed.disk],
    ]);
  });
}

function violationFaults(ends: Ends, { violations }: PlanToCheck): readonly string[] {
  return (["before", "after"] as const).flatMap((when) => {
    const broken = brokenRules(ends[when]);
    const claimed = new Set(violations[when].map(({ rule }) => rule));
    return [
      ...[...broken.keys()]
        .filter((id) => !claimed.has(id))
        .map((id) => `Rule ${id} is broken ${when} and not named.`),
      ...[...claimed]
        .filter((id) => !broken.has(id))
        .map((id) => `Rule ${id} is named as broken ${when} and holds.`),
    ];
  });
}

function differences(
  what: string,
  figures: readonly (readonly [name: string, claimed: number, computed: number])[],
): readonly string[] {
  return figures
    .filter(([, claimed, computed]) => !isSame(claimed, computed))
    .map(([name, claimed, computed]) => `${what}: ${name} is ${figure(computed)}, not ${figure(claimed)}.`);
}

/** Health once each move is done, in the order of the moves. */
export function checkScoresOnTheWay(
  state: ClusterState,
  { moves }: PlanToCheck,
  scorer: Scorer,
): CertificateCheck {
  const scores = new Map(scoresOf(state, scorer));
  const faults = moves.flatMap(({ vmid, from, to, scoreAfter }): readonly string[] => {
    moveGuest(state, vmid, to);
    for (const name of [from, to]) if (scores.has(name)) scores.set(name, scorer.scoreOf(state, name));
    const health = scorer.healthOf(scores);
    return health === null ? [] : differences(`After the move of ${vmid}`, [["health", scoreAfter, health]]);
  });
  return checked("scores", faults, "Health after every move is right.");
}
