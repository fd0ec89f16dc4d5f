import { describe, expect, it, test } from "vitest";
import type { PlanToCheck } from "@/lib/planning/checker/checked-plan";
import { GIB, guest } from "../scenario-input";
import { claiming, details, failed, goodPlan, hot } from "./hot-node";
import { planOf } from "./plan-of";

describe("figures", () => {
  const story = goodPlan();
  const [firstMove] = story.plan.moves;
  const pve1 = story.plan.nodes.pve1;
  if (!firstMove || !pve1) throw new Error("the plan is not as written");

  test.each<[string, Partial<PlanToCheck>, string]>([
    ["a guest elsewhere", { placements: { ...story.plan.placements, "100": "pve3" } }, "placements"],
    ["a guest missing", { placements: { "100": "pve2" } }, "placements"],
    ["a guest too many", { placements: { ...story.plan.placements, "999": "pve2" } }, "placements"],
    [
      "a node's CPU",
      { nodes: { ...story.plan.nodes, pve1: { ...pve1, after: { ...pve1.after, cpu: 0.3 } } } },
      "nodes",
    ],
    [
      "a node's score before",
      { nodes: { ...story.plan.nodes, pve1: { ...pve1, before: { ...pve1.before, score: 99 } } } },
      "nodes",
    ],
    [
      "a node's guests",
      { nodes: { ...story.plan.nodes, pve1: { ...pve1, after: { ...pve1.after, guests: 3 } } } },
      "nodes",
    ],
    ["a node missing", { nodes: { pve1 } }, "nodes"],
    ["health before", { score: { ...story.plan.score, before: 1 } }, "score"],
    ["health after", { score: { ...story.plan.score, after: null } }, "score"],
    [
      "the spread after",
      { imbalance: { ...story.plan.imbalance, after: { cpu: 0, memory: 0, disk: 0 } } },
      "imbalance",
    ],
    [
      "health on the way",
      { moves: [{ ...firstMove, scoreAfter: 1 }, ...story.plan.moves.slice(1)] },
      "scores",
    ],
  ])("%s that does not add up", (_name, claims, check) => {
    expect(failed(claiming(story, claims))).toEqual([check]);
  });
});

describe("the verdict", () => {
  test.each<[string, Partial<PlanToCheck>]>([
    ["balanced, with moves", { verdict: "balanced" }],
    ["blocked, with nothing blocked", { verdict: "blocked" }],
    ["without a reason", { reason: "" }],
  ])("%s", (_name, claims) => {
    expect(failed(claiming(goodPlan(), claims))).toEqual(["verdict"]);
  });

  it("an overfull node that a guest could leave, which is not named", () => {
    const full = { cores: 2, memory: 30 * GIB, memoryUsed: 30 * GIB };
    const story = planOf(
      { nodes: hot.nodes, guests: [1, 2, 3].map((place) => guest(100 + place, "pve1", full)) },
      [],
      { verdict: "blocked" },
    );
    expect(failed(story)).toEqual(["blocked"]);
    expect(details(story)).toContain(
      "holds more than it has, and guest 101 stays there though it may go to pve2",
    );
  });

  it("an overfull node that a guest could leave without taking anything of what is too much, which is no fault", () => {
    const full = { cores: 1, memory: 30 * GIB, memoryUsed: 30 * GIB, lock: "backup" };
    const paused = guest(104, "pve1", { cores: 1, status: "paused", memoryUsed: 0 });
    const guests = [...[1, 2, 3].map((place) => guest(100 + place, "pve1", full)), paused];
    const story = planOf({ nodes: hot.nodes, guests }, [], { verdict: "blocked" });
    expect(details(story)).not.toContain("guest 104 stays there");
  });

  it("a plan without moves", () => {
    expect(failed(planOf({ ...hot, guests: [] }, [], { verdict: "plan" }))).toEqual(["verdict"]);
  });

  it("a plan that leaves a strict rule broken that it could have repaired", () => {
    const rules = [{ id: "split", kind: "anti-affinity" as const, guests: [100, 101] }];
    const violation = {
      rule: "split",
      kind: "anti-affinity",
      strict: true,
      guests: [100, 101],
      nodes: ["pve1"],
      sentence: "They share a node.",
    };
    const claims = { violations: { before: [violation], after: [violation] } };
    expect(failed(planOf({ ...hot, rules }, [{ vmid: 102, to: "pve2" }], claims))).toEqual(["verdict"]);
  });

  const left = {
    ...hot,
    guests: [guest(100, "pve1"), guest(101, "pve1", { lock: "backup" })],
    evacuate: ["pve1"],
  };
  const blocked = {
    vmid: 101,
    node: "pve1",
    reason: "locked",
    detail: "VM 101 is locked (backup).",
    fix: "Wait until its backup is done.",
  };
  const emptying = (claims: Partial<PlanToCheck>) =>
    planOf(left, [{ vmid: 100, to: "pve2", need: "evacuation" }], claims);

  it("a guest left on a node to be emptied must be named as blocked", () => {
    expect(failed(emptying({ verdict: "blocked", blocked: [blocked] }))).toEqual([]);
    expect(failed(emptying({ verdict: "plan", blocked: [] }))).toContain("evacuation");
    expect(failed(emptying({ verdict: "plan", blocked: [blocked] }))).toEqual(["verdict"]);
  });

  it("a guest named as blocked must really be refused everywhere", () => {
    const free = { ...blocked, vmid: 100, reason: "memory-headroom" };
    const lazy = planOf(left, [], { verdict: "blocked", blocked: [free, blocked] });
    expect(failed(lazy)).toEqual(["blocked"]);
    expect(details(lazy)).toContain("may go to pve2");
  });

  it("a guest that no move is said to help must not be helped by one", () => {
    const open = planOf({ ...left, guests: [guest(101, "pve1")] }, [], {
      verdict: "blocked",
      blocked: [{ ...blocked, reason: "no-gain" }],
    });
    expect(failed(open)).toEqual(["blocked"]);
    expect(details(open)).toContain("may go to pve2, which helps");
  });

  it("a guest that its group is said to keep must not be able to go with all of it", () => {
    const group = (nodes: readonly string[]) => ({
      ...left,
      guests: [guest(101, "pve1"), guest(102, "pve1"), guest(103, "pve2")],
      rules: [
        { id: "near", kind: "affinity" as const, guests: [101, 102] },
        { id: "lic", kind: "pin" as const, guests: [102], nodes: [...nodes] },
      ],
    });
    const kept = (nodes: readonly string[]) =>
      planOf(group(nodes), [], {
        verdict: "blocked",
        blocked: [
          { ...blocked, vmid: 101, reason: "affinity" },
          { ...blocked, vmid: 102, reason: "pin" },
        ],
      });
    expect(failed(kept(["pve1"]))).toEqual([]);
    const open = kept(["pve1", "pve2"]);
    expect(failed(open)).toEqual(["blocked"]);
    expect(details(open)).toContain("Guest 101 is named as blocked, but may go to pve2 together with 102");
  });

  it("a blocked guest has a place, a reason and a fix", () => {
    expect(failed(emptying({ verdict: "blocked", blocked: [{ ...blocked, node: "pve2" }] }))).toEqual([
      "blocked",
    ]);
    expect(failed(emptying({ verdict: "blocked", blocked: [{ ...blocked, fix: "" }] }))).toEqual(["blocked"]);
  });

  it("a guest that stays is not moved, exists, and has its reason", () => {
    const stays = (vmid: number, detail = "It is pinned.") =>
      failed(claiming(goodPlan(), { notMoved: [{ vmid, reason: "pin", detail }] }));
    expect(stays(102)).toEqual([]);
    expect(stays(100)).toEqual(["not-moved"]);
    expect(stays(999)).toEqual(["not-moved"]);
    expect(stays(102, "")).toEqual(["not-moved"]);
  });
});
