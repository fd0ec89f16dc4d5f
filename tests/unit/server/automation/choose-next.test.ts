import { describe, expect, it } from "vitest";
import { chooseNext } from "@/lib/server/automation/choose-next";
import type { DecisionRecord } from "@/lib/server/automation/run-record";

const anywhere = () => true;
const nowhere = () => false;

function decision(rank: number, rest: Partial<DecisionRecord> = {}): DecisionRecord {
  return {
    runId: "run",
    round: 1,
    rank,
    unit: rank,
    wave: 1,
    decidedAt: new Date(0),
    vmid: 100 + rank,
    guestName: null,
    fromNode: "pve1",
    toNode: "pve2",
    kind: "live",
    need: "imbalance",
    subject: "pve1",
    bundle: null,
    temporary: false,
    forced: false,
    action: "pending",
    guardrail: null,
    reason: "",
    untilAt: null,
    confidence: 90,
    risk: 10,
    seconds: 10,
    downtimeMs: 0,
    bytes: 0,
    moveId: null,
    moveState: null,
    ...rest,
  };
}

const underWay = { action: "executed", moveId: "a move" };
const done = { ...underWay, moveState: "done" };
const rankOf = (round: readonly DecisionRecord[], hasRoom = anywhere) =>
  chooseNext(round, hasRoom)?.rank ?? null;

describe("the next move of a round", () => {
  it("is the first by rank, and none when all have begun or are held back", () => {
    expect(rankOf([decision(1), decision(2)])).toBe(1);
    expect(rankOf([decision(1, underWay), decision(2, { action: "deferred" })])).toBeNull();
  });

  it("begins beside another of its wave where there is room, and passes over one for which there is none", () => {
    expect(rankOf([decision(1, underWay), decision(2)])).toBe(2);
    expect(rankOf([decision(1, underWay), decision(2)], nowhere)).toBeNull();
    const round = [decision(1, underWay), decision(2), decision(3, { toNode: "pve3" })];
    expect(chooseNext(round, ({ toNode }) => toNode === "pve3")?.rank).toBe(3);
  });

  it("of a later wave waits for what is under way, and for those of the earlier wave", () => {
    expect(rankOf([decision(1, underWay), decision(2, { wave: 2 })])).toBeNull();
    expect(rankOf([decision(1, { wave: 2, forced: true }), decision(2)])).toBe(2);
    expect(rankOf([decision(1, done), decision(2, { wave: 2 })])).toBe(2);
  });

  it("of a unit keeps to the unit's order, one after the other", () => {
    const second = decision(2, { unit: 1, wave: 2 });
    expect(rankOf([decision(1), second])).toBe(1);
    expect(rankOf([decision(1, underWay), second])).toBeNull();
    expect(rankOf([decision(1, done), second], nowhere)).toBe(2);
  });

  it("goes on with a unit that has begun before another one begins", () => {
    const round = [decision(1, done), decision(2), decision(3, { unit: 1, wave: 2 })];
    expect(rankOf(round)).toBe(3);
  });
});
