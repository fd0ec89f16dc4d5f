import { describe, expect, it } from "vitest";
import type { HaRule } from "@/lib/inventory/cluster-extras";
import {
  planningInputFromSnapshot,
  type StoredCluster,
} from "@/lib/planning/input/planning-input-from-snapshot";
import { aGuest, aNode, aSnapshot, GIB } from "../../../support/inventory-builders";

const snapshot = aSnapshot({
  nodes: [aNode({ name: "pve1" }), aNode({ name: "pve2" }), aNode({ name: "pve3", haState: "maintenance" })],
  guests: [
    aGuest({ vmid: 110, tags: ["affinity_web", "plb_pin_pve1", "plb_pin_pve2"], pool: "prod" }),
    aGuest({ vmid: 111, tags: ["affinity_web"], haState: "started" }),
    aGuest({ vmid: 112, tags: ["exclude_db", "ignore"], pool: "prod", status: "stopped" }),
    aGuest({ vmid: 113, tags: ["exclude_db"], template: true }),
  ],
});

function inputFrom(stored: Partial<StoredCluster> = {}) {
  return planningInputFromSnapshot({
    snapshot,
    history: new Map(),
    pastUses: new Map(),
    nodePolicies: new Map(),
    rules: [],
    evacuate: [],
    values: {},
    ...stored,
  });
}

const haRule = (overrides: Partial<HaRule>): HaRule => ({
  id: "r",
  kind: "node-affinity",
  vmids: [111],
  nodes: [],
  strict: false,
  enabled: true,
  error: null,
  ...overrides,
});
const withHa = (...rules: HaRule[]) =>
  inputFrom({ snapshot: { ...snapshot, highAvailability: { services: [], rules } } });

describe("planningInputFromSnapshot", () => {
  it("takes what past moves reached for the bandwidth of nodes, each its own where it is known", () => {
    const rates = {
      bytesPerSecond: 5e8,
      byNode: new Map([["pve2", 1e9]]),
      spreadFraction: 0.2,
      moves: 7,
    };
    const bandwidths = (stored: Partial<StoredCluster>) =>
      [...inputFrom(stored).nodePolicies].map(([, policy]) => policy.migrationBytesPerSecond);
    expect(bandwidths({ rates })).toEqual([5e8, 1e9, 5e8]);
    expect(inputFrom({ rates }).costSpreadFraction).toBe(0.2);
    expect(bandwidths({ rates: null })).toEqual([null, null, null]);
    expect(inputFrom({ rates: null }).costSpreadFraction).toBeUndefined();
  });

  it("says how many guests' configurations were not read yet, and not of those that cannot be", () => {
    const failed = { part: "config/110", readAtMs: null, error: "Permission check failed" };
    const unread = (parts: StoredCluster["snapshot"]["parts"]) =>
      inputFrom({
        snapshot: {
          ...snapshot,
          parts: [...parts, { ...failed, part: "config/112" }, { ...failed, part: "config/113" }],
        },
      }).warnings;
    expect(unread([])).toContainEqual({
      path: "guests",
      message: expect.stringContaining("The configurations of 2 of 4 guests have not been read yet"),
    });
    expect(unread([failed])).toContainEqual({
      path: "guests",
      message: "The configuration of 1 guest has not been read yet; it stays where it is until then.",
    });
    expect(unread([failed, { ...failed, part: "config/111" }])).not.toContainEqual(
      expect.objectContaining({ path: "guests" }),
    );
  });

  it("reads rules from tags; pins of one guest add up and templates belong to none", () => {
    expect(inputFrom().rules.map(({ id, kind, vmids, nodes }) => ({ id, kind, vmids, nodes }))).toEqual([
      { id: "tag:affinity_web", kind: "affinity", vmids: [110, 111], nodes: [] },
      { id: "tag:exclude_db", kind: "anti-affinity", vmids: [112], nodes: [] },
      { id: "tag:ignore", kind: "ignore", vmids: [112], nodes: [] },
      { id: "tag:plb_pin_pve1+plb_pin_pve2", kind: "pin", vmids: [110], nodes: ["pve1", "pve2"] },
    ]);
  });

  it("puts rules from the page first, with their guests found by pool", () => {
    const rule = {
      id: "keep prod near",
      kind: "affinity",
      origin: "page",
      strict: false,
      vmids: [],
      tags: [],
      pools: ["prod"],
      nodes: [],
    } as const;
    expect(inputFrom({ rules: [rule] }).rules[0]).toEqual({
      id: "keep prod near",
      kind: "affinity",
      origin: "page",
      strict: false,
      vmids: [110, 112],
      nodes: [],
    });
  });

  it("takes of a node affinity of HA only the online nodes of the highest priority", () => {
    const nodes = [
      { name: "pve3", priority: 3 },
      { name: "pve1", priority: 2 },
      { name: "pve2", priority: 2 },
    ];
    const rule = withHa(haRule({ nodes, strict: true })).rules.at(-1);
    // pve3 is in HA maintenance, so it counts as away.
    expect(rule).toMatchObject({ id: "ha:r", kind: "pin", strict: true, nodes: ["pve1", "pve2"] });
    expect(withHa(haRule({ nodes: [{ name: "pve3", priority: 1 }] })).rules.at(-1)?.nodes).toEqual(["pve3"]);
  });

  it("takes HA's positive rules as affinity and negative ones as anti-affinity, without those that PVE does not heed", () => {
    const { rules, warnings } = withHa(
      haRule({ id: "near", kind: "keep-together", vmids: [111, 110] }),
      haRule({ id: "apart", kind: "keep-apart", vmids: [111, 112] }),
      haRule({ id: "off", kind: "keep-apart", vmids: [110, 112], enabled: false }),
      haRule({ id: "odd", kind: "keep-apart", vmids: [110, 111], error: "more resources than nodes" }),
    );
    expect(
      rules.filter(({ origin }) => origin === "high-availability").map(({ id, kind }) => [id, kind]),
    ).toEqual([
      ["ha:apart", "anti-affinity"],
      ["ha:near", "affinity"],
    ]);
    expect(warnings).toContainEqual({
      path: "rules/ha:odd",
      message: "Proxmox VE ignores its HA rule odd, and so does planning: more resources than nodes",
    });
  });

  it("plans running guests with what they needed over their day", () => {
    const { demands } = inputFrom({
      pastUses: new Map([
        [110, { cpu: { high: 1, mean: 1 }, memoryBytes: 3 * GIB }],
        [112, { cpu: { high: 1, mean: 1 }, memoryBytes: 3 * GIB }],
      ]),
    });
    expect([...demands]).toEqual([[110, { cpuThreads: 1, memoryBytes: 3 * GIB }]]);
  });

  it("takes a node that HA has put into maintenance for one in maintenance", () => {
    const { nodePolicies } = inputFrom();
    expect([...nodePolicies].map(([name, { maintenance }]) => [name, maintenance])).toEqual([
      ["pve1", false],
      ["pve2", false],
      ["pve3", true],
    ]);
  });

  it("leaves out nodes to empty that are not there, and says so", () => {
    const { evacuate, warnings } = inputFrom({ evacuate: ["pve9", "pve2"] });
    expect(evacuate).toEqual(["pve2"]);
    expect(warnings).toContainEqual({ path: "evacuate", message: "The cluster has no node named pve9." });
  });

  it("takes settings from all there are, and refuses what cannot be", () => {
    const { settings, scoringSettings } = inputFrom({
      values: { "planning.method": "cpu", "planning.cpuThreshold": 50, "collection.intervalSeconds": 10 },
    });
    expect(settings["planning.method"]).toBe("cpu");
    expect(scoringSettings["planning.cpuThreshold"]).toBe(50);
    expect(() => inputFrom({ values: { "planning.maxMoves": -1 } })).toThrow("Must be between 0 and 10000.");
  });
});
