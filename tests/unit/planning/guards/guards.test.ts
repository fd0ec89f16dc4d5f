import { describe, expect, it } from "vitest";
import type { Guest, Node, Task } from "@/lib/inventory/snapshot";
import { ALL_GUARDS } from "@/lib/planning/guards/all-guards";
import type { GuestPolicy, PlanningInput } from "@/lib/planning/planning-input";
import { aTask } from "../../../support/inventory-builders";
import { GIB, guest, node } from "../scenario-input";
import { clusterOf } from "./ask";

const withGuest = (vmid: number, change: Partial<Guest>) => (input: PlanningInput) => ({
  ...input,
  snapshot: {
    ...input.snapshot,
    guests: input.snapshot.guests.map((one) => (one.vmid === vmid ? { ...one, ...change } : one)),
  },
});
const withNode = (name: string, change: Partial<Node>) => (input: PlanningInput) => ({
  ...input,
  snapshot: {
    ...input.snapshot,
    nodes: input.snapshot.nodes.map((one) => (one.name === name ? { ...one, ...change } : one)),
  },
});
const withTask = (task: Task) => (input: PlanningInput) => ({
  ...input,
  snapshot: { ...input.snapshot, tasks: [task] },
});
const withPolicy = (change: (input: PlanningInput) => Partial<GuestPolicy>) => (input: PlanningInput) => {
  const policy = input.guestPolicies.get(100);
  if (!policy) throw new Error("guest 100 is missing");
  return {
    ...input,
    guestPolicies: new Map([...input.guestPolicies, [100, { ...policy, ...change(input) }]]),
  };
};
const one = (overrides = {}) => ({ guests: [guest(100, "pve1", overrides)] });

describe("a guest that nothing speaks against", () => {
  it("may go anywhere but where it is", () => {
    const { refuse } = clusterOf(one());
    expect(refuse(100, "pve2")).toBeNull();
    expect(refuse(100, "pve3", "forced")).toBeNull();
    expect(refuse(100, "pve1")).toBe("same-node");
  });

  it("may go when it is stopped or paused, or a container", () => {
    for (const overrides of [{ status: "stopped" }, { status: "paused" }, { type: "lxc" }]) {
      expect(clusterOf(one(overrides)).refuse(100, "pve2")).toBeNull();
    }
  });
});

describe("the guest's state", () => {
  it.each([
    ["template", one({ template: true })],
    ["locked", one({ lock: "snapshot" })],
    ["backup-running", one({ lock: "backup" })],
    ["ignored-guest", one({ tags: ["plb_ignore_me"] })],
    ["ignored-guest", { ...one(), rules: [{ kind: "ignore" as const, guests: [100] }] }],
    ["ha-state", one({ ha: { state: "error" } })],
    ["ha-state", one({ ha: { state: "fence" } })],
    ["passthrough", one({ passthrough: ["hostpci0"] })],
    ["passthrough", one({ mapped: { hostpci0: "gpu0" } })],
    ["local-mount", one({ type: "lxc", mounts: [{ key: "mp0", volume: "/srv/data" }] })],
    [
      "source-offline",
      { ...one(), nodes: [node("pve1", { status: "offline" }), node("pve2"), node("pve3")] },
    ],
    ["source-ignored", { ...one(), nodes: [node("pve1", { ignored: true }), node("pve2")] }],
  ])("refuses with %s for every target and purpose", (code, given) => {
    const { refuse, explain } = clusterOf(given);
    expect(refuse(100, "pve2")).toBe(code);
    expect(refuse(100, "pve2", "forced")).toBe(code);
    expect(explain(100, "pve2")?.detail).toMatch(/^[A-Z].*\.$/);
  });

  it("allows a shared bind mount, and an HA guest that is at rest", () => {
    const mount = { key: "mp0", volume: "/mnt/nas", shared: true };
    expect(clusterOf(one({ type: "lxc", mounts: [mount] })).refuse(100, "pve2")).toBeNull();
    expect(clusterOf(one({ ha: { state: "started" } })).refuse(100, "pve2")).toBeNull();
  });

  it("refuses a guest whose state or configuration is not known", () => {
    expect(clusterOf(one(), withGuest(100, { status: "io-error" })).refuse(100, "pve2")).toBe(
      "unknown-state",
    );
    expect(clusterOf(one(), withGuest(100, { config: null })).refuse(100, "pve2")).toBe("unknown-state");
  });

  it("refuses while a task works on the guest, not when somebody looks at it or the task is done", () => {
    const task = (change: Partial<Task>) => withTask(aTask({ subject: "100", endedAtMs: null, ...change }));
    expect(clusterOf(one(), task({ type: "qmigrate" })).refuse(100, "pve2")).toBe("task-running");
    expect(clusterOf(one(), task({ type: "vzdump" })).refuse(100, "pve2")).toBe("backup-running");
    expect(clusterOf(one(), task({ type: "vncproxy" })).refuse(100, "pve2")).toBeNull();
    expect(clusterOf(one(), task({ subject: "101" })).refuse(100, "pve2")).toBeNull();
    expect(clusterOf(one(), task({ type: "qmigrate", endedAtMs: 1 })).refuse(100, "pve2")).toBeNull();
  });

  it("holds back a guest that rests for balance's sake only, until its rest is over", () => {
    const until = (offsetMs: number) =>
      withPolicy((input) => ({ heldUntilMs: input.snapshot.readAtMs + offsetMs }));
    expect(clusterOf(one(), until(1)).refuse(100, "pve2")).toBe("held-guest");
    expect(clusterOf(one(), until(1)).refuse(100, "pve2", "forced")).toBeNull();
    expect(clusterOf(one(), until(0)).refuse(100, "pve2")).toBeNull();
  });

  it("does not send a guest back for balance's sake", () => {
    const { refuse } = clusterOf(
      one(),
      withPolicy(() => ({ notBackTo: "pve2" })),
    );
    expect(refuse(100, "pve2")).toBe("sent-back");
    expect(refuse(100, "pve3")).toBeNull();
    expect(refuse(100, "pve2", "forced")).toBeNull();
  });

  it("leaves to PVE what it balances by itself, but empties nodes all the same", () => {
    const options = { crs: { ha: "dynamic", "ha-auto-rebalance": 1 } };
    const managed = { ...one({ ha: {} }), options };
    expect(clusterOf(managed).refuse(100, "pve2")).toBe("native-balancer");
    expect(clusterOf(managed).refuse(100, "pve2", "forced")).toBeNull();
    expect(clusterOf({ ...one({ ha: { autoRebalance: false } }), options }).refuse(100, "pve2")).toBeNull();
    expect(clusterOf({ ...one(), options }).refuse(100, "pve2")).toBeNull();
  });

  it("moves nothing without quorum", () => {
    const nodes = [node("pve1"), node("pve2", { status: "offline" }), node("pve3", { status: "offline" })];
    expect(clusterOf({ ...one(), nodes: [...nodes, node("pve4")] }).refuse(100, "pve4")).toBe("no-quorum");
  });
});

describe("the target's state", () => {
  it.each([
    ["target-offline", node("pve2", { status: "offline" })],
    ["target-maintenance", node("pve2", { maintenance: true })],
    ["target-ignored", node("pve2", { ignored: true })],
  ])("refuses with %s", (code, target) => {
    const nodes = [node("pve1"), target, node("pve3")];
    expect(clusterOf({ ...one(), nodes }).refuse(100, "pve2", "forced")).toBe(code);
  });

  it("refuses a node that is to be emptied", () => {
    expect(clusterOf({ ...one(), evacuate: ["pve2"] }).refuse(100, "pve2", "forced")).toBe(
      "target-maintenance",
    );
  });

  it.each([
    { cpuCount: 0 },
    { cpuCount: null },
    { memoryTotalBytes: 0 },
    { memoryUsedBytes: Number.NaN },
    { memoryUsedBytes: null },
    { cpuFraction: Number.NaN },
    { cpuFraction: -1 },
  ])("refuses a node that reads %o", (change) => {
    expect(clusterOf(one(), withNode("pve2", change)).refuse(100, "pve2", "forced")).toBe(
      "target-unreadable",
    );
  });
});

describe("rules", () => {
  it("keep a guest on the nodes of its pin; one that is not strict gives way to what must be done", () => {
    const pin = { id: "lic", kind: "pin" as const, guests: [100], nodes: ["pve1", "pve3"] };
    const strict = clusterOf({ ...one(), rules: [pin] });
    expect(strict.refuse(100, "pve2", "forced")).toBe("pin");
    expect(strict.refuse(100, "pve3")).toBeNull();
    expect(strict.explain(100, "pve2")?.detail).toBe(
      "Guest 100 may only be on pve1, pve3 (lic), not on pve2.",
    );
    const loose = clusterOf({ ...one(), rules: [{ ...pin, strict: false }] });
    expect(loose.refuse(100, "pve2")).toBe("pin");
    expect(loose.refuse(100, "pve2", "forced")).toBeNull();
  });

  it("keep guests apart where the others are at that moment", () => {
    const rules = [{ id: "apart", kind: "anti-affinity" as const, guests: [100, 101] }];
    const cluster = clusterOf({ guests: [guest(100, "pve1"), guest(101, "pve2")], rules });
    expect(cluster.refuse(100, "pve2", "forced")).toBe("anti-affinity");
    cluster.move(101, "pve3");
    expect(cluster.refuse(100, "pve2")).toBeNull();
    expect(cluster.refuse(100, "pve3")).toBe("anti-affinity");
  });

  it("keep guests together, but for a group that moves as a whole", () => {
    const rules = [{ id: "near", kind: "affinity" as const, guests: [100, 101, 102] }];
    const guests = [guest(100, "pve1"), guest(101, "pve1"), guest(102, "pve2")];
    const cluster = clusterOf({ guests, rules });
    expect(cluster.refuse(100, "pve3", "forced")).toBe("affinity");
    expect(cluster.refuseInGroup(100, "pve3")).toBeNull();
    expect(cluster.refuse(102, "pve1")).toBeNull();
    expect(cluster.refuse(100, "pve2")).toBeNull();
    cluster.move(102, "pve1");
    expect(cluster.refuse(100, "pve2")).toBe("affinity");
  });

  it("PVE's own node affinity refuses every purpose, strict or not, because HA brings guests back", () => {
    const rule = {
      id: "prefer",
      kind: "node-affinity" as const,
      vmids: [100],
      nodes: [
        { name: "pve1", priority: 2 },
        { name: "pve2", priority: 1 },
      ],
      strict: false,
      enabled: true,
      error: null,
    };
    const highAvailability = (input: PlanningInput): PlanningInput => ({
      ...input,
      rules: [
        {
          id: "ha:prefer",
          kind: "pin",
          origin: "high-availability",
          strict: false,
          vmids: [100],
          nodes: ["pve1"],
        },
      ],
      snapshot: { ...input.snapshot, highAvailability: { services: [], rules: [rule] } },
    });
    expect(clusterOf(one(), highAvailability).refuse(100, "pve2", "forced")).toBe("ha-rule");
  });
});

describe("all guards", () => {
  it("refuse with codes of their own", () => {
    const codes = ALL_GUARDS.flatMap((guard) => guard.codes);
    expect(new Set(codes).size).toBe(codes.length);
    expect(codes).toHaveLength(32);
  });

  it("answer the first refusal in their order, the same when asked again", () => {
    const nodes = [node("pve1"), node("pve2", { maintenance: true, memory: GIB })];
    const { refuse } = clusterOf({ ...one({ lock: "backup", passthrough: ["usb0"] }), nodes });
    expect(refuse(100, "pve2")).toBe("backup-running");
    expect(refuse(100, "pve2")).toBe("backup-running");
    expect(refuse(100, "pve1")).toBe("same-node");
  });
});
