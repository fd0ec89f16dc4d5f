import type { PlanToCheck } from "@/lib/planning/checker/checked-plan";
import type { PlannedMove } from "@/lib/planning/plan";

/** One way to spoil a plan; null where the plan has nothing that could be spoilt like this. */
export interface Corruption {
  readonly name: string;
  /** @param pick a number from 0 to 1 that chooses what is spoilt */
  readonly spoil: (plan: PlanToCheck, pick: number) => PlanToCheck | null;
}

/** Ways to spoil a plan that has moves. Every one of them makes a claim false or a move harmful. */
export const CORRUPTIONS: readonly Corruption[] = [
  ofMove("another guest", (move) => ({ ...move, vmid: 999_999 })),
  ofMove("another target that is not there", (move) => ({ ...move, to: "nowhere" })),
  ofMove("back to where it is", (move) => ({ ...move, to: move.from })),
  ofMove("another source", (move) => ({ ...move, from: move.to })),
  ofMove("another name", (move) => ({ ...move, name: `${move.name}x` })),
  ofMove("another kind", (move) => ({ ...move, kind: move.kind === "live" ? "offline" : "live" })),
  ofMove("no reason", (move) => ({ ...move, reason: { ...move.reason, sentence: "" } })),
  ofMove("a need that is none", (move) => ({
    ...move,
    reason: { ...move.reason, need: "rule", subject: "no such rule" },
  })),
  ofMove("an evacuation of nothing", (move) => ({
    ...move,
    reason: { ...move.reason, need: "evacuation", subject: "nowhere" },
  })),
  ofMove("a negative risk", (move) => ({ ...move, risk: -1 })),
  ofMove("too much confidence", (move) => ({ ...move, confidence: 100.5 })),
  ofMove("no seconds at all", (move) => (move.bytes > 1_000 ? { ...move, seconds: 0 } : null)),
  ofMove("seconds that are no number", (move) => ({ ...move, seconds: Number.NaN })),
  ofMove("endless bytes", (move) => ({ ...move, bytes: Number.POSITIVE_INFINITY })),
  ofMove("too few bytes", (move) => (move.bytes > 1_000 ? { ...move, bytes: 1 } : null)),
  ofMove("a downtime that cannot be", (move) => ({ ...move, downtimeMs: move.kind === "offline" ? 5 : 0 })),
  ofMove("another score on the way", (move) => ({ ...move, scoreAfter: move.scoreAfter - 0.5 })),
  ofMove("a stop that never goes on", (move) => ({ ...move, temporary: !move.temporary })),
  ofMove("wave 0", (move) => ({ ...move, wave: 0 })),
  {
    name: "one move twice",
    spoil: (plan, pick) => {
      const move = chosen(plan.moves, pick);
      return move ? { ...plan, moves: [...plan.moves, { ...move, wave: lastWave(plan) + 1 }] } : null;
    },
  },
  {
    name: "one move left out",
    spoil: (plan, pick) => {
      const move = chosen(plan.moves, pick);
      return { ...plan, moves: plan.moves.filter((one) => one !== move) };
    },
  },
  {
    name: "the way back as well",
    spoil: (plan, pick) => {
      const move = chosen(plan.moves, pick);
      if (!move) return null;
      const back = { ...move, from: move.to, to: move.from, wave: lastWave(plan) + 1 };
      return { ...plan, moves: [...plan.moves, back] };
    },
  },
  {
    name: "all waves at once",
    spoil: (plan) =>
      plan.moves.length > 4 ? { ...plan, moves: plan.moves.map((move) => ({ ...move, wave: 1 })) } : null,
  },
  {
    name: "waves in another order",
    spoil: (plan) =>
      lastWave(plan) > 1
        ? { ...plan, moves: plan.moves.map((move) => ({ ...move, wave: lastWave(plan) + 1 - move.wave })) }
        : null,
  },
  {
    name: "a guest that ends elsewhere",
    spoil: (plan, pick) => {
      const vmid = chosen(Object.keys(plan.placements), pick);
      return vmid ? { ...plan, placements: { ...plan.placements, [vmid]: "nowhere" } } : null;
    },
  },
  {
    name: "a guest without a place",
    spoil: (plan, pick) => {
      const vmid = chosen(Object.keys(plan.placements), pick);
      const rest = Object.entries(plan.placements).filter(([key]) => key !== vmid);
      return { ...plan, placements: Object.fromEntries(rest) };
    },
  },
  {
    name: "better health than there is",
    spoil: (plan) => ({ ...plan, score: { ...plan.score, after: (plan.score.after ?? 0) + 0.01 } }),
  },
  {
    name: "worse health before",
    spoil: (plan) => ({ ...plan, score: { ...plan.score, before: (plan.score.before ?? 0) - 0.01 } }),
  },
  ofNode("a node's CPU", (figures) => ({ ...figures, cpu: figures.cpu + 0.001 })),
  ofNode("a node's memory", (figures) => ({ ...figures, memory: figures.memory * 0.99 - 0.001 })),
  ofNode("a node's score", (figures) => ({ ...figures, score: figures.score + 0.1 })),
  ofNode("a node's guests", (figures) => ({ ...figures, guests: figures.guests + 1 })),
  {
    name: "a smaller spread",
    spoil: (plan) => ({
      ...plan,
      imbalance: {
        ...plan.imbalance,
        after: { ...plan.imbalance.after, memory: plan.imbalance.after.memory + 0.001 },
      },
    }),
  },
  {
    name: "a violation that is none",
    spoil: (plan) => ({
      ...plan,
      violations: {
        ...plan.violations,
        after: [
          ...plan.violations.after,
          { rule: "?", kind: "pin", strict: true, guests: [], nodes: [], sentence: "?" },
        ],
      },
    }),
  },
  {
    name: "a violation concealed",
    spoil: (plan) =>
      plan.violations.before.length > 0
        ? { ...plan, violations: { ...plan.violations, before: plan.violations.before.slice(1) } }
        : null,
  },
  {
    name: "balanced, with moves",
    spoil: (plan) => ({ ...plan, verdict: "balanced" }),
  },
  {
    name: "a blocked guest concealed",
    spoil: (plan) => (plan.blocked.length > 0 ? { ...plan, blocked: [], verdict: "plan" } : null),
  },
  {
    name: "a moved guest as blocked",
    spoil: (plan, pick) => {
      const move = chosen(plan.moves, pick);
      if (!move) return null;
      const { vmid, from: node } = move;
      const blocked = { vmid, node, reason: "locked", detail: "It is locked.", fix: "Unlock it." };
      return { ...plan, verdict: "blocked", blocked: [...plan.blocked, blocked] };
    },
  },
  {
    name: "a moved guest as staying",
    spoil: (plan, pick) => {
      const move = chosen(plan.moves, pick);
      const stays = { vmid: move?.vmid ?? 0, reason: "pin", detail: "It is pinned." };
      return { ...plan, notMoved: [...plan.notMoved, stays] };
    },
  },
  { name: "no reason for the plan", spoil: (plan) => ({ ...plan, reason: " " }) },
];

function chosen<Item>(items: readonly Item[], pick: number): Item | undefined {
  return items[Math.min(items.length - 1, Math.floor(pick * items.length))];
}

function lastWave({ moves }: PlanToCheck): number {
  return Math.max(0, ...moves.map(({ wave }) => wave));
}

function ofMove(name: string, change: (move: PlannedMove) => PlannedMove | null): Corruption {
  return {
    name,
    spoil: (plan, pick) => {
      const move = chosen(plan.moves, pick);
      const spoilt = move && change(move);
      return spoilt ? { ...plan, moves: plan.moves.map((one) => (one === move ? spoilt : one)) } : null;
    },
  };
}

type Figures = PlanToCheck["nodes"][string]["after"];

function ofNode(name: string, change: (figures: Figures) => Figures): Corruption {
  return {
    name,
    spoil: (plan, pick) => {
      const entry = chosen(Object.entries(plan.nodes), pick);
      if (!entry) return null;
      const [node, { before, after }] = entry;
      const spoilt =
        pick * 10 - Math.floor(pick * 10) < 0.5
          ? { before: change(before), after }
          : { before, after: change(after) };
      return { ...plan, nodes: { ...plan.nodes, [node]: spoilt } };
    },
  };
}
