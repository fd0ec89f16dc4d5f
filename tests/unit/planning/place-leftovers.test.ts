import { describe, expect, it } from "vitest";
import { planWith } from "@/lib/planning/plan-cluster";
import { GIB, guest, inputOf, node } from "./scenario-input";

const nodes = ["pve1", "pve2", "pve3"].map((name) => node(name));

/** What is planned by a search that finds nothing. */
function planned(overrides: Parameters<typeof inputOf>[0]) {
  const plan = planWith(inputOf({ nodes, ...overrides }), {}, () => ({ ordered: [], staying: [] }));
  expect(plan.certificate.checks.filter(({ ok }) => !ok)).toEqual([]);
  expect(plan.refused).toBeUndefined();
  return { ...plan, moved: plan.moves.map(({ vmid, to }) => [vmid, to]) };
}

describe("guests that must move and that a search has left", () => {
  it("leave a node to be emptied for the least loaded one that takes them", () => {
    const { moved, moves, verdict } = planned({
      nodes: [node("pve1"), node("pve2", { baseCpu: 0.05 }), node("pve3")],
      evacuate: ["pve1"],
      guests: [guest(100, "pve1"), guest(101, "pve1")],
    });
    expect({ verdict, moved }).toEqual({
      verdict: "plan",
      moved: [
        [100, "pve3"],
        [101, "pve2"],
      ],
    });
    expect(moves.map(({ reason }) => reason.need)).toEqual(["evacuation", "evacuation"]);
  });

  it("go where their rule permits them, a group as a whole", () => {
    const { moved, moves } = planned({
      guests: [guest(100, "pve1"), guest(101, "pve1"), guest(102, "pve1")],
      rules: [
        { id: "near", kind: "affinity", guests: [100, 101] },
        { id: "lic", kind: "pin", guests: [100], nodes: ["pve2"] },
      ],
    });
    expect(moved).toEqual([
      [100, "pve2"],
      [101, "pve2"],
    ]);
    expect(new Set(moves.map(({ bundle }) => bundle)).size).toBe(1);
  });

  it("leave a node that holds more than it has, no more of them than it takes", () => {
    const large = { memory: 30 * GIB, memoryUsed: 30 * GIB };
    const { moved, moves, verdict } = planned({
      guests: [
        guest(100, "pve1"),
        guest(101, "pve1", large),
        guest(102, "pve1", large),
        guest(103, "pve1", large),
      ],
    });
    expect({ verdict, moved }).toEqual({ verdict: "plan", moved: [[101, "pve2"]] });
    expect(moves.map(({ reason }) => [reason.need, reason.subject])).toEqual([["capacity", "pve1"]]);
  });

  it("stay where a move would help nobody, and where a plan may have no more moves", () => {
    const locked = planned({ evacuate: ["pve1"], guests: [guest(100, "pve1", { lock: "backup" })] });
    expect({ verdict: locked.verdict, moved: locked.moved }).toEqual({ verdict: "blocked", moved: [] });
    const limited = planned({
      evacuate: ["pve1"],
      guests: [guest(100, "pve1"), guest(101, "pve1")],
      settings: { "planning.maxMoves": 1 },
    });
    expect(limited.moved).toHaveLength(1);
    expect(planned({ guests: [guest(100, "pve1")] })).toMatchObject({ verdict: "balanced", moved: [] });
  });

  it("come in the same order whatever nodes are called", () => {
    const nodesNamed = (full: string, other: string) => ({
      nodes: [node(full), node(other), node("pve3")],
      evacuate: [full, other],
      guests: [guest(101, full), guest(102, other), guest(103, full)],
    });
    const vmids = (names: Parameters<typeof nodesNamed>) =>
      planned(nodesNamed(...names)).moves.map(({ vmid }) => vmid);
    expect(vmids(["pve1", "pve2"])).toEqual([101, 102, 103]);
    expect(vmids(["pve2", "pve1"])).toEqual([101, 102, 103]);
  });
});
