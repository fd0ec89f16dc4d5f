import { describe, expect, it } from "vitest";
import { buildClusterModel } from "@/lib/planning/model/build-cluster-model";
import { netSteps } from "@/lib/planning/ordering/net-steps";
import { orderSteps } from "@/lib/planning/ordering/order-steps";
import { SearchState } from "@/lib/planning/search/search-state";
import { GIB, guest, inputOf } from "../scenario-input";

const evacuation = { need: "evacuation", subject: "pve1" } as const;

describe("orderSteps", () => {
  it("keeps to the caps of a wave", () => {
    const guests = [0, 1, 2, 3].map((index) => guest(100 + index, "pve1"));
    const state = new SearchState(buildClusterModel(inputOf({ guests, evacuate: ["pve1"] })));
    const steps = [0, 1, 2, 3].map((index) => ({
      ...evacuation,
      moves: [{ guest: index, from: 0, to: 1 + (index % 2) }],
    }));

    const { moves, left } = orderSteps(state, steps);

    expect(left).toEqual([]);
    expect(moves.map(({ guest: one, wave }) => [one, wave])).toEqual([
      [0, 1],
      [1, 1],
      [2, 2],
      [3, 2],
    ]);
  });

  it("lets a guest leave before another takes its room, though it was named later", () => {
    const big = { memory: 40 * GIB, memoryUsed: 40 * GIB };
    const guests = [guest(100, "pve1", big), guest(101, "pve2", big)];
    const state = new SearchState(buildClusterModel(inputOf({ guests, evacuate: ["pve1"] })));
    const steps = [
      { ...evacuation, moves: [{ guest: 0, from: 0, to: 1 }] },
      { ...evacuation, moves: [{ guest: 1, from: 1, to: 2 }] },
    ];

    const { moves } = orderSteps(state, steps);

    expect(moves.map(({ guest: one, wave }) => [one, wave])).toEqual([
      [1, 1],
      [0, 2],
    ]);
  });

  it("says which steps can never be made", () => {
    const big = { memory: 60 * GIB, memoryUsed: 60 * GIB };
    const guests = [guest(100, "pve1", big), guest(101, "pve2", big)];
    const state = new SearchState(buildClusterModel(inputOf({ guests })));
    const step = { ...evacuation, moves: [{ guest: 0, from: 0, to: 1 }] };

    expect(orderSteps(state, [step])).toMatchObject({ moves: [], left: [step] });
  });
});

describe("netSteps", () => {
  it("leaves out stops on the way and guests that come back", () => {
    const guests = [guest(100, "pve1"), guest(101, "pve1")];
    const state = new SearchState(buildClusterModel(inputOf({ guests })));
    const contention = { need: "contention", subject: "pve1" } as const;

    const steps = netSteps(state, [
      { ...contention, moves: [{ guest: 0, from: 0, to: 1 }] },
      { ...contention, moves: [{ guest: 1, from: 0, to: 2 }] },
      { ...contention, moves: [{ guest: 0, from: 1, to: 2 }] },
      { ...contention, moves: [{ guest: 1, from: 2, to: 0 }] },
    ]);

    expect(steps.flatMap(({ moves }) => moves)).toEqual([{ guest: 0, from: 0, to: 2 }]);
  });
});
