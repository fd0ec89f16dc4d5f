import { type Scenario, type ScenarioInput, scenario } from "@/lib/inventory/scenario/scenario";
import type { PlanToCheck } from "@/lib/planning/checker/checked-plan";
import { estimateMove } from "@/lib/planning/cost/estimate-move";
import { moveFiguresFrom, moveKindOf } from "@/lib/planning/cost/move-figures";
import { planningInputFromScenario } from "@/lib/planning/input/planning-input-from-scenario";
import type { Need, Plan, PlannedMove, PlannedNode } from "@/lib/planning/plan";
import type { PlanningInput } from "@/lib/planning/planning-input";
import { scoreCluster } from "@/lib/scoring/score-cluster";

/** A move as a test writes it. */
export interface WrittenMove {
  readonly vmid: number;
  readonly to: string;
  readonly wave?: number;
  readonly need?: Need;
  readonly subject?: string;
  readonly bundle?: number | null;
  readonly temporary?: boolean;
}

export interface CheckedStory {
  readonly input: PlanningInput;
  readonly plan: PlanToCheck;
}

/**
 * A plan with these moves, every figure made by putting the guests elsewhere in the scenario and reading it anew: nothing of the
 * planner or the checker is used.
 */
export function planOf(
  written: ScenarioInput,
  moves: readonly WrittenMove[],
  claims: Partial<PlanToCheck> = {},
): CheckedStory {
  const story = scenario.parse(written);
  const input = planningInputFromScenario(story);
  const places = new Map(story.guests.map(({ vmid, node }) => [vmid, node]));
  const planned = moves.map((move, index): PlannedMove => {
    const from = places.get(move.vmid) ?? "nowhere";
    places.set(move.vmid, move.to);
    return plannedMove(input, { from, move, index, scoreAfter: healthOf(moved(story, places)) ?? 0 });
  });
  const after = planningInputFromScenario(moved(story, places));
  const before = input;
  const plan: PlanToCheck = {
    verdict: moves.length > 0 ? "plan" : "balanced",
    reason: "Because.",
    score: { before: healthOf(story), after: healthOf(moved(story, places)) },
    imbalance: { before: spreads(before), after: spreads(after) },
    nodes: Object.fromEntries(
      story.nodes.map(({ name }) => [
        name,
        { before: nodeOf(before, name), after: nodeOf(after, name) } as const,
      ]),
    ),
    moves: planned,
    notMoved: [],
    violations: { before: [], after: [] },
    conflicts: [],
    blocked: [],
    placements: Object.fromEntries(places),
    warnings: [],
    ...claims,
  };
  return { input, plan };
}

/** The scenario with its guests, and what they have on local storages, elsewhere. */
function moved(story: Scenario, places: ReadonlyMap<number, string>): Scenario {
  return {
    ...story,
    guests: story.guests.map((one) => ({ ...one, node: places.get(one.vmid) ?? one.node })),
  };
}

interface MoveToWrite {
  readonly from: string;
  readonly move: WrittenMove;
  readonly index: number;
  readonly scoreAfter: number;
}

function plannedMove(input: PlanningInput, { from, move, index, scoreAfter }: MoveToWrite): PlannedMove {
  const guest = input.snapshot.guests.find(({ vmid }) => vmid === move.vmid);
  const cost = guest && estimateMove(moveFiguresFrom(input)(guest, from, move.to));
  return {
    wave: move.wave ?? index + 1,
    vmid: move.vmid,
    name: guest?.name ?? null,
    from,
    to: move.to,
    kind: guest ? moveKindOf(guest) : "offline",
    reason: {
      need: move.need ?? "contention",
      subject: move.subject ?? from,
      sentence: "Because.",
      factors: [],
    },
    confidence: 80,
    risk: 10,
    seconds: cost?.seconds ?? 0,
    downtimeMs: cost?.downtimeMs ?? 0,
    bytes: cost?.bytes ?? 0,
    scoreAfter,
    temporary: move.temporary ?? false,
    bundle: move.bundle ?? null,
  };
}

function healthOf(story: Scenario): number | null {
  return scored(planningInputFromScenario(story)).healthPercent;
}

function scored({ snapshot, history, scoringSettings }: PlanningInput) {
  return scoreCluster({ snapshot, history, settings: scoringSettings });
}

function nodeOf(input: PlanningInput, name: string): PlannedNode {
  const node = input.snapshot.nodes.find((one) => one.name === name);
  const own = input.nodePolicies.get(name)?.own;
  const guests = input.snapshot.guests.filter((one) => one.node === name);
  const threads = guests.reduce(
    (sum, { cpuFraction, cpuCount }) => sum + (cpuFraction ?? 0) * (cpuCount ?? 0),
    own?.cpuThreads ?? 0,
  );
  const bytes = guests.reduce(
    (sum, { memoryUsedBytes }) => sum + (memoryUsedBytes ?? 0),
    own?.memoryBytes ?? 0,
  );
  return {
    cpu: threads / (node?.cpuCount ?? 1),
    memory: bytes / (node?.memoryTotalBytes ?? 1),
    score: scored(input).nodes[name]?.suitabilityPercent ?? 0,
    guests: guests.filter(({ template }) => !template).length,
  };
}

function spreads(input: PlanningInput): Plan["imbalance"]["before"] {
  const open = input.snapshot.nodes.filter(({ name, status }) => {
    const policy = input.nodePolicies.get(name);
    const left = policy?.maintenance || policy?.ignored || input.evacuate.includes(name);
    return status === "online" && !left;
  });
  const nodes = open.map(({ name }) => nodeOf(input, name));
  const spread = (values: readonly number[]) =>
    values.length === 0 ? 0 : Math.max(...values) - Math.min(...values);
  return {
    cpu: spread(nodes.map(({ cpu }) => cpu)),
    memory: spread(nodes.map(({ memory }) => memory)),
    disk: 0,
  };
}
