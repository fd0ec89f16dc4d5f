import { describe, expect, it } from "vitest";
import { buildClusterModel } from "@/lib/planning/model/build-cluster-model";
import { isWorthWhole } from "@/lib/planning/ordering/is-worth-whole";
import { SearchState } from "@/lib/planning/search/search-state";
import { guest, inputOf } from "../scenario-input";

const busy = { cores: 4, cpuUsed: 4 };

/** Two busy guests leave the busiest node together. */
function isWorth(rules: NonNullable<Parameters<typeof inputOf>[0]>["rules"]): boolean {
  const state = new SearchState(
    buildClusterModel(inputOf({ guests: [100, 101, 102].map((vmid) => guest(vmid, "pve1", busy)), rules })),
  );
  const moves = [
    { guest: 0, from: 0, to: 1 },
    { guest: 1, from: 0, to: 2 },
  ];
  const worth = isWorthWhole(state, { need: "contention", subject: "pve1", moves });
  expect(state.placement.depth).toBe(0);
  return worth;
}

describe("isWorthWhole", () => {
  it("takes moves that relieve a node together", () => {
    expect(isWorth([])).toBe(true);
  });

  it("takes no moves that leave a guest apart from those it should be with, strictly or not", () => {
    for (const strict of [true, false])
      expect(isWorth([{ id: "near", kind: "affinity", strict, guests: [100, 102] }])).toBe(false);
  });
});
