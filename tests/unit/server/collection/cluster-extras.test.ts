import { describe, expect, it } from "vitest";
import { readRows } from "@/lib/server/collection/normalise/field-reader";
import {
  normaliseAddresses,
  normaliseGuestSnapshots,
} from "@/lib/server/collection/normalise/normalise-guest-extras";
import {
  normaliseHaRules,
  normaliseHaServices,
  rulesFromGroups,
} from "@/lib/server/collection/normalise/normalise-ha";
import { normaliseLog } from "@/lib/server/collection/normalise/normalise-log";
import { readBalancer } from "@/lib/server/collection/normalise/normalise-options";
import {
  normaliseReplication,
  withReplicationState,
} from "@/lib/server/collection/normalise/normalise-replication";
import { Problems } from "@/lib/server/collection/normalise/problems";

const rowsOf = (value: unknown, problems = new Problems()) => readRows(value, "/list", problems);

describe("HA", () => {
  it("reads services and the rules of PVE 9, with the reason for one that is ignored", () => {
    const services = normaliseHaServices(
      rowsOf([{ sid: "vm:100", state: "started", max_restart: "1", "auto-rebalance": 0 }, { sid: "ct:101" }]),
    );
    const rules = normaliseHaRules(
      rowsOf([
        { rule: "b", type: "node-affinity", resources: "vm:100, ct:101", nodes: "pve1:2,pve2", strict: 1 },
        {
          rule: "a",
          type: "resource-affinity",
          affinity: "negative",
          resources: "vm:100,vm:102",
          errors: { resources: "too many\n" },
        },
      ]),
    );

    expect(services).toMatchObject([
      { vmid: 100, maxRestart: 1, autoRebalance: false },
      { vmid: 101, state: "started", autoRebalance: null },
    ]);
    expect(rules).toEqual([
      expect.objectContaining({
        id: "a",
        kind: "keep-apart",
        vmids: [100, 102],
        error: "resources: too many",
      }),
      expect.objectContaining({
        id: "b",
        kind: "node-affinity",
        strict: true,
        vmids: [100, 101],
        nodes: [
          { name: "pve1", priority: 2 },
          { name: "pve2", priority: 0 },
        ],
      }),
    ]);
  });

  it("reads the groups of PVE 8 as the node affinities that they are", () => {
    const services = normaliseHaServices(rowsOf([{ sid: "vm:100", group: "fast" }, { sid: "vm:101" }]));
    const groups = rowsOf([
      { group: "fast", nodes: "pve1,pve2:1", restricted: 1 },
      { group: "unused", nodes: "pve3" },
    ]);

    expect(rulesFromGroups(groups, services)).toMatchObject([{ id: "fast", vmids: [100], strict: true }]);
  });

  it("names what it cannot read", () => {
    const problems = new Problems();
    normaliseHaServices(rowsOf([{ sid: "fan:3" }], problems));
    normaliseHaRules(rowsOf([{ rule: "x", type: "moon-affinity" }, 7], problems));

    expect(problems.list().map(({ path }) => path)).toEqual(["/list[0].sid", "/list[1]", "/list[0].type"]);
  });

  it("reads the scheduler's settings as an object, as a property string and when there are none", () => {
    const read = (options: unknown) => readBalancer(options, new Problems());

    expect(read({ crs: { ha: "dynamic", "ha-auto-rebalance": 1 } })).toEqual({
      mode: "dynamic",
      automatic: true,
    });
    expect(read({ crs: "ha=dynamic,ha-auto-rebalance=0" })).toEqual({ mode: "dynamic", automatic: false });
    expect(read({ crs: { ha: "static", "ha-auto-rebalance": 1 } }).automatic).toBe(false);
    expect(read({})).toEqual({ mode: "basic", automatic: false });
  });
});

describe("replication", () => {
  it("keeps what was known of a job until its source is asked again", () => {
    const rows = rowsOf([{ id: "100-0", guest: 100, target: "pve2", source: "pve1", disable: 1 }]);
    const [first] = normaliseReplication(rows, []);
    const known = withReplicationState(
      normaliseReplication(rows, []),
      rowsOf([{ id: "100-0", last_sync: 1_700_000_000, fail_count: "2", error: "broken\n" }]),
    );

    expect(first).toMatchObject({ enabled: false, failures: null, lastSyncAtMs: null });
    expect(known).toMatchObject([{ failures: 2, error: "broken", lastSyncAtMs: 1_700_000_000_000 }]);
    expect(normaliseReplication(rows, known)).toEqual(known);
  });
});

describe("the log", () => {
  it("leaves out tasks, which have their own list, and is newest first", () => {
    const log = normaliseLog(
      rowsOf([
        { time: 10, msg: "starting task UPID:pve1:…", pri: 6 },
        { time: 11, msg: "authentication failure", pri: "3", node: "pve1", tag: "pvedaemon" },
        { time: 12, msg: "successful auth for user 'root@pam'" },
        { msg: "no time" },
      ]),
    );

    expect(log.map(({ priority, message }) => [priority, message])).toEqual([
      [6, "successful auth for user 'root@pam'"],
      [3, "authentication failure"],
    ]);
  });
});

describe("snapshots and addresses of a guest", () => {
  it("leaves out the present state", () => {
    const rows = rowsOf([
      { name: "current", running: 1 },
      { name: "b", snaptime: 20, vmstate: 1 },
      { name: "a", snaptime: 10 },
    ]);

    expect(normaliseGuestSnapshots(rows)).toEqual([
      { name: "a", atMs: 10_000, withMemory: false },
      { name: "b", atMs: 20_000, withMemory: true },
    ]);
  });

  it("reads the agent's and a container's interfaces, without loopback and link-local addresses", () => {
    const agent = {
      result: [
        { name: "lo", "ip-addresses": [{ "ip-address": "127.0.0.1" }, { "ip-address": "::1" }] },
        {
          name: "eth0",
          "ip-addresses": [
            { "ip-address": "10.0.0.5" },
            { "ip-address": "fe80::1%eth0" },
            { "ip-address": "2001:db8::5" },
          ],
        },
        { name: "down" },
      ],
    };
    const container = [{ name: "eth0", inet: "10.0.0.6/24", inet6: "fe80::2/64" }];
    const read = (answer: unknown) => normaliseAddresses(answer, "/agent", new Problems());

    expect(read(agent)).toEqual(["10.0.0.5", "2001:db8::5"]);
    expect(read(container)).toEqual(["10.0.0.6"]);
    expect(read({ result: [{ "ip-addresses": [{ "ip-address": "<script>" }] }] })).toEqual([]);
  });
});
