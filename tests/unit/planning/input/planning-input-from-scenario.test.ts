import { describe, expect, it } from "vitest";
import { GIB, guest, inputOf, node } from "../scenario-input";

describe("planningInputFromScenario", () => {
  it("says of each node what the scenario decided about it", () => {
    const { nodePolicies } = inputOf({
      nodes: [
        node("pve1", { maintenance: true, memoryReserve: 3 * GIB, migrationBandwidth: 5 }),
        node("pve2", { ignored: true, baseCpu: 0.25, baseMemory: GIB }),
      ],
    });
    expect(nodePolicies.get("pve1")).toMatchObject({
      maintenance: true,
      ignored: false,
      memoryReserveBytes: 3 * GIB,
      migrationBytesPerSecond: 5,
    });
    expect(nodePolicies.get("pve2")).toMatchObject({
      ignored: true,
      own: { cpuThreads: 4, memoryBytes: GIB },
    });
  });

  it("says of each guest its priority, what it writes to memory and its own pressure", () => {
    const { guestPolicies } = inputOf({
      guests: [guest(100, "pve1", { priority: 7, dirtyRate: 9, pressure: { ioSome: 0.5 } })],
    });
    expect(guestPolicies.get(100)).toMatchObject({
      priority: 7,
      dirtyBytesPerSecond: 9,
      ioPressureFraction: 0.5,
      cpuPressureFraction: 0,
    });
  });

  it("finds the guests of rules by VMID, tag and pool, and names rules without an id by what they say", () => {
    const { rules } = inputOf({
      guests: [
        guest(103, "pve1", { tags: ["Web"] }),
        guest(101, "pve1", { pool: "prod" }),
        guest(102, "pve2"),
        guest(104, "pve2", { tags: ["web"], template: true }),
      ],
      rules: [
        { id: "apart", kind: "anti-affinity", guests: [102], tags: ["WEB"], pools: ["prod"] },
        { kind: "pin", guests: [101], nodes: ["pve2", "pve1"] },
        { id: "off", kind: "ignore", guests: [102], disabled: true },
      ],
    });
    expect(rules).toEqual([
      expect.objectContaining({ id: "apart", vmids: [101, 102, 103], strict: true, origin: "scenario" }),
      expect.objectContaining({ id: "pin 101 on pve1,pve2", nodes: ["pve1", "pve2"] }),
    ]);
  });

  it("gives the same rules, whatever their order", () => {
    const guests = [guest(100, "pve1"), guest(101, "pve1"), guest(102, "pve2")];
    const rules = [
      { kind: "affinity", guests: [100, 101] },
      { kind: "ignore", guests: [102] },
      { id: "z", kind: "pin", guests: [102], nodes: ["pve2"] },
    ] as const;
    const one = inputOf({
      guests,
      rules: rules.map((rule) => ({ ...rule, guests: [...rule.guests] })) as never,
    });
    const other = inputOf({
      guests: [...guests].reverse(),
      rules: [...rules].reverse().map((rule) => ({ ...rule, guests: [...rule.guests].reverse() })) as never,
    });
    expect(other.rules).toEqual(one.rules);
  });

  it("keeps only the online nodes of the highest priority of a pin with priorities", () => {
    const pin = { id: "p", kind: "pin", guests: [100], nodes: ["pve1", "pve2", "pve3"] } as const;
    const priorities = { pve1: 2, pve2: 2, pve3: 1 };
    const given = { guests: [guest(100, "pve3")], rules: [{ ...pin, nodes: [...pin.nodes], priorities }] };
    expect(inputOf(given as never).rules[0]?.nodes).toEqual(["pve1", "pve2"]);
    const down = [node("pve1", { status: "offline" }), node("pve2", { maintenance: true }), node("pve3")];
    expect(inputOf({ ...given, nodes: down } as never).rules[0]?.nodes).toEqual(["pve3"]);
  });

  it("warns of rules that name nobody, one guest alone or nodes that are not there", () => {
    const { rules, warnings } = inputOf({
      guests: [guest(100, "pve1", { tags: ["plb_pin_pve9", "plb_pin_PVE2"] })],
      rules: [
        { id: "nobody", kind: "affinity", tags: ["none"] },
        { id: "alone", kind: "anti-affinity", guests: [100] },
        { id: "nowhere", kind: "pin", guests: [100], nodes: ["pve8"] },
      ],
    });
    expect(warnings?.map(({ path }) => path).sort()).toEqual([
      "guests/100/tags",
      "rules/alone",
      "rules/nobody",
      "rules/nowhere",
    ]);
    expect(rules.map(({ id }) => id)).toEqual(["alone", "nobody", "tag:plb_pin_pve2"]);
  });

  it("knows PVE's own balancer from the datacenter's options, in both ways of writing them", () => {
    expect(inputOf().snapshot.balancer?.automatic).toBe(false);
    const mapping = inputOf({ options: { crs: { ha: "dynamic", "ha-auto-rebalance": 1 } } });
    expect(mapping.snapshot.balancer).toEqual({ mode: "dynamic", automatic: true });
    const text = inputOf({ options: { crs: "ha=dynamic,ha-auto-rebalance=1" } });
    expect(text.snapshot.balancer).toEqual({ mode: "dynamic", automatic: true });
    expect(inputOf({ options: { crs: "ha=static" } }).snapshot.balancer?.automatic).toBe(false);
  });

  describe("what a guest needs", () => {
    const day = (cpu: (hoursAgo: number) => number, memory = 2 * GIB) =>
      Array.from({ length: 24 }, (_, index) => ({
        at: -3600 * (index + 1),
        guests: { "100": { cpu: cpu(index + 1), memory } },
      }));

    it("is what it uses now where nothing is known of its past", () => {
      expect(inputOf({ guests: [guest(100, "pve1")] }).demands.has(100)).toBe(false);
    });

    it("is the 90th percentile of its day, not its one highest hour", () => {
      const history = day((hoursAgo) => (hoursAgo === 5 ? 2 : hoursAgo <= 4 ? 1.5 : 0.5));
      const demand = inputOf({ guests: [guest(100, "pve1", { cpuUsed: 0.5 })], history }).demands.get(100);
      expect(demand).toEqual({ cpuThreads: 1.5, memoryBytes: 2 * GIB });
    });

    it("counts a busy moment half, and memory in full", () => {
      const busy = guest(100, "pve1", { cpuUsed: 2, memoryUsed: 4 * GIB });
      const demand = inputOf({ guests: [busy], history: day(() => 1) }).demands.get(100);
      expect(demand).toEqual({ cpuThreads: 1.5, memoryBytes: 4 * GIB });
    });

    it("does not come from older days, from shares taken for bytes, or for a guest that is stopped", () => {
      const old = day(() => 2).map((point) => ({ ...point, at: point.at - 90_000 }));
      expect(inputOf({ guests: [guest(100, "pve1")], history: old }).demands.has(100)).toBe(false);
      const shares = inputOf({ guests: [guest(100, "pve1")], history: day(() => 1, 0.75) });
      expect(shares.demands.get(100)?.memoryBytes).toBe(3 * GIB);
      const stopped = guest(100, "pve1", { status: "stopped" });
      expect(inputOf({ guests: [stopped], history: day(() => 2) }).demands.has(100)).toBe(false);
    });
  });
});
