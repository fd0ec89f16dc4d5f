import { describe, expect, it, test } from "vitest";
import { checkPlan } from "@/lib/planning/checker/check-plan";
import { guest, node } from "../scenario-input";
import { changed, details, failed, goodPlan, hot, others } from "./hot-node";
import { planOf, type WrittenMove } from "./plan-of";

describe("a good plan", () => {
  it("passes every check, each with a sentence", () => {
    const { input, plan } = goodPlan();
    const certificate = checkPlan(input, plan);
    expect(details(goodPlan())).toBe("");
    expect(certificate.ok).toBe(true);
    expect(certificate.checks.map(({ check }) => check)).toEqual([
      "moves",
      "order",
      "once",
      "waves",
      "guests",
      "targets",
      "headroom",
      "apart",
      "goal",
      "rules",
      "cost",
      "benefit",
      "suitability",
      "relief",
      "needs",
      "placements",
      "nodes",
      "score",
      "imbalance",
      "violations",
      "scores",
      "verdict",
      "evacuation",
      "blocked",
      "not-moved",
    ]);
    for (const { detail } of certificate.checks) expect(detail).toMatch(/^\S.*\.$/);
  });

  it("without moves passes too", () => {
    const calm = { nodes: hot.nodes, guests: [guest(100, "pve1")] };
    expect(details(planOf(calm, []))).toBe("");
  });

  it("of two guests that arrive at one node passes in two waves", () => {
    const moves = [
      { vmid: 101, to: "pve2" },
      { vmid: 102, to: "pve2" },
    ];
    expect(details(planOf({ ...hot, settings: { "planning.minImprovement": 0 } }, moves))).toBe("");
  });
});

describe("what the moves name and how they follow each other", () => {
  test.each([
    ["a guest that does not exist", 0, { vmid: 999 }, "moves"],
    ["a node that does not exist", 0, { to: "pve9" }, "moves"],
    ["a move to where the guest is", 0, { to: "pve1" }, "moves"],
    ["another name", 0, { name: "db1" }, "moves"],
    ["a restart for a VM that runs", 0, { kind: "restart" }, "moves"],
    ["a confidence above 100", 0, { confidence: 101 }, "moves"],
    ["a risk that is no number", 0, { risk: Number.NaN }, "moves"],
    [
      "no reason",
      0,
      { reason: { need: "contention", subject: "pve1", sentence: " ", factors: [] } },
      "moves",
    ],
    ["another source", 0, { from: "pve3" }, "order"],
    ["the same guest twice", 1, { vmid: 100, from: "pve2", name: "web1" }, "once"],
    ["a stop without going on", 1, { temporary: true }, "once"],
    ["a first wave of 2", 0, { wave: 2 }, "waves"],
    ["a first wave of 0", 0, { wave: 0 }, "waves"],
    ["a gap between waves", 1, { wave: 3 }, "waves"],
    ["half a wave", 1, { wave: 1.5 }, "waves"],
  ] as const)("%s", (_name, index, change, check) => {
    expect(failed(changed(goodPlan(), index, change))).toContain(check);
  });

  test.each([
    ["from one node", { "planning.maxPerSource": 1 }],
    ["at once", { "planning.maxPerCluster": 1 }],
    ["in all", { "planning.maxMoves": 1 }],
  ])("more moves %s than are allowed", (_name, settings) => {
    const moves: readonly WrittenMove[] = [
      { vmid: 100, to: "pve2", wave: 1 },
      { vmid: 101, to: "pve3", wave: 1 },
    ];
    expect(failed(planOf({ ...hot, settings }, moves))).toContain("waves");
    expect(failed(planOf(hot, moves))).toEqual([]);
  });

  it("more moves to one node than are allowed", () => {
    const moves: readonly WrittenMove[] = [
      { vmid: 101, to: "pve2", wave: 1 },
      { vmid: 102, to: "pve2", wave: 1 },
    ];
    expect(failed(planOf(hot, moves))).toContain("waves");
  });
});

describe("guests that may not be moved", () => {
  test.each<[string, Parameters<typeof guest>[2]]>([
    ["with a lock", { lock: "backup" }],
    ["with a device passed through", { passthrough: ["hostpci0"] }],
    [
      "a container with a folder of its node",
      { type: "lxc", mounts: [{ key: "mp0", volume: "/srv", shared: false }] },
    ],
    ["that shall be left alone", { tags: ["ignore"] }],
    ["in an HA state that is not at rest", { ha: { state: "error", managed: true } }],
    ["a template", { template: true }],
  ])("%s", (_name, one) => {
    const story = { ...hot, guests: [guest(100, "pve1", { cores: 8, cpuUsed: 6, ...one }), ...others] };
    expect(failed(planOf(story, [{ vmid: 100, to: "pve2" }]))).toContain("guests");
  });

  it("without quorum", () => {
    const story = goodPlan();
    const input = { ...story.input, snapshot: { ...story.input.snapshot, quorate: false } };
    expect(failed({ ...story, input })).toContain("guests");
  });

  it("while a task works on it", () => {
    const story = goodPlan();
    const task = {
      upid: "UPID:x",
      node: "pve1",
      type: "vzdump",
      subject: "100",
      user: "root@pam",
      startedAtMs: 0,
      endedAtMs: null,
      exitStatus: null,
    };
    const snapshot = { ...story.input.snapshot, tasks: [task] };
    expect(failed({ ...story, input: { ...story.input, snapshot } })).toContain("guests");
    const over = { ...story.input.snapshot, tasks: [{ ...task, endedAtMs: 1, exitStatus: "OK" }] };
    expect(failed({ ...story, input: { ...story.input, snapshot: over } })).toEqual([]);
  });

  it("held for a while, unless it must move", () => {
    const story = goodPlan();
    const policy = story.input.guestPolicies.get(100);
    if (!policy) throw new Error("guest 100 has no policy");
    const held = { ...policy, heldUntilMs: story.input.snapshot.readAtMs + 1 };
    const guestPolicies = new Map(story.input.guestPolicies).set(100, held);
    expect(failed({ ...story, input: { ...story.input, guestPolicies } })).toContain("guests");
  });

  it("on a node that is offline or ignored", () => {
    const offline = { ...hot, nodes: [node("pve1", { status: "offline" }), node("pve2"), node("pve3")] };
    expect(failed(planOf(offline, [{ vmid: 100, to: "pve2" }]))).toContain("guests");
    const ignored = { ...hot, nodes: [node("pve1", { ignored: true }), node("pve2"), node("pve3")] };
    expect(failed(planOf(ignored, [{ vmid: 100, to: "pve2" }]))).toContain("guests");
  });
});
