import { describe, expect, it } from "vitest";
import { wouldReturn } from "@/lib/automation/would-return";
import { aPastMove, HOUR_MS, NOW_MS } from "./an-automation-input";

const left = aPastMove({ from: "pve2", to: "pve1", endedAtMs: NOW_MS - 5 * HOUR_MS });
const question = { vmid: 110, to: "pve2", history: [left], nowMs: NOW_MS, windowHours: 24 };

describe("wouldReturn", () => {
  it("sees A to B to A within the window", () => {
    expect(wouldReturn(question)).toEqual({
      leftAtMs: left.endedAtMs,
      untilMs: left.endedAtMs + 24 * HOUR_MS,
    });
  });

  it("sees A to B to C to A", () => {
    const onward = aPastMove({ from: "pve1", to: "pve3", endedAtMs: NOW_MS - HOUR_MS });
    expect(wouldReturn({ ...question, history: [onward, left] })).not.toBeNull();
  });

  it("does not mind another node, another guest, or a move that did not arrive", () => {
    expect(wouldReturn({ ...question, to: "pve3" })).toBeNull();
    expect(wouldReturn({ ...question, vmid: 111 })).toBeNull();
    expect(wouldReturn({ ...question, history: [{ ...left, outcome: "failed" }] })).toBeNull();
  });

  it("ends with the window, to the millisecond", () => {
    expect(wouldReturn({ ...question, nowMs: left.endedAtMs + 24 * HOUR_MS - 1 })).not.toBeNull();
    expect(wouldReturn({ ...question, nowMs: left.endedAtMs + 24 * HOUR_MS })).toBeNull();
  });

  it("is nothing with a window of 0 hours", () => {
    expect(wouldReturn({ ...question, windowHours: 0 })).toBeNull();
  });

  it("counts from the last time the guest left", () => {
    const earlier = { ...left, endedAtMs: NOW_MS - 20 * HOUR_MS };
    expect(wouldReturn({ ...question, history: [earlier, left] })?.leftAtMs).toBe(left.endedAtMs);
  });
});
