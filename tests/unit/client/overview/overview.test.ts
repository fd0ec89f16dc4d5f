import { describe, expect, it } from "vitest";
import { describeFreshness } from "@/lib/client/format/describe-freshness";
import { findNodes, parseNodeSort } from "@/lib/client/nodes/node-columns";
import { clusterTotals } from "@/lib/client/overview/cluster-totals";
import { overviewHistory } from "@/lib/client/overview/overview-history";
import { overviewSentence } from "@/lib/client/overview/overview-sentence";
import { aClusterRow } from "./a-cluster-row";
import { aNodeRow } from "./a-node-row";

const hot = aNodeRow({
  name: "pve2",
  verdict: "poor",
  suitabilityPercent: 42,
  mainReason: "Memory 91 % now (not known: over 7 d): 38 points; starts at 70 %",
});

describe("overviewSentence", () => {
  it("names hot nodes with their reason and counts the others", () => {
    const sentence = overviewSentence([aClusterRow()], [aNodeRow(), hot]);
    expect(sentence.text).toBe("pve2 (memory 91 % now) is hot; 1 node comfortable.");
    expect(sentence.tone).toBe("warn");
    expect(sentence.nodes.map(({ name }) => name)).toEqual(["pve2"]);
  });

  it("names nodes under strain without alarm", () => {
    const strained = aNodeRow({
      name: "pve3",
      verdict: "acceptable",
      suitabilityPercent: 52,
      mainReason: "CPU 72 % now: 12 points",
    });
    expect(overviewSentence([aClusterRow()], [strained]).text).toBe("pve3 (CPU 72 % now) is under strain.");
  });

  it("puts what cannot be read and what is down first", () => {
    const problem = {
      code: "unreachable" as const,
      message: "pve1:8006 refuses the connection.",
      sinceMs: 0,
    };
    const sentence = overviewSentence(
      [aClusterRow({ problem, quorate: false })],
      [aNodeRow({ status: "offline", verdict: null })],
    );
    expect(sentence.text).toBe(
      "prod-a cannot be read: pve1:8006 refuses the connection; prod-a has lost quorum; pve1 is offline.",
    );
    expect(sentence.tone).toBe("bad");
  });

  it("says so when all is well, when nothing is there and when all is paused", () => {
    expect(overviewSentence([aClusterRow()], [aNodeRow(), aNodeRow({ name: "b" })]).text).toBe(
      "All 2 nodes are comfortable.",
    );
    expect(overviewSentence([], []).text).toBe("No cluster is connected yet.");
    expect(overviewSentence([aClusterRow()], []).text).toBe("Waiting for the first reading.");
    expect(overviewSentence([aClusterRow({ paused: true })], []).text).toBe(
      "prod-a paused: nothing is being read.",
    );
  });
});

describe("clusterTotals", () => {
  it("adds clusters up, weighs health by memory and keeps the unknown unknown", () => {
    const totals = clusterTotals([aClusterRow(), aClusterRow({ healthPercent: 20, memoryTotalBytes: 384 })]);
    expect(totals.healthPercent).toBe(35);
    expect(totals.cpuTotalThreads).toBe(32);
    expect(totals.storageUsedBytes).toBeNull();
    expect(clusterTotals([]).healthPercent).toBeNull();
  });
});

function aLine(objectId: number, metric: string, average: (number | null)[]) {
  return { objectId, metric, minimum: average, average, maximum: average };
}

describe("overviewHistory", () => {
  it("adds nodes up in threads and leaves a gap where none was read", () => {
    const answer = {
      resolutionSeconds: 60,
      sampleSeconds: 60,
      timesMs: [0, 60_000, 120_000],
      series: [
        aLine(1, "cpuFraction", [0.5, null, 0.25]),
        aLine(2, "cpuFraction", [1, null, null]),
        aLine(1, "penaltyPoints", [10, 20, null]),
      ],
    };
    const nodes = [aNodeRow(), aNodeRow({ name: "b", objectId: 2, cpuCount: 4 })];
    const history = overviewHistory([answer], nodes);
    expect(history.cpu).toEqual([12, null, 4]);
    expect(history.penalty).toEqual([10, 20, null]);
    expect(history.memory).toEqual([null, null, null]);
  });
});

describe("findNodes", () => {
  it("filters by words and orders as people count, the unknown last", () => {
    const nodes = [
      aNodeRow({ name: "pve10", cpuFraction: null }),
      aNodeRow({ name: "pve2", cpuFraction: 0.9 }),
      hot,
    ];
    const names = (filter: string, sort: string | null) =>
      findNodes(nodes, { filter, sort: parseNodeSort(sort) }).map(({ name }) => name);
    expect(names("", null)).toEqual(["pve2", "pve2", "pve10"]);
    expect(names("memory", null)).toEqual(["pve2"]);
    expect(names("pve", "-cpu").at(-1)).toBe("pve10");
  });
});

describe("describeFreshness", () => {
  const live = { status: "live", reason: null, held: false } as const;

  it("tells the age of the oldest reading", () => {
    expect(describeFreshness({ clusters: [aClusterRow()], connection: live, nowMs: 104_000 })).toEqual({
      tone: "live",
      text: "live 4 s",
      reason: null,
    });
  });

  it("turns stale after three missed readings and says why", () => {
    const { tone, text, reason } = describeFreshness({
      clusters: [aClusterRow()],
      connection: live,
      nowMs: 140_000,
    });
    expect({ tone, text }).toEqual({ tone: "stale", text: "stale 40 s" });
    expect(reason).toContain("prod-a");
  });

  it("puts a lost connection and a held page first", () => {
    const offline = { status: "offline", reason: null, held: true } as const;
    expect(describeFreshness({ clusters: [], connection: offline, nowMs: 0 }).tone).toBe("offline");
    expect(describeFreshness({ clusters: [], connection: { ...live, held: true }, nowMs: 0 }).tone).toBe(
      "held",
    );
    expect(describeFreshness({ clusters: [], connection: live, nowMs: 0 }).tone).toBe("waiting");
  });
});
