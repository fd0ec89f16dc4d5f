import { describe, expect, it, test } from "vitest";
import { compareSnapshots } from "@/lib/inventory/compare-snapshots";
import type { Node, Snapshot } from "@/lib/inventory/snapshot";
import { aNode, aPart, aSnapshot } from "../../support/inventory-builders";

const say = (previous: Snapshot, current: Snapshot) =>
  compareSnapshots(previous, current).map(({ kind, severity, message }) => `${kind} ${severity}: ${message}`);

const between = (before: Partial<Node>, after: Partial<Node>) =>
  say(aSnapshot({ nodes: [aNode(before)] }), aSnapshot({ nodes: [aNode(after)] }));

describe("what happened to a node", () => {
  test.each([
    { before: {}, after: { status: "offline" }, says: ["node-down critical: pve1 went offline"] },
    {
      before: { status: "unknown" },
      after: { status: "offline" },
      says: ["node-down critical: pve1 went offline"],
    },
    {
      before: {},
      after: { status: "unknown" },
      says: ["node-down warning: pve1 stopped reporting its state"],
    },
    { before: { status: "offline" }, after: {}, says: ["node-up info: pve1 is online again"] },
    { before: { status: "unknown" }, after: {}, says: ["node-up info: pve1 reports its state again"] },
    { before: { status: "offline" }, after: { status: "unknown" }, says: [] },
    {
      before: { uptimeSeconds: 9_000 },
      after: { uptimeSeconds: 40 },
      says: ["node-rebooted warning: pve1 was rebooted"],
    },
    {
      before: { uptimeSeconds: 9_000, status: "unknown" },
      after: { uptimeSeconds: 40 },
      says: ["node-up info: pve1 reports its state again", "node-rebooted warning: pve1 was rebooted"],
    },
    { before: { uptimeSeconds: 9_000 }, after: { uptimeSeconds: 9_010 }, says: [] },
    { before: { uptimeSeconds: 9_000 }, after: { uptimeSeconds: 8_985 }, says: [] },
    { before: { uptimeSeconds: null }, after: { uptimeSeconds: 5 }, says: [] },
    { before: { uptimeSeconds: 9_000 }, after: { uptimeSeconds: null }, says: [] },
    {
      before: { pveVersion: "9.0.11" },
      after: { pveVersion: "9.1.2" },
      says: ["pve-upgraded info: Proxmox VE on pve1 changed from 9.0.11 to 9.1.2"],
    },
    { before: { pveVersion: null }, after: { pveVersion: "9.1.2" }, says: [] },
    { before: {}, after: { cpuFraction: 1, memoryUsedBytes: 5 }, says: [] },
    {
      before: {},
      after: { haState: "maintenance" },
      says: ["maintenance-started info: pve1 went into HA maintenance"],
    },
  ] as const)("$before then $after says $says", ({ before, after, says }) => {
    expect(between(before, after)).toEqual(says);
  });

  it("reports nodes that join and leave", () => {
    const one = aSnapshot({ nodes: [aNode()] });
    const two = aSnapshot({ nodes: [aNode(), aNode({ name: "pve2" })] });
    expect(say(one, two)).toEqual(["node-added info: pve2 joined the cluster"]);
    expect(say(two, one)).toEqual(["node-removed warning: pve2 is no longer part of the cluster"]);
  });

  it("does not blame a node that we failed to read, and does not praise it afterwards", () => {
    const failed = aSnapshot({
      nodes: [aNode({ status: "unknown" })],
      parts: [aPart("node/pve1", "timed out")],
    });
    expect(say(aSnapshot(), failed)).toEqual([]);
    expect(say(failed, aSnapshot())).toEqual([]);
  });

  it("says nothing when the list of nodes was not read", () => {
    const failed = aSnapshot({ nodes: [], parts: [aPart("resources", "596"), aPart("status")] });
    expect(say(aSnapshot(), failed)).toEqual([]);
  });
});

describe("the cluster's release", () => {
  const silent = (pveVersion: string | null, endpoint = "pve1:8006") =>
    aSnapshot({ pveVersion, endpoint, nodes: [aNode({ pveVersion: null })] });

  it("speaks for nodes that do not say theirs", () => {
    expect(say(silent("8.4.1"), silent("9.0.3"))).toEqual([
      "pve-upgraded info: Proxmox VE changed from 8.4.1 to 9.0.3",
    ]);
  });

  it("is not compared between two endpoints, nor when it is not known", () => {
    expect(say(silent("8.4.1"), silent("9.0.3", "pve2:8006"))).toEqual([]);
    expect(say(silent(null), silent("9.0.3"))).toEqual([]);
  });
});

describe("quorum", () => {
  test.each([
    {
      before: true,
      after: false,
      says: ["quorum-lost critical: The cluster lost quorum: nothing can be started or moved"],
    },
    { before: false, after: true, says: ["quorum-regained info: The cluster has quorum again"] },
    { before: null, after: false, says: [] },
    { before: true, after: null, says: [] },
    { before: true, after: true, says: [] },
  ])("$before then $after says $says", ({ before, after, says }) => {
    expect(say(aSnapshot({ quorate: before }), aSnapshot({ quorate: after }))).toEqual(says);
  });

  it("is not compared when the status was not read", () => {
    const failed = aSnapshot({ quorate: false, parts: [aPart("resources"), aPart("status", "500")] });
    expect(say(aSnapshot(), failed)).toEqual([]);
  });
});
