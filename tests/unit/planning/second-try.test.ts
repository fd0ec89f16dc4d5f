import { describe, expect, it } from "vitest";
import type { OrderedMove } from "@/lib/planning/ordering/order-steps";
import { planWith } from "@/lib/planning/plan-cluster";
import { searchMoves } from "@/lib/planning/search/search-moves";
import type { SearchState } from "@/lib/planning/search/search-state";
import { GIB, guest, inputOf, node } from "./scenario-input";

/** One node is far above its thresholds; two others have room, and the fourth has none. */
const busy = inputOf({
  nodes: [node("pve1"), node("pve2"), node("pve3"), node("pve4", { baseMemory: 63 * GIB })],
  guests: [
    ...[100, 101, 102, 103, 104, 105].map((vmid) =>
      guest(vmid, "pve1", { cores: 4, cpuUsed: 2.5, memory: 8 * GIB, memoryUsed: 8 * GIB }),
    ),
    guest(110, "pve2"),
  ],
});

function moveOf(state: SearchState, vmid: number, to: string, rest: Partial<OrderedMove> = {}): OrderedMove {
  const guest = state.model.guestIndex.get(vmid) ?? -1;
  const from = state.nodeOf(guest);
  const target = state.model.nodeIndex.get(to) ?? -1;
  const cause = { need: "contention", subject: "pve1" } as const;
  return { ...cause, guest, from, to: target, wave: 1, temporary: false, bundle: null, ...rest };
}

describe("a plan of which the checker refuses a part", () => {
  it("is made without the move that it refuses", () => {
    const good = planWith(busy, {}, (state) => ({ ordered: searchMoves(state).moves, staying: [] }));
    expect(good.moves.length).toBeGreaterThan(0);
    expect(good.refused).toBeUndefined();
    const spoilt = planWith(busy, {}, (state) => {
      const { moves } = searchMoves(state);
      const later = moves.map((move) => ({ ...move, wave: move.wave + 1 }));
      return { ordered: [moveOf(state, 110, "pve4"), ...later], staying: [] };
    });

    expect(spoilt.certificate.ok).toBe(true);
    expect(spoilt.moves.map(({ vmid, to }) => ({ vmid, to }))).toEqual(
      good.moves.map(({ vmid, to }) => ({ vmid, to })),
    );
    expect(spoilt.refused?.map(({ check }) => check)).toContain("headroom");
    const told = spoilt.notMoved.find(({ vmid }) => vmid === 110);
    expect(told?.reason).toBe("disputed");
    expect(told?.detail).toContain("did not pass the checks");
  });

  it("names a guest that must move and whose only move was refused", () => {
    const plan = planWith({ ...busy, evacuate: ["pve2"] }, {}, (state) => ({
      ordered: [moveOf(state, 110, "pve4", { need: "evacuation", subject: "pve2" })],
      staying: [],
    }));
    expect({ verdict: plan.verdict, ok: plan.certificate.ok }).toEqual({ verdict: "blocked", ok: true });
    expect(plan.refused?.map(({ check }) => check)).toContain("headroom");
    expect(plan.blocked.map(({ vmid, reason }) => ({ vmid, reason }))).toEqual([
      { vmid: 110, reason: "disputed" },
    ]);
  });

  it("has no moves for balance's sake when all of them together do too little", () => {
    const input = { ...busy, settings: { ...busy.settings, "planning.minImprovement": 1 } };
    const strict = { ...busy, settings: { ...busy.settings, "planning.minImprovement": 90 } };
    const found = planWith(input, {}, (state) => ({ ordered: searchMoves(state).moves, staying: [] }));
    const plan = planWith(strict, {}, (state) => ({
      ordered: found.moves.map(({ vmid, to, wave, bundle }) => moveOf(state, vmid, to, { wave, bundle })),
      staying: [],
    }));
    expect({ moves: plan.moves.length, ok: plan.certificate.ok }).toEqual({ moves: 0, ok: true });
  });
});
