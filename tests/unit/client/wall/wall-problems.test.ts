import { describe, expect, it } from "vitest";
import type { MoveRow } from "@/lib/api/moves";
import { wallProblems } from "@/lib/client/wall/wall-problems";
import { aClusterRow } from "../overview/a-cluster-row";
import { aNodeRow } from "../overview/a-node-row";

const texts = (input: Partial<Parameters<typeof wallProblems>[0]>) =>
  wallProblems({ clusters: [], nodes: [], moves: [], ...input }).map(({ tone, text }) => `${tone}: ${text}`);

describe("what the wall board says is wrong", () => {
  it("is nothing while all is well", () => {
    expect(texts({ clusters: [aClusterRow()], nodes: [aNodeRow()] })).toEqual([]);
  });

  it("is what cannot be seen, what is down and what is critical, before what is only poor", () => {
    const nodes = [
      aNodeRow({ name: "busy", verdict: "acceptable", suitabilityPercent: 55 }),
      aNodeRow({ name: "warm", verdict: "poor", suitabilityPercent: 40 }),
      aNodeRow({ name: "hot", verdict: "critical", suitabilityPercent: 10 }),
      aNodeRow({ name: "gone", status: "offline", guestsTotal: 3 }),
    ];
    const problem = { code: "timeout" as const, message: "It does not answer.", sinceMs: 0 };
    const clusters = [aClusterRow({ problem }), aClusterRow({ id: "other", name: "prod-b", quorate: false })];
    expect(texts({ clusters, nodes })).toEqual([
      "bad: prod-a cannot be read",
      "bad: prod-b has lost quorum",
      "bad: gone is offline",
      "bad: hot is hot",
      "warn: warm is hot",
      "warn: busy is under strain",
    ]);
  });

  it("says how many guests a silent node had, and why a node is hot", () => {
    const [gone, hot] = wallProblems({
      clusters: [],
      moves: [],
      nodes: [
        aNodeRow({ name: "gone", status: "offline", guestsTotal: 3 }),
        aNodeRow({ name: "hot", verdict: "critical", mainReason: "Memory 96 % now: 40 points" }),
      ],
    });
    expect([gone?.detail, hot?.detail]).toEqual(["3 guests on it", "Memory 96 % now: 40 points"]);
  });

  it("is storage from 90 % on, a connection that is paused, and a move nobody knows the end of", () => {
    const full = aClusterRow({ storageUsedBytes: 90, storageTotalBytes: 100 });
    const almost = aClusterRow({ storageUsedBytes: 89, storageTotalBytes: 100 });
    expect(texts({ clusters: [full] })).toEqual(["warn: Storage of prod-a is 90 % full"]);
    expect(texts({ clusters: [almost] })).toEqual([]);
    expect(texts({ clusters: [aClusterRow({ paused: true })] })).toEqual(["warn: prod-a is paused"]);
    const lost = { id: "m", guestName: "web-01", vmid: 110, to: "oak", state: "unknown" } as MoveRow;
    expect(texts({ moves: [lost] })).toEqual(["bad: What became of the move of web-01 to oak is not known"]);
  });
});
