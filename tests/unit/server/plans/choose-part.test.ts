import { describe, expect, it } from "vitest";
import type { PlannedMoveRow } from "@/lib/api/recommendations";
import { choosePart } from "@/lib/server/plans/choose-moves";
import { GIB, guest, inputOf, node } from "@/tests/unit/planning/scenario-input";

function move(
  wave: number,
  vmid: number,
  from: string,
  to: string,
  rest: Partial<PlannedMoveRow> = {},
): PlannedMoveRow {
  return {
    wave,
    vmid,
    name: null,
    from,
    to,
    kind: "live",
    reason: { need: "rule", subject: "a rule", sentence: "A rule is broken.", factors: [] },
    confidence: 90,
    risk: 10,
    seconds: 10,
    downtimeMs: 50,
    bytes: GIB,
    scoreAfter: 80,
    temporary: false,
    bundle: null,
    ...rest,
  };
}

/** pve2 has room for guest 100 only when 101 has left it. */
const big = { memory: 40 * GIB, memoryUsed: 38 * GIB };
const crowded = inputOf({
  nodes: [node("pve1"), node("pve2"), node("pve3")],
  guests: [guest(100, "pve1", big), guest(101, "pve2", big), guest(102, "pve1")],
});
const chain = [move(1, 101, "pve2", "pve3"), move(1, 102, "pve1", "pve3"), move(2, 100, "pve1", "pve2")];

describe("a part of a plan", () => {
  it("is in the plan's order, with all moves of a guest", () => {
    const moves = [
      move(1, 102, "pve1", "pve3", { temporary: true }),
      ...chain.slice(0, 1),
      move(3, 102, "pve3", "pve2"),
    ];
    expect(choosePart(moves, [101, 102], crowded).map(({ wave, vmid }) => [wave, vmid])).toEqual([
      [1, 102],
      [1, 101],
      [3, 102],
    ]);
  });

  it("may leave out what it does not need", () => {
    expect(choosePart(chain, [100, 101], crowded).map(({ vmid }) => vmid)).toEqual([101, 100]);
    expect(choosePart(chain, [102], crowded).map(({ vmid }) => vmid)).toEqual([102]);
  });

  it("is refused without the move that makes room, which it names", () => {
    expect(() => choosePart(chain, [100, 102], crowded)).toThrow(
      expect.objectContaining({
        code: "conflict",
        message: "Guest 100 cannot go where the plan sends it before guest 101 has left. Choose that too.",
        issues: [{ path: "moves.101", message: "has to be moved before guest 100" }],
      }),
    );
  });

  it("holds bundles whole", () => {
    const swap = [move(1, 100, "pve1", "pve2", { bundle: 1 }), move(2, 101, "pve2", "pve1", { bundle: 1 })];
    expect(() => choosePart([...swap, move(1, 102, "pve1", "pve3")], [100, 102], crowded)).toThrow(
      expect.objectContaining({ code: "conflict", issues: [expect.objectContaining({ path: "moves.101" })] }),
    );
    expect(choosePart(swap, [100, 101], crowded)).toHaveLength(2);
  });

  it("knows no guest that the plan does not move", () => {
    expect(() => choosePart(chain, [100, 555], crowded)).toThrow(
      expect.objectContaining({ code: "invalid_input", message: "The plan does not move guest 555." }),
    );
  });
});
