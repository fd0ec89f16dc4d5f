import { expect, it } from "vitest";
import { guestRestraints } from "@/lib/automation/guest-restraints";
import type { PastMove } from "@/lib/automation/past-move";

const NOW = Date.UTC(2026, 10, 20, 12);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const settings = { "automation.cooldownMinutes": 30, "automation.rollbackWindowHours": 24 };

function moved(
  vmid: number,
  from: string,
  to: string,
  agoMs: number,
  rest: Partial<PastMove> = {},
): PastMove {
  return { vmid, from, to, endedAtMs: NOW - agoMs, outcome: "moved", ...rest };
}

const restraintsOf = (...history: PastMove[]) => guestRestraints({ history, settings, nowMs: NOW });

it("a guest that was moved lately rests, and does not go back", () => {
  expect(restraintsOf(moved(100, "pve1", "pve2", 10 * MINUTE))).toEqual([
    { vmid: 100, heldUntilMs: NOW + 20 * MINUTE, notBackTo: "pve1" },
  ]);
});

it("after its rest it may go, but not back, and after the window anywhere", () => {
  expect(restraintsOf(moved(100, "pve1", "pve2", 2 * HOUR))).toEqual([
    { vmid: 100, heldUntilMs: null, notBackTo: "pve1" },
  ]);
  expect(restraintsOf(moved(100, "pve1", "pve2", 24 * HOUR))).toEqual([]);
});

it("an attempt that failed lets it rest and bars no way", () => {
  expect(restraintsOf(moved(100, "pve1", "pve2", 10 * MINUTE, { outcome: "failed" }))).toEqual([
    { vmid: 100, heldUntilMs: NOW + 20 * MINUTE, notBackTo: null },
  ]);
});

it("a guest that was taken back does not go again where it was taken back from", () => {
  const there = moved(100, "pve1", "pve2", 3 * HOUR);
  const back = moved(100, "pve2", "pve1", 2 * HOUR);
  expect(restraintsOf(back, there)).toEqual([{ vmid: 100, heldUntilMs: null, notBackTo: "pve2" }]);
});

it("says the same in whatever order the history is", () => {
  const history = [moved(101, "pve1", "pve2", MINUTE), moved(100, "pve2", "pve3", 5 * MINUTE)];
  expect(restraintsOf(...history)).toEqual(restraintsOf(...history.toReversed()));
  expect(restraintsOf(...history).map(({ vmid }) => vmid)).toEqual([100, 101]);
});
