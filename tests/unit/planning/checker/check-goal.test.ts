import { describe, expect, it, test } from "vitest";
import type { ScenarioInput } from "@/lib/inventory/scenario/scenario";
import { GIB, guest, node } from "../scenario-input";
import { changed, failed, goodPlan, hot } from "./hot-node";
import { planOf, type WrittenMove } from "./plan-of";

describe("rules", () => {
  const apart = { id: "apart", kind: "anti-affinity" as const, guests: [100, 103] };

  it("that held must not be broken", () => {
    expect(failed(planOf({ ...hot, rules: [apart] }, [{ vmid: 100, to: "pve2" }]))).toEqual(
      expect.arrayContaining(["apart", "rules", "goal", "violations"]),
    );
  });

  it("guests that must be apart must not meet within a wave", () => {
    const moves: readonly WrittenMove[] = [
      { vmid: 103, to: "pve3", wave: 1 },
      { vmid: 100, to: "pve2", wave: 1 },
    ];
    const names = failed(planOf({ ...hot, rules: [apart] }, moves));
    expect(names).toContain("apart");
    expect(names).not.toContain("rules");
  });

  it("a group stays together from bundle to bundle, though not within one", () => {
    const rules = [{ id: "near", kind: "affinity" as const, guests: [101, 102] }];
    const together = (bundle: number | null) =>
      planOf({ ...hot, rules, settings: { "planning.minImprovement": 0 } }, [
        { vmid: 101, to: "pve2", wave: 1, bundle },
        { vmid: 102, to: "pve2", wave: 2, bundle },
      ]);
    expect(failed(together(null))).toEqual(expect.arrayContaining(["rules", "goal"]));
    expect(failed(together(1))).toEqual([]);
  });

  it("that are broken must be named, and those that hold must not", () => {
    const rules = [{ id: "split", kind: "anti-affinity" as const, guests: [100, 101] }];
    const violation = {
      rule: "split",
      kind: "anti-affinity",
      strict: true,
      guests: [100, 101],
      nodes: ["pve1"],
      sentence: "They share a node.",
    };
    const repair = (before: boolean, after: boolean) =>
      planOf({ ...hot, rules }, [{ vmid: 100, to: "pve2", need: "rule", subject: "split" }], {
        violations: { before: before ? [violation] : [], after: after ? [violation] : [] },
      });
    expect(failed(repair(true, false))).toEqual([]);
    expect(failed(repair(false, false))).toEqual(["violations"]);
    expect(failed(repair(true, true))).toEqual(["violations"]);
  });

  it("a rule that is not strict may be broken by a forced move alone", () => {
    const rules = [{ ...apart, strict: false }];
    const violation = {
      rule: "apart",
      kind: "anti-affinity",
      strict: false,
      guests: [100, 103],
      nodes: ["pve2"],
      sentence: "They share a node.",
    };
    const claims = { violations: { before: [], after: [violation] } };
    expect(failed(planOf({ ...hot, rules }, [{ vmid: 100, to: "pve2" }], claims))).toContain("goal");
    const empty = {
      ...hot,
      rules,
      guests: [guest(100, "pve1", { cores: 8, cpuUsed: 6 }), guest(103, "pve2", { cpuUsed: 0.5 })],
      evacuate: ["pve1"],
    };
    const forced = planOf(empty as ScenarioInput, [{ vmid: 100, to: "pve2", need: "evacuation" }], claims);
    expect(failed(forced)).toEqual([]);
  });
});

describe("the goal", () => {
  it("must not get worse: a move that only carries the load along", () => {
    const mirror: ScenarioInput = {
      nodes: [node("pve1"), node("pve2")],
      guests: [guest(100, "pve1", { cores: 16, cpuUsed: 12 }), guest(101, "pve2", { cpuUsed: 1 })],
    };
    expect(failed(planOf(mirror, [{ vmid: 100, to: "pve2" }]))).toEqual(
      expect.arrayContaining(["goal", "benefit"]),
    );
  });

  it("a move away from a node that is not hot is not worth it", () => {
    expect(failed(planOf(hot, [{ vmid: 103, to: "pve3" }]))).toContain("needs");
  });

  it("a forced move may cost balance", () => {
    const emptying: ScenarioInput = {
      ...hot,
      guests: [guest(100, "pve1", { cores: 8, cpuUsed: 6 }), guest(101, "pve2", { cores: 8, cpuUsed: 6 })],
      nodes: [node("pve1"), node("pve2")],
      evacuate: ["pve1"],
    };
    expect(failed(planOf(emptying, [{ vmid: 100, to: "pve2", need: "evacuation" }]))).toEqual([]);
    expect(failed(planOf({ ...emptying, evacuate: [] }, [{ vmid: 100, to: "pve2" }]))).toContain("goal");
  });

  it("a need that is none is told", () => {
    const name = (need: WrittenMove["need"], subject: string) =>
      failed(planOf(hot, [{ vmid: 100, to: "pve2", need, subject }]));
    expect(name("evacuation", "pve1")).toContain("needs");
    expect(name("capacity", "pve1")).toContain("needs");
    expect(name("rule", "none")).toContain("needs");
    expect(name("contention", "pve2")).toContain("needs");
    expect(name("contention", "pve1")).toEqual([]);
  });
});

describe("cost and benefit", () => {
  test.each([
    ["bytes below the memory in use", { bytes: GIB }],
    ["seconds that the bytes cannot be sent in", { seconds: 0.001 }],
    ["seconds that are no number", { seconds: Number.NaN }],
    ["a negative downtime", { downtimeMs: -1 }],
    ["no downtime of a guest that runs", { downtimeMs: 0 }],
  ])("%s", (_name, change) => {
    expect(failed(changed(goodPlan(), 0, change))).toContain("cost");
  });

  it("a move that takes longer than it is worth", () => {
    expect(failed(changed(goodPlan(), 0, { seconds: 40_000 }))).toEqual(["benefit"]);
  });

  it("a move that relieves too little", () => {
    const settings = { "planning.minImprovement": 40 };
    expect(failed(planOf({ ...hot, settings }, [{ vmid: 100, to: "pve2" }]))).toEqual(["benefit", "relief"]);
  });

  it("moves that bring too little all together, though each is as much as its guest weighs", () => {
    const small = guest(120, "pve1", { cpuUsed: 0.2 });
    const scenario = { ...hot, guests: [...(hot.guests ?? []), small] };
    expect(failed(planOf(scenario, [{ vmid: 120, to: "pve2" }]))).toEqual(["relief"]);
  });

  it("moves of a bundle are worth it together", () => {
    const moves = (bundle: number | null): readonly WrittenMove[] => [
      { vmid: 103, to: "pve3", bundle, subject: "pve1" },
      { vmid: 100, to: "pve2", bundle },
    ];
    expect(failed(planOf(hot, moves(1)))).toEqual([]);
    expect(failed(planOf(hot, moves(null)))).toContain("benefit");
  });
});
