import { describe, expect, it } from "vitest";
import type { HaRule, LogEntry, ReplicationJob } from "@/lib/inventory/cluster-extras";
import { compareSnapshots } from "@/lib/inventory/compare-snapshots";
import type { Snapshot } from "@/lib/inventory/snapshot";
import { aGuest, aNode, aSnapshot } from "@/tests/support/inventory-builders";

const events = (before: Partial<Snapshot>, after: Partial<Snapshot>) =>
  compareSnapshots(aSnapshot(before), aSnapshot(after)).map(
    ({ kind, severity, message }) => `${severity} ${kind}: ${message}`,
  );

const rule = (rest: Partial<HaRule>): HaRule => ({
  id: "apart",
  kind: "keep-apart",
  vmids: [100, 101],
  nodes: [],
  strict: true,
  enabled: true,
  error: null,
  ...rest,
});
const job = (rest: Partial<ReplicationJob>): ReplicationJob => ({
  id: "110-0",
  vmid: 110,
  source: "pve1",
  target: "pve2",
  schedule: "*/15",
  enabled: true,
  lastSyncAtMs: null,
  failures: 0,
  error: null,
  ...rest,
});
const entry = (rest: Partial<LogEntry>): LogEntry => ({
  atMs: 1_000,
  node: "pve1",
  user: "root@pam",
  tag: "pvedaemon",
  priority: 3,
  message: "authentication failure; user=eve@pve",
  ...rest,
});
const ofRules = (...rules: HaRule[]): Partial<Snapshot> => ({ highAvailability: { services: [], rules } });

describe("what changes on the slow rounds", () => {
  it("tells of a service in trouble, and when it is over", () => {
    const guest = (haState: string) => ({ guests: [aGuest({ haState })] });

    expect(events(guest("started"), guest("error"))).toEqual([
      "critical ha-state-changed: HA state of web1 (110) changed from started to error",
    ]);
    expect(events(guest("error"), guest("started"))).toEqual([
      "info ha-state-changed: HA state of web1 (110) changed from error to started",
    ]);
    expect(events(guest("started"), guest("migrate"))).toEqual([]);
  });

  it("tells of HA maintenance of a node", () => {
    const node = (haState: string) => ({ nodes: [aNode({ haState })] });

    expect(events(node("online"), node("maintenance"))).toEqual([
      "info maintenance-started: pve1 went into HA maintenance",
    ]);
    expect(events(node("maintenance"), node("online"))).toEqual([
      "info maintenance-ended: pve1 left HA maintenance",
    ]);
  });

  it("tells once of a rule that Proxmox VE ignores", () => {
    const broken = rule({ error: "resources: too many" });

    expect(events(ofRules(rule({})), ofRules(broken))).toEqual([
      "warning ha-rule-conflict: HA rule apart is ignored by Proxmox VE: resources: too many",
    ]);
    expect(events(ofRules(broken), ofRules(broken))).toEqual([]);
    expect(events({}, ofRules(broken))).toEqual([]);
  });

  it("tells when Proxmox VE's own balancer is switched on", () => {
    expect(
      events(
        { balancer: { mode: "static", automatic: false } },
        { balancer: { mode: "dynamic", automatic: true } },
      ),
    ).toEqual([
      "warning balancer-changed: Proxmox VE's own balancer was set to dynamic; it rebalances HA guests by itself now",
    ]);
  });

  it("tells when replication begins to fail and when it works again, not what it does not know", () => {
    const bad = job({ failures: 2, error: "no route to host" });
    const guests = [aGuest()];

    expect(events({ guests, replication: [job({})] }, { guests, replication: [bad] })).toEqual([
      "warning replication-failed: Replication of web1 (110) to pve2 failed: no route to host",
    ]);
    expect(events({ guests, replication: [bad] }, { guests, replication: [job({})] })).toEqual([
      "info replication-recovered: Replication of web1 (110) to pve2 works again",
    ]);
    expect(events({ replication: [job({ failures: null })] }, { replication: [bad] })).toEqual([]);
  });

  it("tells each new warning of the log once, and no more than twenty at a time", () => {
    const flood = Array.from({ length: 50 }, (_, index) =>
      entry({ atMs: index, message: `warning ${index}` }),
    );

    expect(events({ log: [] }, { log: [entry({}), entry({ priority: 6, message: "fine" })] })).toEqual([
      "warning cluster-log: pvedaemon on pve1: authentication failure; user=eve@pve",
    ]);
    expect(events({ log: [entry({})] }, { log: [entry({})] })).toEqual([]);
    expect(events({}, { log: [entry({})] })).toEqual([]);
    expect(events({ log: [] }, { log: flood })).toHaveLength(20);
  });
});
