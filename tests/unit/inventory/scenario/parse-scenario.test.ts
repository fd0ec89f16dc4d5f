import { describe, expect, it } from "vitest";
import { parseScenario } from "@/lib/inventory/scenario/parse-scenario";
import { ScenarioError } from "@/lib/inventory/scenario/scenario-error";
import { snapshotFromScenario } from "@/lib/inventory/scenario/snapshot-from-scenario";

const GIB = 1024 ** 3;
const node = { name: "pve1", cores: 8, memory: 32 * GIB };
const guest = { vmid: 100, node: "pve1", cores: 2, memory: 4 * GIB };

function issuesOf(value: unknown): Record<string, string> {
  try {
    parseScenario(typeof value === "string" ? value : JSON.stringify(value));
  } catch (error) {
    if (error instanceof ScenarioError) {
      return Object.fromEntries(error.issues.map(({ path, message }) => [path, message]));
    }
    throw error;
  }
  return {};
}

describe("parseScenario", () => {
  it("reads the documented example with all its fields", () => {
    const { scenario, warnings } = parseScenario(`
version: 1
name: hot-node
pve: "9.1"
seed: 42
clock: 2026-01-05T08:00:00Z
nodes:
  - { name: pve1, cores: 32, memory: 137438953472, status: online, baseCpu: 0.02, baseMemory: 4294967296,
      iowait: 0.01, pressure: { cpuSome: 0, ioSome: 0, ioFull: 0, memorySome: 0, memoryFull: 0 },
      maintenance: false, ignored: false, memoryReserve: 0, cpuModel: "x86-64-v3", migrationBandwidth: 1250000000 }
  - { name: pve2, cores: 32, memory: 137438953472 }
storages:
  - { id: local-lvm, type: lvmthin, shared: false, content: [images, rootdir], nodes: [pve1, pve2],
      total: 1099511627776, used: { pve1: 549755813888, pve2: 0 } }
guests:
  - { vmid: 100, name: db1, type: qemu, node: pve1, status: running, cores: 4, sockets: 1, memory: 8589934592,
      cpuUsed: 1.5, memoryUsed: 6442450944, pressure: { cpuSome: 0, ioSome: 0, memorySome: 0 },
      disks: [{ key: scsi0, storage: local-lvm, size: 34359738368 }],
      mounts: [{ key: mp0, volume: /srv/data, shared: false }],
      passthrough: [hostpci0], tags: [plb_affinity_db], pool: prod, lock: null, template: false,
      ha: { state: started, managed: true }, priority: 1, dirtyRate: 20000000, load: { kind: steady } }
rules:
  - { id: db-apart, kind: anti-affinity, strict: true, guests: [100] }
  - { id: lic, kind: pin, guests: [120], nodes: [pve1, pve2] }
evacuate: [pve2]
settings: {}
history: []
events: [{ at: 300, do: node-down, node: pve2 }]
`);

    expect(scenario.guests[0]).toMatchObject({ vmid: 100, cpuUsed: 1.5, ha: { managed: true } });
    expect(warnings).toEqual([{ path: "rules[1].guests", message: "There is no guest 120." }]);
  });

  it("needs only the six fields that have no default", () => {
    const { scenario } = parseScenario(JSON.stringify({ nodes: [node], guests: [guest] }));
    expect(scenario).toMatchObject({ version: 1, pve: "9.1", guests: [{ type: "qemu", status: "running" }] });
  });

  it("names the path of every unknown field", () => {
    expect(
      issuesOf({ nodes: [{ ...node, ram: 1 }], guests: [{ ...guest, ha: { wanted: true } }], extra: 1 }),
    ).toEqual({
      "nodes[0].ram": "This field is not known.",
      "guests[0].ha.wanted": "This field is not known.",
      extra: "This field is not known.",
    });
  });

  it("says which required field is missing", () => {
    expect(issuesOf({ nodes: [{ name: "pve1", cores: 2 }] })).toEqual({
      "nodes[0].memory": "This field is required.",
    });
  });

  it("refuses what contradicts itself", () => {
    expect(
      issuesOf({
        nodes: [node, node],
        guests: [guest, { ...guest, node: "pve9" }],
        storages: [{ id: "nas", nodes: ["pve7"] }],
        evacuate: ["pve8"],
      }),
    ).toEqual({
      "nodes[1].name": "pve1 is already used by nodes[0].",
      "guests[1].vmid": "100 is already used by guests[0].",
      "guests[1].node": 'There is no node "pve9".',
      "storages[0].nodes": 'There is no node "pve7".',
      evacuate: 'There is no node "pve8".',
    });
  });

  it.each([
    ["a negative number", "nodes: [{ name: a, cores: 2, memory: -1 }]", "nodes[0].memory"],
    ["not a number", "nodes: [{ name: a, cores: .nan, memory: 1 }]", "nodes[0].cores"],
    ["infinity", "nodes: [{ name: a, cores: 2, memory: .inf }]", "nodes[0].memory"],
    ["zero cores", "nodes: [{ name: a, cores: 0, memory: 1 }]", "nodes[0].cores"],
    ["an impossible node name", "nodes: [{ name: 'a b', cores: 1, memory: 1 }]", "nodes[0].name"],
    [
      "an unknown event",
      "{ nodes: [{ name: a, cores: 1, memory: 1 }], events: [{ do: dance }] }",
      "events[0].do",
    ],
    ["a wrong clock", "{ clock: yesterday, nodes: [{ name: a, cores: 1, memory: 1 }] }", "clock"],
  ])("refuses %s with its path and a sentence", (_what, text, path) => {
    const issues = issuesOf(text);
    expect(Object.keys(issues)).toEqual([path]);
    expect(issues[path]).toMatch(/^[A-Z].*\.$/);
  });

  it("reads merge keys, and anchors that thousands of guests share", () => {
    const guests = Array.from({ length: 5_000 }, (_, index) => `  - { <<: *guest, vmid: ${101 + index} }`);
    const { scenario } = parseScenario(
      [
        "nodes:",
        "  - &node { name: pve1, cores: 8, memory: &memory 34359738368 }",
        "  - { <<: *node, name: pve2, cores: 4 }",
        "guests:",
        "  - &guest { vmid: 100, node: pve2, cores: 2, memory: *memory }",
        ...guests,
      ].join("\n"),
    );

    expect(scenario.nodes[1]).toMatchObject({ name: "pve2", cores: 4, memory: 32 * GIB });
    expect(scenario.guests).toHaveLength(5_001);
    expect(scenario.guests[5_000]).toMatchObject({ vmid: 5_100, node: "pve2", memory: 32 * GIB });
  });

  it("refuses aliases that unfold without end", () => {
    const levels = Array.from({ length: 12 }, (_, index) => {
      const inner = index === 0 ? "1" : `*a${index - 1}`;
      return `k${index}: &a${index} [${Array(10).fill(inner).join(",")}]`;
    });

    expect(issuesOf(levels.join("\n"))[""]).toMatch(/^The YAML cannot be read: /);
  });

  it("refuses more bytes than any machine counts", () => {
    expect(
      issuesOf({ nodes: [{ ...node, memory: 1e308 }], guests: [{ ...guest, memory: 2 ** 64 }] }),
    ).toEqual({
      "nodes[0].memory": "The value must be at most 2^63 bytes.",
      "guests[0].memory": "The value must be at most 2^63 bytes.",
    });
  });

  it("answers text that is no scenario at all with one sentence", () => {
    expect(issuesOf("")).toEqual({ "": "The scenario is empty." });
    expect(Object.values(issuesOf("nodes: [unclosed"))[0]).toMatch(/^This is neither JSON nor YAML: /);
    expect(Object.keys(issuesOf("hello"))).toEqual([""]);
    expect(Object.keys(issuesOf("[1, 2]"))).toEqual([""]);
  });
});

describe("snapshotFromScenario", () => {
  it("adds the guests' use to the host's own", () => {
    const { scenario } = parseScenario(
      JSON.stringify({
        pve: "8.4",
        nodes: [
          { ...node, baseCpu: 0.1, baseMemory: 2 * GIB },
          { ...node, name: "pve2", status: "offline" },
        ],
        guests: [
          { ...guest, cpuUsed: 1.6, memoryUsed: GIB },
          { ...guest, vmid: 101, status: "stopped" },
          { ...guest, vmid: 102, node: "pve2" },
        ],
        storages: [
          { id: "nas", type: "nfs", total: 10, used: 4 },
          { id: "local", nodes: ["pve1"], total: 10, used: { pve1: 3 } },
        ],
      }),
    );
    const snapshot = snapshotFromScenario(scenario);

    expect(snapshot.nodes[0]).toMatchObject({ memoryUsedBytes: 3 * GIB, pressure: null });
    expect(snapshot.nodes[0]?.cpuFraction).toBeCloseTo(0.3);
    expect(snapshot.nodes[1]).toMatchObject({ status: "offline", cpuFraction: null, memoryUsedBytes: null });
    expect(snapshot.guests.map((one) => one.status)).toEqual(["running", "stopped", "unknown"]);
    expect(snapshot.storages).toMatchObject([
      { name: "nas", node: null, shared: true, usedBytes: 4, nodes: ["pve1"] },
      { name: "local", node: "pve1", usedBytes: 3 },
    ]);
    expect(snapshot.quorate).toBe(false);
  });

  it("takes a running guest of unknown memory use for a full one", () => {
    const { scenario } = parseScenario(JSON.stringify({ nodes: [node], guests: [guest] }));
    expect(snapshotFromScenario(scenario).guests[0]?.memoryUsedBytes).toBe(4 * GIB);
  });
});
