import { describe, expect, it } from "vitest";
import type { ScenarioInput } from "@/lib/inventory/scenario/scenario";
import { buildClusterModel } from "@/lib/planning/model/build-cluster-model";
import { findConflicts } from "@/lib/planning/rules/find-conflicts";
import { guest, inputOf, node } from "../scenario-input";

type Rules = NonNullable<ScenarioInput["rules"]>;

const guests = [100, 101, 102, 103].map((vmid) => guest(vmid, "pve1"));
const conflictsOf = (rules: Rules, given: Partial<ScenarioInput> = {}) =>
  findConflicts(buildClusterModel(inputOf({ guests, rules, ...given })));
const together = (id: string, ...vmids: number[]) => ({ id, kind: "affinity" as const, guests: vmids });
const apart = (id: string, ...vmids: number[]) => ({ id, kind: "anti-affinity" as const, guests: vmids });
const pin = (id: string, nodes: string[], ...vmids: number[]) => ({
  id,
  kind: "pin" as const,
  guests: vmids,
  nodes,
});

describe("findConflicts", () => {
  it("finds none where all rules can be kept, however they are broken now", () => {
    expect(
      conflictsOf([
        apart("a", 100, 101, 102),
        together("t", 102, 103),
        pin("p", ["pve2"], 100),
        pin("q", ["pve3"], 103),
      ]),
    ).toEqual([]);
  });

  it("names the two rules that want the same guests together and apart", () => {
    expect(
      conflictsOf([together("t", 100, 101), apart("a", 100, 101, 102), pin("p", ["pve1"], 103)]),
    ).toEqual([
      {
        rules: ["a", "t"],
        guests: [100, 101],
        sentence:
          "These rules cannot be kept together: a keeps guests 100, 101, 102 apart; t keeps guests 100, 101 together.",
      },
    ]);
  });

  it("finds a contradiction through a chain of affinities, and leaves out rules that have no part in it", () => {
    const rules = [
      together("t1", 100, 101),
      together("t2", 101, 102),
      together("t3", 102, 103),
      apart("a", 100, 102),
    ];
    expect(conflictsOf(rules).map((conflict) => conflict.rules)).toEqual([["a", "t1", "t2"]]);
  });

  it("finds pins without a common node, of one guest and within an affinity", () => {
    expect(conflictsOf([pin("p", ["pve1"], 100), pin("q", ["pve2", "pve3"], 100)])[0]?.rules).toEqual([
      "p",
      "q",
    ]);
    const rules = [pin("p", ["pve1"], 100), pin("q", ["pve2"], 101), together("t", 100, 101)];
    expect(conflictsOf(rules)[0]?.rules).toEqual(["p", "q", "t"]);
  });

  it("counts nodes: more guests to be kept apart than nodes that are allowed", () => {
    const four = conflictsOf([apart("a", 100, 101, 102, 103)]);
    expect(four.map(({ rules }) => rules)).toEqual([["a"]]);
    expect(four[0]?.sentence).toBe(
      "a keeps guests 100, 101, 102, 103 apart, but only 3 nodes may hold guests.",
    );
    const three = [apart("a", 100, 101, 102), pin("p", ["pve1", "pve2"], 100, 101, 102)];
    expect(conflictsOf(three)[0]?.rules).toEqual(["a", "p"]);
  });

  it("counts nodes over several rules at once", () => {
    // Every two of the four are to be apart, by rules of two each, on three nodes.
    const pairs = [100, 101, 102, 103].flatMap((one, index, all) =>
      all.slice(index + 1).map((other) => apart(`${one}-${other}`, one, other)),
    );
    expect(conflictsOf(pairs)[0]?.rules).toHaveLength(6);
    expect(conflictsOf(pairs.slice(1))).toEqual([]);
  });

  it("says when all permitted nodes are in maintenance, to be emptied or offline", () => {
    const closed = {
      nodes: [node("pve1"), node("pve2", { maintenance: true }), node("pve3", { status: "offline" })],
    };
    const [conflict, ...more] = conflictsOf([pin("p", ["pve2", "pve3"], 100)], closed);
    expect(more).toEqual([]);
    expect(conflict).toEqual({
      rules: ["p"],
      guests: [100],
      sentence: "p allows guest 100 only on pve2, pve3, and none of these nodes may hold guests now.",
    });
    expect(conflictsOf([pin("p", ["pve1"], 100)], { evacuate: ["pve1"] })).toHaveLength(1);
  });

  it("a guest that is to be left alone stays where it is", () => {
    const rules: Rules = [{ id: "i", kind: "ignore", guests: [100] }, pin("p", ["pve2"], 100)];
    expect(conflictsOf(rules)[0]).toMatchObject({ rules: ["i", "p"], guests: [100] });
    expect(
      conflictsOf([{ id: "i", kind: "ignore", guests: [100, 101] }, apart("a", 100, 101)])[0]?.rules,
    ).toEqual(["a", "i"]);
  });

  it("does not mind rules that are not strict, or guests on a node that is offline", () => {
    expect(conflictsOf([together("t", 100, 101), { ...apart("a", 100, 101), strict: false }])).toEqual([]);
    const nodes = [node("pve1", { status: "offline" }), node("pve2"), node("pve3"), node("pve4")];
    expect(conflictsOf([together("t", 100, 101), apart("a", 100, 101)], { nodes })).toEqual([]);
  });

  it("finds contradictions that have nothing to do with each other", () => {
    const rules = [
      together("t", 100, 101),
      apart("a", 100, 101),
      together("u", 102, 103),
      apart("b", 102, 103),
    ];
    expect(conflictsOf(rules).map((conflict) => conflict.rules)).toEqual([
      ["a", "t"],
      ["b", "u"],
    ]);
  });

  it("reports the same rules once, with all their guests", () => {
    const rules: Rules = [{ id: "i", kind: "ignore", guests: [100, 101, 102] }, pin("p", ["pve2"], 100, 101)];
    const conflicts = conflictsOf(rules);
    expect(conflicts).toHaveLength(1);
    expect(conflicts[0]).toMatchObject({ rules: ["i", "p"], guests: [100, 101] });
  });

  it("finds none where no node may hold guests: that is no fault of the rules", () => {
    const nodes = [node("pve1", { maintenance: true }), node("pve2", { status: "offline" })];
    expect(conflictsOf([together("t", 100, 101), pin("p", ["pve1"], 100)], { nodes })).toEqual([]);
  });

  it("looks through ten thousand guests in four thousand groups in less than a second", () => {
    const many = Array.from({ length: 10_000 }, (_, index) =>
      guest(1000 + index, `pve${(index % 3) + 1}`, {
        tags: [`affinity_g${index % 4000}`, ...(index % 7 === 0 ? ["ignore"] : [])],
      }),
    );
    const model = buildClusterModel(inputOf({ guests: many }));
    const before = process.cpuUsage();
    findConflicts(model);
    expect(process.cpuUsage(before).user / 1_000).toBeLessThan(1_000);
  });
});
