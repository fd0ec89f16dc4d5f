import { describe, expect, it } from "vitest";
import { buildClusterModel } from "@/lib/planning/model/build-cluster-model";
import { relieveCapacity } from "@/lib/planning/search/relieve-capacity";
import { SearchState } from "@/lib/planning/search/search-state";
import { GIB, guest, inputOf, node } from "../scenario-input";

/** VMIDs that leave a node of 64 GiB on which guests hold these GiB. */
function leaving(gib: readonly number[], others = {}): readonly number[] {
  const guests = gib.map((size, index) =>
    guest(100 + index, "pve1", { memory: size * GIB, memoryUsed: size * GIB }),
  );
  const nodes = [node("pve1"), node("pve2", others)];
  const state = new SearchState(buildClusterModel(inputOf({ nodes, guests })));
  relieveCapacity(state);
  return state.steps.flatMap(({ moves }) =>
    moves.map((move) => state.model.guests[move.guest]?.guest.vmid ?? 0),
  );
}

describe("relieveCapacity", () => {
  it("takes the smallest guest without which the node holds no more than it has", () => {
    expect(leaving([30, 29, 2, 5])).toEqual([102]);
    expect(leaving([30, 24, 12, 7])).toEqual([102]);
  });

  it("takes as many as fit elsewhere where one is not enough", () => {
    expect(leaving([20, 20, 20, 20, 20])).toHaveLength(2);
    expect(leaving([20, 20, 20, 20, 20], { memory: 20 * GIB })).toHaveLength(1);
  });

  it("leaves a node alone that holds no more than it has", () => {
    expect(leaving([30, 29, 5])).toEqual([]);
  });
});
