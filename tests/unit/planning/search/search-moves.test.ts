import { describe, expect, it } from "vitest";
import { buildClusterModel } from "@/lib/planning/model/build-cluster-model";
import { nodeLoad } from "@/lib/planning/model/node-load";
import { planCluster } from "@/lib/planning/plan-cluster";
import { fewestMoves } from "@/lib/planning/search/fewest-moves";
import { isReached } from "@/lib/planning/search/relief";
import { searchMoves } from "@/lib/planning/search/search-moves";
import { SearchState } from "@/lib/planning/search/search-state";
import { SeededRandom } from "@/lib/planning/search/seeded-random";
import { GIB, guest, inputOf, node } from "../scenario-input";

const random = new SeededRandom(7);
const crowd = Array.from({ length: 24 }, (_, index) => {
  const memory = [2, 4, 8, 16][random.below(4)] ?? 2;
  const cores = [1, 2, 4][random.below(3)] ?? 1;
  return guest(100 + index, random.next() < 0.6 ? "pve1" : "pve2", {
    cores,
    cpuUsed: cores * (0.2 + 0.5 * random.next()),
    memory: memory * GIB,
    memoryUsed: Math.round(memory * GIB * 0.6),
  });
});

/** A guest that holds a share of a node's 64 GiB. */
const using = (vmid: number, on: string, memory: number, overrides = {}) =>
  guest(vmid, on, {
    memory: Math.round(memory * 64 * GIB),
    memoryUsed: Math.round(memory * 64 * GIB),
    ...overrides,
  });

describe("searchMoves", () => {
  it("knows the load of a node with and without a guest as the model does", () => {
    const state = new SearchState(buildClusterModel(inputOf({ guests: crowd })));
    const demand = state.unitOf[0]?.demand ?? new Float64Array();
    const from = state.nodeOf(0);
    const expected = [state.loads.with(from, demand, -1), state.loads.with(2, demand, 1)];

    state.placement.apply(0, 2);

    const { model, placement, loads } = state;
    const loadsNow = [from, 2].map((one) => nodeLoad(model, placement.load, one, loads.compared));
    expect(loadsNow[0]).toBeCloseTo(expected[0] ?? -1, 12);
    expect(loadsNow[1]).toBeCloseTo(expected[1] ?? -1, 12);
  });

  it("leaves out moves without which the goals are reached as well", () => {
    const guests = [using(100, "pve1", 0.4), using(101, "pve1", 0.4), using(102, "pve1", 0.02)];
    const state = new SearchState(buildClusterModel(inputOf({ guests })));
    const steps = [1, 2, 1].map((to, guest) => ({
      need: "contention" as const,
      subject: "pve1",
      moves: [{ guest, from: 0, to }],
    }));
    for (const [guest, to] of [1, 2, 1].entries()) state.placement.apply(guest, to);
    const goals = [{ skipped: new Set<number>(), level: 0.41 / 0.7 }];

    const ways = fewestMoves(state, {
      steps,
      own: steps,
      goals,
      reaches: (one) => isReached(one, goals),
      mayBeMade: () => true,
    });

    expect(ways.map((way) => way.flatMap(({ moves }) => moves.map(({ guest }) => guest)))).toEqual([[1, 2]]);
    expect([0, 1, 2].map((guest) => state.nodeOf(guest))).toEqual([1, 2, 1]);
  });

  it("moves nothing where all moves together leave the busiest node nearly as busy", () => {
    const guests = ["pve1", "pve2"].flatMap((name, index) => [
      using(100 + index, name, 0.45, { tags: ["ignore"] }),
      ...[0, 1, 2].map((one) => using(110 + 10 * index + one, name, 0.03)),
    ]);
    const settings = { "planning.minImprovement": 10 };

    const { verdict, moves, notMoved } = planCluster(inputOf({ guests, settings }));

    expect([verdict, moves]).toEqual(["balanced", []]);
    expect(notMoved.length).toBeGreaterThan(0);
  });

  it("relieves the next node where the busiest cannot be relieved", () => {
    const guests = [
      using(100, "pve1", 0.8, { tags: ["ignore"] }),
      ...[0, 1, 2].map((one) => using(110 + one, "pve2", 0.25)),
    ];

    const { moves, certificate } = planCluster(inputOf({ guests }));

    expect(moves.map(({ from, to }) => [from, to])).toEqual([["pve2", "pve3"]]);
    expect(certificate.ok).toBe(true);
  });

  it("relieves several nodes that are equally busy, all of them or none", () => {
    const guests = ["pve1", "pve2"].flatMap((name, index) =>
      [0, 1, 2, 3].map((one) => using(100 + 10 * index + one, name, 0.13)),
    );

    const { moves } = planCluster(inputOf({ guests }));

    expect(moves.map(({ from, to }) => [from, to]).sort()).toEqual([
      ["pve1", "pve3"],
      ["pve2", "pve3"],
    ]);
  });

  it("makes the same plan again, to the byte", () => {
    const input = inputOf({ guests: crowd });

    expect(JSON.stringify(planCluster(input))).toBe(JSON.stringify(planCluster(input)));
  });

  it("makes the same plan whatever nodes are called and in which order they come", () => {
    const names = new Map([
      ["pve1", "zeta"],
      ["pve2", "alpha"],
      ["pve3", "mid"],
    ]);
    const renamed = inputOf({
      nodes: [node("alpha", { cores: 24 }), node("mid", { cores: 20 }), node("zeta")],
      guests: [...crowd].reverse().map((one) => ({ ...one, node: names.get(one.node) ?? one.node })),
    });
    const plain = inputOf({
      nodes: [node("pve1"), node("pve2", { cores: 24 }), node("pve3", { cores: 20 })],
      guests: crowd,
    });

    const moves = planCluster(plain).moves.map(({ vmid, wave, to }) => [vmid, wave, names.get(to)]);
    expect(moves.length).toBeGreaterThan(0);
    expect(planCluster(renamed).moves.map(({ vmid, wave, to }) => [vmid, wave, to])).toEqual(moves);
  });

  it("swaps two guests where no single move helps", () => {
    const guests = [
      ["pve1", 20],
      ["pve1", 20],
      ["pve2", 14],
      ["pve2", 12],
    ].map(([on, gib], index) =>
      guest(100 + index, String(on), { memory: Number(gib) * GIB, memoryUsed: Number(gib) * GIB }),
    );

    const plan = planCluster(
      inputOf({
        nodes: [node("pve1"), node("pve2")],
        guests,
        settings: { "planning.method": "memory" },
      }),
    );

    expect(plan.certificate.checks.filter(({ ok }) => !ok)).toEqual([]);
    expect(plan.moves).toHaveLength(2);
    expect(new Set(plan.moves.map(({ bundle }) => bundle)).size).toBe(1);
    expect(plan.imbalance.after.memory).toBeCloseTo(2 / 64, 6);
  });

  it("makes room where a guest that must move finds none", () => {
    const guests = [
      guest(100, "pve1", { memory: 40 * GIB, memoryUsed: 40 * GIB }),
      guest(101, "pve2", { memory: 30 * GIB, memoryUsed: 30 * GIB }),
      guest(102, "pve3", { memory: 30 * GIB, memoryUsed: 30 * GIB }),
    ];

    const plan = planCluster(inputOf({ guests, evacuate: ["pve1"] }));

    expect(plan.certificate.checks.filter(({ ok }) => !ok)).toEqual([]);
    expect(plan.verdict).toBe("plan");
    expect(plan.nodes.pve1?.after.guests).toBe(0);
    expect(plan.moves).toHaveLength(2);
  });

  it("leaves the state where its moves lead", () => {
    const state = new SearchState(buildClusterModel(inputOf({ guests: crowd })));
    const { moves } = searchMoves(state);

    for (const { guest: moved, to } of moves) expect(state.nodeOf(moved)).toBe(to);
    expect(state.movedCount()).toBe(moves.length);
  });
});
