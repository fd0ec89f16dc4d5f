import { describe, expect, it } from "vitest";
import type { PlanRunRow, PlanStep } from "@/lib/api/plans";
import {
  isActivePlan,
  planFraction,
  planRunSentence,
  stepWaves,
} from "@/lib/client/recommendations/plan-run-words";
import { keepChosen, togetherWith, toggleGuest } from "@/lib/client/recommendations/plan-selection";
import { aMove, aProgress } from "../moves/a-move";

const MOVES = [
  { vmid: 1, bundle: null },
  { vmid: 2, bundle: 7 },
  { vmid: 3, bundle: 7 },
  // Guest 3 moves twice: its second move belongs to another group.
  { vmid: 3, bundle: 8 },
  { vmid: 4, bundle: 8 },
];

describe("choosing moves", () => {
  it("takes all of a group, and of the groups that its guests are in as well", () => {
    expect([...togetherWith(MOVES, 1)]).toEqual([1]);
    expect([...togetherWith(MOVES, 2)].sort()).toEqual([2, 3, 4]);
  });

  it("lets a whole group go again", () => {
    const chosen = toggleGuest(MOVES, new Set([1]), 4);
    expect([...chosen].sort()).toEqual([1, 2, 3, 4]);
    expect([...toggleGuest(MOVES, chosen, 3)]).toEqual([1]);
  });

  it("keeps of a choice what another plan still has, groups only whole", () => {
    expect([...keepChosen(MOVES, new Set([1, 9]))]).toEqual([1]);
    expect([...keepChosen(MOVES, new Set([1, 2, 3]))]).toEqual([1]);
  });
});

const RUN: PlanRunRow = {
  id: "33333333-3333-4333-8333-333333333333",
  clusterId: "11111111-1111-4111-8111-111111111111",
  recommendationId: "44444444-4444-4444-8444-444444444444",
  state: "running",
  requestedBy: "otto",
  requestedAtMs: 0,
  endedAtMs: null,
  planMovesCount: 5,
  stepsCount: 3,
  doneCount: 1,
  movingCount: 1,
  wave: 2,
  wavesCount: 2,
  pausedBy: null,
  cancelledBy: null,
  trouble: null,
  result: null,
  canCancel: true,
  canPause: true,
  canResume: false,
};

describe("an approved plan", () => {
  it("says how far it is, who paused it, what keeps it and what became of it", () => {
    expect(planRunSentence(RUN)).toBe("1 of 3 moves made, wave 2 of 2, 1 under way.");
    expect(planRunSentence({ ...RUN, trouble: "The engine is paused." })).toBe("The engine is paused.");
    expect(planRunSentence({ ...RUN, state: "paused", pausedBy: "ana" })).toBe(
      "ana paused it: 1 of 3 moves made; 1 under way are finished.",
    );
    expect(planRunSentence({ ...RUN, state: "superseded", result: "elm is calm again." })).toBe(
      "elm is calm again.",
    );
    expect(planRunSentence({ ...RUN, state: "done", doneCount: 3 })).toBe("3 of 3 moves made.");
  });

  it("is at work until it has ended", () => {
    expect((["running", "paused", "stopping"] as const).every((state) => isActivePlan({ state }))).toBe(true);
    expect(
      (["done", "failed", "cancelled", "superseded"] as const).some((state) => isActivePlan({ state })),
    ).toBe(false);
  });

  it("is made as far as its moves are, those under way in part", () => {
    const memory = { doneBytes: 5, totalBytes: 10, bytesPerSecond: null, dirtyBytesPerSecond: null };
    const own = aMove({ batchId: RUN.id, progress: aProgress({ memory }) });
    expect(planFraction(RUN, [own, aMove({ batchId: null, progress: own.progress })])).toBeCloseTo(0.5);
    expect(planFraction({ ...RUN, stepsCount: 0 }, [])).toBeNull();
  });

  it("goes wave by wave in the plan's order", () => {
    const step = (position: number, wave: number) => ({ position, wave }) as PlanStep;
    expect(
      stepWaves([step(2, 2), step(1, 1), step(0, 1)]).map(({ wave, steps }) => [
        wave,
        steps.map(({ position }) => position),
      ]),
    ).toEqual([
      [1, [0, 1]],
      [2, [2]],
    ]);
  });
});
