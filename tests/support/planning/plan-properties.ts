import type { Scenario } from "@/lib/inventory/scenario/scenario";
import type { Plan, PlannedMove } from "@/lib/planning/plan";
import { afterPlan } from "../../scenarios/judge/cluster-after";
import { isBroken, plainRules } from "./plain-rules";
import { isEmptied, memoryOf, replay, sharesOf, sumOn, virtualCpusOf } from "./replay";

export type PlanOf = (scenario: Scenario) => Plan;

/** Says what is wrong with a plan; nothing when all is well. */
export type PlanProperty = (scenario: Scenario, plan: Plan, planOf: PlanOf) => readonly string[];

const EPSILON = 1e-6;
const MOST_MOVES = 200;
const FORCED = new Set(["rule", "capacity", "evacuation", "home"]);

/** What must be true of every plan of every cluster, told apart so that a failure says which. */
export const PLAN_PROPERTIES: Readonly<Record<string, PlanProperty>> = {
  certified,
  wellFormed,
  movedOnce,
  handsOff,
  roomAtEveryStep,
  rulesKept,
  forcedNeedsNeverGrow,
  balancingNeverRaisesTheWorst,
  emptiedOrBlocked,
  figuresAfter,
  nothingLeftToPlan,
  orderOfInput,
  namesOfNodes,
};

/** Moves that were left out because the checker refused them are a fault too, though the plan is a good one without them. */
function certified(_: Scenario, { certificate, refused = [] }: Plan): readonly string[] {
  return [...certificate.checks.filter(({ ok }) => !ok), ...refused].map(
    ({ check, detail }) => `the checker refuses: ${check}: ${detail}`,
  );
}

function wellFormed(scenario: Scenario, plan: Plan): readonly string[] {
  const faults: string[] = [];
  const cannot = plan.blocked.length + plan.conflicts.length;
  if (plan.verdict === "balanced" && plan.moves.length > 0) faults.push("balanced with moves");
  if (plan.verdict === "plan" && plan.moves.length === 0) faults.push("a plan without moves");
  if (plan.verdict !== "blocked" && cannot > 0)
    faults.push(`${plan.verdict} although something cannot be done`);
  if (plan.verdict === "blocked" && cannot === 0) faults.push("blocked by nothing");
  if (plan.moves.length > limitOf(scenario)) faults.push(`${plan.moves.length} moves are more than allowed`);
  return [...faults, ...plan.moves.flatMap(moveFaults)];
}

function moveFaults(move: PlannedMove, index: number, all: readonly PlannedMove[]): readonly string[] {
  const faults: string[] = [];
  const before = all[index - 1]?.wave ?? 0;
  if (move.wave < before || move.wave > before + 1) faults.push(`wave ${move.wave} after wave ${before}`);
  for (const percent of [move.confidence, move.risk, move.scoreAfter]) {
    if (!(percent >= 0 && percent <= 100)) faults.push(`${move.vmid}: ${percent} is not a percentage`);
  }
  for (const amount of [move.seconds, move.bytes, move.downtimeMs]) {
    if (!(amount >= 0 && Number.isFinite(amount))) faults.push(`${move.vmid}: ${amount} is no cost`);
  }
  if (!move.reason.sentence) faults.push(`${move.vmid} has no reason`);
  return faults;
}

function movedOnce(_: Scenario, plan: Plan): readonly string[] {
  const last = new Map<number, boolean>();
  const faults: string[] = [];
  for (const { vmid, temporary } of plan.moves) {
    if (last.get(vmid) === false) faults.push(`${vmid} is moved again after its last move`);
    last.set(vmid, temporary);
  }
  for (const [vmid, temporary] of last) if (temporary) faults.push(`${vmid} ends on a temporary stop`);
  return faults;
}

function handsOff(scenario: Scenario, plan: Plan): readonly string[] {
  const ignored = new Set(
    plainRules(scenario).flatMap(({ kind, vmids }) => (kind === "ignore" ? vmids : [])),
  );
  const guests = new Map(scenario.guests.map((guest) => [guest.vmid, guest]));
  const nodes = new Map(scenario.nodes.map((node) => [node.name, node]));
  return plan.moves.flatMap(({ vmid, from, to }) => {
    const [guest, source, target] = [guests.get(vmid), nodes.get(from), nodes.get(to)];
    if (!guest || !source || !target) return [`${vmid}: an unknown guest or node`];
    const wrong = {
      "is ignored": ignored.has(vmid),
      "is a template": guest.template,
      "is locked": guest.lock !== null,
      "has a device of its host": guest.passthrough.length > 0,
      "has a folder of its host": guest.mounts.some(({ shared }) => !shared),
      "stays where it is": from === to,
      "leaves a node that may not be touched": source.ignored || source.status === "offline",
      "goes where nothing may go":
        target.ignored || target.status === "offline" || isEmptied(scenario, target),
      "has the CPU of its host":
        guest.cpuType === "host" && guest.status !== "stopped" && source.cpuModel !== target.cpuModel,
      "has more virtual CPUs than the node":
        guest.status !== "stopped" && guest.cores * guest.sockets > target.cores,
      "has a disk where the target has no storage": guest.disks.some(({ storage }) => {
        const found = scenario.storages.find(({ id }) => id === storage);
        return !found || (found.nodes !== undefined && !found.nodes.includes(to));
      }),
    };
    return Object.entries(wrong).flatMap(([what, is]) => (is ? [`${vmid} ${what} (${from} to ${to})`] : []));
  });
}

function roomAtEveryStep(scenario: Scenario, plan: Plan): readonly string[] {
  const overcommit = Number(scenario.settings["planning.cpuOvercommit"] ?? 4);
  return replay(scenario, plan).flatMap(({ wave, before }) =>
    scenario.nodes.flatMap((node) => {
      const arriving = new Set(wave.flatMap(({ vmid, to }) => (to === node.name ? [vmid] : [])));
      const guests = scenario.guests.filter(({ vmid }) => arriving.has(vmid));
      if (guests.length === 0) return [];
      const memory = guests.reduce(
        (sum, guest) => sum + memoryOf(guest),
        node.baseMemory + sumOn(scenario, before, node.name, memoryOf),
      );
      const cpus = guests.reduce(
        (sum, guest) => sum + virtualCpusOf(guest),
        sumOn(scenario, before, node.name, virtualCpusOf),
      );
      const brings = (figure: typeof memoryOf) => guests.some((guest) => figure(guest) > 0);
      const faults: string[] = [];
      if (brings(memoryOf) && memory > node.memory - node.memoryReserve + 1)
        faults.push(`${node.name} holds ${memory} bytes in wave ${wave[0]?.wave}`);
      if (brings(virtualCpusOf) && cpus > overcommit * node.cores + EPSILON)
        faults.push(`${node.name} has ${cpus} virtual CPUs in wave ${wave[0]?.wave}`);
      return faults;
    }),
  );
}

function rulesKept(scenario: Scenario, plan: Plan): readonly string[] {
  const strict = plainRules(scenario).filter((rule) => rule.strict);
  const moments = replay(scenario, plan);
  const end = moments.at(-1)?.after;
  return strict.flatMap((rule) => {
    const first = moments[0];
    if (!first || isBroken(rule, first.before)) return [];
    if (end && isBroken(rule, end)) return [`${rule.name} held and is broken in the end`];
    // A group that is kept together travels one by one.
    if (rule.kind === "affinity") return [];
    const broken = moments.find(({ after }) => isBroken(rule, after));
    return broken ? [`${rule.name} is broken after wave ${broken.wave[0]?.wave}`] : [];
  });
}

function forcedNeedsNeverGrow(scenario: Scenario, plan: Plan): readonly string[] {
  const left = (nodeOf: ReadonlyMap<number, string>) =>
    scenario.nodes
      .filter((node) => isEmptied(scenario, node))
      .reduce((sum, { name }) => sum + sumOn(scenario, nodeOf, name, () => 1), 0);
  const excess = (nodeOf: ReadonlyMap<number, string>) =>
    scenario.nodes.reduce((sum, node) => {
      const used = node.baseMemory + sumOn(scenario, nodeOf, node.name, memoryOf);
      return sum + Math.max(0, used - node.memory + node.memoryReserve) / node.memory;
    }, 0);
  return replay(scenario, plan).flatMap(({ wave, before, after }) => {
    const faults: string[] = [];
    if (left(after) > left(before))
      faults.push(`wave ${wave[0]?.wave} brings guests to a node to be emptied`);
    if (excess(after) > excess(before) + EPSILON) faults.push(`wave ${wave[0]?.wave} overfills`);
    return faults;
  });
}

function balancingNeverRaisesTheWorst(scenario: Scenario, plan: Plan): readonly string[] {
  const { "planning.method": method = "penalty", "planning.mode": mode = "used" } = scenario.settings;
  const measured =
    mode === "used" &&
    method !== "disk" &&
    scenario.history.length === 0 &&
    plan.moves.every(({ reason }) => !FORCED.has(reason.need) && reason.need !== "distribution");
  const moments = replay(scenario, plan);
  const [start, end] = [moments[0]?.before, moments.at(-1)?.after];
  if (!measured || !start || !end) return [];
  const worst = (nodeOf: ReadonlyMap<number, string>) =>
    Math.max(
      ...scenario.nodes
        .filter(({ status }) => status === "online")
        .map((node) => {
          const { cpu, memory } = sharesOf(scenario, nodeOf, node);
          if (method === "cpu") return cpu / 0.6;
          return method === "memory" ? memory / 0.7 : Math.max(cpu / 0.6, memory / 0.7);
        }),
    );
  return worst(end) > worst(start) + EPSILON
    ? [`the worst load rises from ${worst(start)} to ${worst(end)}`]
    : [];
}

function emptiedOrBlocked(scenario: Scenario, plan: Plan): readonly string[] {
  if (plan.moves.length >= limitOf(scenario)) return [];
  const blocked = new Set(plan.blocked.map(({ vmid }) => vmid));
  const toEmpty = new Set(scenario.nodes.filter((node) => isEmptied(scenario, node)).map(({ name }) => name));
  return scenario.guests.flatMap(({ vmid, template }) => {
    const node = plan.placements[vmid];
    return !template && node !== undefined && toEmpty.has(node) && !blocked.has(vmid)
      ? [`${vmid} stays on ${node} and is not listed as blocked`]
      : [];
  });
}

/** With a past, guests are planned with more than they use now. */
function figuresAfter(scenario: Scenario, plan: Plan): readonly string[] {
  if (scenario.history.length > 0) return [];
  const nodeOf = new Map(scenario.guests.map(({ vmid }) => [vmid, plan.placements[vmid] ?? ""]));
  return scenario.nodes.flatMap((node) => {
    if (node.status === "offline") return [];
    const { cpu, memory } = sharesOf(scenario, nodeOf, node);
    const said = plan.nodes[node.name]?.after;
    if (said && Math.abs(said.cpu - cpu) < EPSILON && Math.abs(said.memory - memory) < EPSILON) return [];
    return [
      `${node.name} afterwards: said CPU ${said?.cpu}, memory ${said?.memory}; it is ${cpu} and ${memory}`,
    ];
  });
}

function nothingLeftToPlan(scenario: Scenario, plan: Plan, planOf: PlanOf): readonly string[] {
  if (plan.moves.length >= limitOf(scenario)) return [];
  const again = planOf(afterPlan(scenario, plan.placements));
  // A swap or a group for which too few moves were left is planned the next time.
  if (plan.moves.length + again.moves.length > limitOf(scenario)) return [];
  return again.moves.map(
    ({ vmid, from, to, reason }) =>
      `planning again moves ${vmid} from ${from} to ${to} (${reason.need} of ${reason.subject})`,
  );
}

function orderOfInput(scenario: Scenario, plan: Plan, planOf: PlanOf): readonly string[] {
  const turned = planOf({
    ...scenario,
    nodes: [...scenario.nodes].reverse(),
    guests: [...scenario.guests].reverse(),
    storages: [...scenario.storages].reverse(),
    rules: [...scenario.rules].reverse(),
  });
  return movesText(turned) === movesText(plan)
    ? []
    : [`another order gives other moves: ${movesText(plan)} / ${movesText(turned)}`];
}

function namesOfNodes(scenario: Scenario, plan: Plan, planOf: PlanOf): readonly string[] {
  const names = scenario.nodes.map(({ name }) => name);
  const renamed = new Map(names.map((name, index) => [name, `host-${names.length - index}`]));
  const other = planOf(renameNodes(scenario, (name) => renamed.get(name) ?? name));
  const expected = movesText(plan, (name) => renamed.get(name) ?? name);
  return movesText(other) === expected
    ? []
    : [`other names give other moves: ${expected} / ${movesText(other)}`];
}

function renameNodes(scenario: Scenario, rename: (name: string) => string): Scenario {
  return {
    ...scenario,
    nodes: scenario.nodes.map((node) => ({ ...node, name: rename(node.name) })),
    storages: scenario.storages.map((storage) => ({
      ...storage,
      nodes: storage.nodes?.map(rename),
      used:
        typeof storage.used === "number"
          ? storage.used
          : Object.fromEntries(Object.entries(storage.used).map(([name, bytes]) => [rename(name), bytes])),
    })),
    guests: scenario.guests.map((guest) => ({
      ...guest,
      node: rename(guest.node),
      tags: guest.tags.map((tag) =>
        tag.replace(/^plb_pin_(.+)$/, (_, name: string) => `plb_pin_${rename(name)}`),
      ),
    })),
    rules: scenario.rules.map((rule) => ({ ...rule, nodes: rule.nodes.map(rename) })),
    evacuate: scenario.evacuate.map(rename),
    history: scenario.history.map((point) => ({
      ...point,
      nodes: Object.fromEntries(Object.entries(point.nodes).map(([name, read]) => [rename(name), read])),
    })),
  };
}

/** Without the order within a wave, which means nothing. */
function movesText(plan: Plan, rename = (name: string) => name): string {
  const moves = plan.moves.map(
    ({ wave, vmid, from, to }) => `${wave}: ${vmid} ${rename(from)} > ${rename(to)}`,
  );
  return `${plan.verdict} ${moves.sort().join(", ")}`;
}

function limitOf(scenario: Scenario): number {
  return Number(scenario.settings["planning.maxMoves"] ?? MOST_MOVES);
}
