import { describe, expect, it } from "vitest";
import {
  NOTHING_OBSERVED,
  needKey,
  type ObservationState,
  observationState,
  observeRounds,
  roundsSeen,
} from "@/lib/automation/observe-rounds";
import type { PlannedMove } from "@/lib/planning/plan";
import { aMove, MINUTE_MS, NOW_MS } from "./an-automation-input";

const wanted = aMove();

/** Runs every five minutes; each entry is what one of them proposes. Null is a run that did not take place. */
function observe(rounds: readonly (readonly PlannedMove[] | null)[]): ObservationState {
  return rounds.reduce<ObservationState>(
    (state, moves, index) =>
      moves === null
        ? state
        : observeRounds(state, { atMs: NOW_MS + index * 5 * MINUTE_MS, intervalMinutes: 5, moves }),
    NOTHING_OBSERVED,
  );
}

const seenAfter = (...rounds: readonly (readonly PlannedMove[] | null)[]) =>
  roundsSeen(observe(rounds), wanted);

describe("observeRounds", () => {
  it("counts the rounds in which a need is seen", () => {
    expect(seenAfter([wanted])).toBe(1);
    expect(seenAfter([wanted], [wanted], [wanted])).toBe(3);
    expect(roundsSeen(NOTHING_OBSERVED, wanted)).toBe(0);
  });

  it("is not disturbed by one round without it, and does not count that round", () => {
    expect(seenAfter([wanted], [], [wanted])).toBe(2);
    expect(seenAfter([wanted], [], [wanted], [], [wanted])).toBe(3);
  });

  it("starts anew after two rounds without it", () => {
    expect(seenAfter([wanted], [wanted], [], [])).toBe(0);
    expect(seenAfter([wanted], [wanted], [], [], [wanted])).toBe(1);
  });

  it("takes rounds that did not take place for rounds without it", () => {
    expect(seenAfter([wanted], null, [wanted])).toBe(2);
    expect(seenAfter([wanted], null, null, [wanted])).toBe(1);
    expect(seenAfter([wanted], [], null, [wanted])).toBe(1);
  });

  it("goes on when the same guest is to go elsewhere for the same need", () => {
    expect(seenAfter([wanted], [aMove({ to: "pve3" })])).toBe(2);
  });

  it("takes contention and imbalance of a node for one need", () => {
    expect(seenAfter([wanted], [aMove({ need: "imbalance" })])).toBe(2);
    expect(needKey(wanted)).toBe("110/balance/pve1");
  });

  it("keeps another guest and another need apart", () => {
    const others = [aMove({ vmid: 111 }), aMove({ subject: "pve9" }), aMove({ need: "distribution" })];
    expect(seenAfter([wanted], others)).toBe(1);
    expect(Object.keys(observe([[wanted], others]).seen)).toHaveLength(4);
  });

  it("counts a round once, however often a run of it is repeated", () => {
    const once = observe([[wanted]]);
    const again = observeRounds(once, { atMs: NOW_MS + MINUTE_MS, intervalMinutes: 5, moves: [wanted] });
    expect(again).toEqual(once);
  });

  it("a run between two rounds adds what is new and takes nothing away", () => {
    const fresh = aMove({ vmid: 111 });
    const between = observeRounds(observe([[wanted]]), {
      atMs: NOW_MS + MINUTE_MS,
      intervalMinutes: 5,
      moves: [fresh],
    });
    expect([roundsSeen(between, wanted), roundsSeen(between, fresh)]).toEqual([1, 1]);
    expect(between.lastRoundAtMs).toBe(NOW_MS);
  });

  it("goes on when the clock is set back", () => {
    const back = observeRounds(observe([[wanted]]), {
      atMs: NOW_MS - 600 * MINUTE_MS,
      intervalMinutes: 5,
      moves: [wanted],
    });
    const next = observeRounds(back, { atMs: NOW_MS - 595 * MINUTE_MS, intervalMinutes: 5, moves: [wanted] });
    expect(roundsSeen(next, wanted)).toBe(2);
  });

  it("counts a need once a round, however many moves name it", () => {
    expect(seenAfter([wanted, aMove({ wave: 2, from: "pve1", to: "pve3" })])).toBe(1);
  });

  it("is plain JSON and does not depend on the order of moves", () => {
    const one = [wanted, aMove({ vmid: 111 }), aMove({ vmid: 112 })];
    const state = observe([one, one]);
    expect(observationState.parse(JSON.parse(JSON.stringify(state)))).toEqual(state);
    expect(JSON.stringify(observe([one.toReversed(), one]))).toBe(JSON.stringify(state));
  });
});
