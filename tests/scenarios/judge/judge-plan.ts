import { expect } from "vitest";
import type { Scenario } from "@/lib/inventory/scenario/scenario";
import type { Plan } from "@/lib/planning/plan";
import { nodeShares } from "./cluster-after";
import type { Expectation, ExpectedRange } from "./expectation";

type Check = (question: { expected: Expectation; plan: Plan; scenario: Scenario }) => void;

const ROUNDING = 1e-6;

/** Fails with a sentence for the first expectation that a plan does not meet. */
export function judgePlan(scenario: Scenario, plan: Plan, expected: Expectation): void {
  for (const check of [...ALWAYS, ...WHERE_EXPECTED]) check({ expected, plan, scenario });
}

/** True of any plan whatsoever. */
const ALWAYS: readonly Check[] = [
  ({ plan }) => {
    const failed = plan.certificate.checks.filter(({ ok }) => !ok);
    expect(failed, "what the checker found").toEqual([]);
    expect(plan.certificate.ok, "certificate").toBe(true);
  },
  ({ plan, scenario }) => {
    const at = new Map(scenario.guests.map(({ vmid, node }) => [vmid, node]));
    for (const { vmid, from, to } of plan.moves) {
      expect(at.get(vmid), `${vmid} leaves the node it is on`).toBe(from);
      at.set(vmid, to);
    }
    for (const [vmid, node] of at) expect(plan.placements[vmid], `placement of ${vmid}`).toBe(node);
  },
  ({ plan }) => {
    const finalMoves = plan.moves.filter(({ temporary }) => !temporary).map(({ vmid }) => vmid);
    expect(new Set(finalMoves).size, "a guest is moved once").toBe(finalMoves.length);
  },
  ({ plan, scenario }) => {
    if (scenario.history.length > 0) return;
    for (const [name, shares] of nodeShares(scenario, plan.placements)) {
      expect(plan.nodes[name]?.after.cpu, `CPU of ${name} afterwards`).toBeCloseTo(shares.cpu, 5);
      expect(plan.nodes[name]?.after.memory, `memory of ${name} afterwards`).toBeCloseTo(shares.memory, 5);
    }
  },
];

const WHERE_EXPECTED: readonly Check[] = [
  ({ expected, plan }) => {
    if (expected.verdict)
      expect([expected.verdict].flat(), `verdict (${plan.reason})`).toContain(plan.verdict);
  },
  ({ expected, plan }) => expectRange("moves", plan.moves.length, expected.moves),
  ({ expected, plan }) =>
    expectRange("waves", Math.max(0, ...plan.moves.map(({ wave }) => wave)), expected.waves),
  ({ expected, plan, scenario }) => {
    const moved = scenario.guests
      .filter(({ vmid, node }) => plan.placements[vmid] !== node)
      .map(({ vmid }) => vmid);
    if (expected.movedVmids) expect(moved.sort(ascending), "moved guests").toEqual(expected.movedVmids);
    const touched = plan.moves.map(({ vmid }) => vmid);
    for (const vmid of expected.stayingVmids ?? []) expect(touched, "moved guests").not.toContain(vmid);
  },
  ({ expected, plan }) => {
    for (const [vmid, wish] of Object.entries(expected.placements ?? {})) expectPlace(plan, vmid, wish);
  },
  ({ expected, plan, scenario }) => {
    const count = (name: string) =>
      scenario.guests.filter(({ vmid }) => plan.placements[vmid] === name).length;
    for (const [name, guests] of Object.entries(expected.guestsOn ?? {}))
      expectRange(`guests on ${name}`, count(name), guests);
    for (const name of expected.nodeEmpty ?? []) expect(count(name), `guests on ${name}`).toBe(0);
  },
  ({ expected, plan }) => {
    for (const move of plan.moves) {
      if (expected.sources) expect(expected.sources, `source of ${move.vmid}`).toContain(move.from);
      if (expected.targets?.only) expect(expected.targets.only, `target of ${move.vmid}`).toContain(move.to);
      if (expected.targets?.never)
        expect(expected.targets.never, `target of ${move.vmid}`).not.toContain(move.to);
      if (expected.needs) expect(expected.needs, `need of ${move.vmid}`).toContain(move.reason.need);
      const kind = expected.kinds?.[move.vmid];
      if (kind) expect(move.kind, `kind of ${move.vmid}`).toBe(kind);
    }
  },
  ({ expected, plan, scenario }) => {
    const all = nodeShares(scenario, plan.placements);
    for (const [resource, limit] of resourceLimits(expected.worst)) {
      const highest = Math.max(...[...all.values()].map((shares) => shares[resource]));
      expect(highest, `highest ${resource}`).toBeLessThanOrEqual(limit + ROUNDING);
    }
    for (const [resource, limit] of resourceLimits(expected.spread)) {
      expect(plan.imbalance.after[resource], `spread of ${resource}`).toBeLessThanOrEqual(limit + ROUNDING);
    }
    for (const resource of expected.spreadImproved ?? []) {
      expect(plan.imbalance.after[resource], `spread of ${resource}`).toBeLessThan(
        plan.imbalance.before[resource],
      );
    }
  },
  ({ expected, plan }) => {
    if (expected.temporary === undefined) return;
    expect(
      plan.moves.some(({ temporary }) => temporary),
      "a temporary stop",
    ).toBe(expected.temporary);
  },
  ({ expected, plan }) => {
    for (const words of expected.reason ?? [])
      expect(plan.reason.toLowerCase()).toContain(words.toLowerCase());
  },
  ({ expected, plan }) => {
    for (const [vmid, codes] of Object.entries(expected.notMoved ?? {})) {
      const found = plan.notMoved.filter((kept) => kept.vmid === Number(vmid)).map(({ reason }) => reason);
      expectCodes(`why ${vmid} stays`, found, codes);
    }
  },
  ({ expected, plan }) => {
    const found = plan.blocked.map(({ vmid, reason }) => `${vmid} ${reason}`).join(", ");
    if (expected.blocked) {
      const vmids = Object.keys(expected.blocked).map(Number);
      expect(plan.blocked.map(({ vmid }) => vmid).sort(ascending), `blocked: ${found}`).toEqual(vmids);
    }
    for (const { vmid, reason, detail, fix } of plan.blocked) {
      expectCodes(`what blocks ${vmid}`, [reason], expected.blocked?.[vmid] ?? "any");
      if (expected.blockedReasons) expect(expected.blockedReasons, `what blocks ${vmid}`).toContain(reason);
      expect(detail, `detail of ${vmid}`).not.toBe("");
      expect(fix, `fix of ${vmid}`).not.toBe("");
    }
    if (expected.blockedCount !== undefined)
      expect(plan.blocked.length, `blocked: ${found}`).toBe(expected.blockedCount);
  },
  ({ expected, plan }) => {
    const { before, after } = expected.violations ?? {};
    if (before !== undefined) expect(plan.violations.before.length, "rules broken before").toBe(before);
    if (after !== undefined) expect(plan.violations.after.length, "rules broken afterwards").toBe(after);
  },
  ({ expected, plan }) => {
    if (!expected.conflicts) return;
    const sets = (all: readonly (readonly string[])[]) =>
      all.map((rules) => [...rules].sort().join(" ")).sort();
    expect(sets(plan.conflicts.map(({ rules }) => rules)), "conflicts").toEqual(sets(expected.conflicts));
  },
  ({ expected, plan }) => {
    const said = plan.warnings.map(({ path, message }) => `${path}: ${message}`).join("\n");
    for (const words of expected.warnings ?? []) expect(said, "warnings").toContain(words);
  },
];

/** Of a number with a lower and an upper limit, either of which may be missing. */
export function expectRange(what: string, found: number, range: ExpectedRange | undefined): void {
  if (range === undefined) return;
  const { min, max } = typeof range === "number" ? { min: range, max: range } : range;
  if (min !== undefined) expect(found, what).toBeGreaterThanOrEqual(min);
  if (max !== undefined) expect(found, what).toBeLessThanOrEqual(max);
}

function expectCodes(what: string, found: readonly string[], codes: string | readonly string[]): void {
  expect(found, what).toHaveLength(1);
  if (codes !== "any") expect([codes].flat(), what).toContain(found[0]);
}

function expectPlace(plan: Plan, vmid: string, wish: string): void {
  const node = plan.placements[vmid];
  const [, relation, other = ""] = /^(same as|apart from|not) (\S+)$/.exec(wish) ?? [];
  const what = `node of ${vmid}`;
  if (relation === "same as") expect(node, what).toBe(plan.placements[other]);
  else if (relation === "apart from") expect(node, what).not.toBe(plan.placements[other]);
  else if (relation === "not") expect(node, what).not.toBe(other);
  else expect(node, what).toBe(wish);
}

function resourceLimits(limits: Expectation["worst"]): readonly (readonly ["cpu" | "memory", number])[] {
  return (["cpu", "memory"] as const).flatMap((resource) => {
    const limit = limits?.[resource];
    return limit === undefined ? [] : [[resource, limit] as const];
  });
}

function ascending(one: number, other: number): number {
  return one - other;
}
