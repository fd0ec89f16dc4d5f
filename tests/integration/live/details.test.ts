import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { clusterDetail } from "@/lib/api/cluster-detail";
import { clusterLogList, clusterLogQuery } from "@/lib/api/cluster-log";
import { guestDetail } from "@/lib/api/guest-detail";
import { nodeDetail } from "@/lib/api/nodes";
import type { HaRule } from "@/lib/inventory/cluster-extras";
import type { Guest, Snapshot } from "@/lib/inventory/snapshot";
import { pool } from "@/lib/server/db/pool";
import { readClusterDetail } from "@/lib/server/live/read-cluster-detail";
import { readClusterLog } from "@/lib/server/live/read-cluster-log";
import { readGuestDetail } from "@/lib/server/live/read-guest-detail";
import { readNodeDetail } from "@/lib/server/live/read-node-detail";
import { storeSnapshot } from "@/lib/server/live/store-snapshot";
import { readingCache } from "@/lib/server/live/stored-reading";
import { aViewer } from "@/tests/support/a-viewer";
import { useTestDatabase } from "@/tests/support/database";
import { NO_SCORES, sampleSnapshot } from "@/tests/support/sample-snapshot";

useTestDatabase();

const VIEWER = aViewer({ role: "viewer" });
const START = Date.UTC(2026, 5, 1);
const HOUR = 3_600_000;

let clusterId: string;

beforeEach(async () => {
  await pool().query("TRUNCATE cluster CASCADE");
  await pool().query("TRUNCATE metrics.snapshot, metrics.connection_problem");
  readingCache().clear();
  clusterId = randomUUID();
  await pool().query(
    `INSERT INTO cluster (id, name, token_id, token_secret_sealed, updated_at) VALUES ($1, 'alpha', 't', 's', now())`,
    [clusterId],
  );
});

const store = (rest: Partial<Snapshot> = {}) => storeSnapshot({ ...sample(), ...rest }, NO_SCORES);
const sample = () => sampleSnapshot({ clusterId, readAtMs: START, nodes: 2, guests: 4 });

/** The sample's guests (100 to 103 on pve1 and pve2 in turn) with one of them changed. */
function withGuest(vmid: number, rest: Partial<Guest>): readonly Guest[] {
  return sample().guests.map((guest) => (guest.vmid === vmid ? { ...guest, ...rest } : guest));
}

const APART: HaRule = {
  id: "apart",
  kind: "keep-apart",
  vmids: [101, 999],
  nodes: [],
  strict: true,
  enabled: true,
  error: null,
};
const PINNED: HaRule = {
  ...APART,
  id: "pinned",
  kind: "node-affinity",
  vmids: [103],
  nodes: [{ name: "pve2", priority: 0 }],
};
const SERVICE = {
  sid: "vm:101",
  vmid: 101,
  state: "started",
  group: null,
  maxRestart: 1,
  maxRelocate: 2,
  autoRebalance: true,
};
const JOB = {
  id: "101-0",
  vmid: 101,
  source: "pve2",
  target: "pve1",
  schedule: "*/15",
  enabled: true,
  lastSyncAtMs: START - HOUR,
  failures: 0,
  error: null,
};
const archivesOn = (storage: string, newestAtMs: Readonly<Record<string, number>>) => {
  return { storage, node: null, readAtMs: START, newestAtMs };
};

describe("a guest's detail", () => {
  test("tells what protects it, and only what is about it", async () => {
    await store({
      highAvailability: { services: [SERVICE], rules: [APART, PINNED] },
      replication: [JOB, { ...JOB, id: "102-0", vmid: 102 }],
      backups: {
        uncovered: [102],
        archives: [
          archivesOn("nas", { 101: START - 2 * HOUR }),
          archivesOn("pbs", { 101: START - HOUR, 102: START }),
        ],
      },
      guests: withGuest(101, {
        extras: { snapshots: [{ name: "before", atMs: START, withMemory: true }], addresses: ["192.0.2.7"] },
      }),
    });

    const detail = guestDetail.parse(await readGuestDetail(VIEWER, clusterId, 101));

    expect(detail).toMatchObject({
      clusterName: "alpha",
      row: { vmid: 101, node: "pve2" },
      snapshots: [{ name: "before" }],
      addresses: ["192.0.2.7"],
      backups: { covered: true, newestAtMs: START - HOUR },
      highAvailability: { service: { maxRelocate: 2, name: "guest-1" } },
      configuration: { disks: [{ key: "scsi0", sharedStorage: false }] },
    });
    expect(detail.highAvailability?.rules.map(({ id }) => id)).toEqual(["apart"]);
    expect(detail.highAvailability?.rules[0]?.guests).toEqual([
      { vmid: 101, name: "guest-1" },
      { vmid: 999, name: null },
    ]);
    expect(detail.replication?.map(({ id }) => id)).toEqual(["101-0"]);
  });

  test("says of a guest without a backup job that it has none", async () => {
    await store({ backups: { uncovered: [102], archives: [archivesOn("nas", {})] } });

    const { backups } = await readGuestDetail(VIEWER, clusterId, 102);

    expect(backups).toMatchObject({ covered: false, newestAtMs: null, archives: [{ newestAtMs: null }] });
  });

  test("tells what was not read from what is not there", async () => {
    await store();

    expect(await readGuestDetail(VIEWER, clusterId, 101)).toMatchObject({
      snapshots: null,
      addresses: null,
      backups: null,
      highAvailability: null,
      replication: null,
    });
  });

  test("shows the tasks of this guest, the newest first", async () => {
    const task = { node: "pve1", type: "vzdump", user: "root@pam", endedAtMs: null, exitStatus: null };
    const about = (subject: string, startedAtMs: number) => {
      return { ...task, upid: `${subject}@${startedAtMs}`, subject, startedAtMs };
    };
    await store({ tasks: [about("101", 1), about("1010", 2), about("101", 3)] });

    const { tasks } = await readGuestDetail(VIEWER, clusterId, 101);

    expect(tasks.map(({ upid }) => upid)).toEqual(["101@3", "101@1"]);
  });

  test("is not found for a guest, a cluster or a reading that is not there", async () => {
    await expect(readGuestDetail(VIEWER, clusterId, 101)).rejects.toMatchObject({ code: "not_found" });
    await store();

    await expect(readGuestDetail(VIEWER, clusterId, 555)).rejects.toMatchObject({ code: "not_found" });
    await expect(readGuestDetail(VIEWER, randomUUID(), 101)).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("a node's detail", () => {
  test("has the rules that name it or a guest on it, and the replication from and to it", async () => {
    await store({ highAvailability: { services: [], rules: [APART, PINNED] }, replication: [JOB] });

    const one = nodeDetail.parse(await readNodeDetail(VIEWER, clusterId, "pve1"));
    const two = nodeDetail.parse(await readNodeDetail(VIEWER, clusterId, "pve2"));

    expect(one.haRules).toEqual([]);
    expect(two.haRules?.map(({ id }) => id)).toEqual(["apart", "pinned"]);
    expect([one, two].map(({ replication }) => replication?.length)).toEqual([1, 1]);
  });
});

describe("a cluster's detail", () => {
  test("tells PVE's balancer, its rules, the guests without a backup job and what could not be read", async () => {
    await store({
      balancer: { mode: "dynamic", automatic: true },
      highAvailability: { services: [SERVICE], rules: [APART] },
      backups: { uncovered: [103], archives: [archivesOn("nas", { 100: START - HOUR, 101: START })] },
      parts: [
        { part: "resources", readAtMs: START, error: null },
        { part: "log", readAtMs: null, error: "Permission check failed" },
      ],
    });

    expect(clusterDetail.parse(await readClusterDetail(VIEWER, clusterId))).toMatchObject({
      row: { id: clusterId, nodesTotal: 2 },
      corosyncName: "sample",
      balancer: { mode: "dynamic", automatic: true },
      highAvailability: { services: [{ sid: "vm:101", node: "pve2", autoRebalance: true }] },
      replication: null,
      backups: { uncovered: [{ vmid: 103, name: "guest-3" }], archives: [{ guests: 2, newestAtMs: START }] },
      failedParts: [{ part: "log", error: "Permission check failed" }],
    });
  });

  test("has a page before its first reading", async () => {
    expect(clusterDetail.parse(await readClusterDetail(VIEWER, clusterId))).toMatchObject({
      row: { id: clusterId, readAtMs: null },
      balancer: null,
      storages: [],
    });
  });
});

describe("the cluster log", () => {
  const line = (atMs: number, message: string, priority = 6) => {
    return { atMs, node: "pve1", user: "root@pam", tag: "pvedaemon", priority, message };
  };
  const read = (query: Readonly<Record<string, string>>) =>
    readClusterLog(VIEWER, clusterLogQuery.parse(query)).then(({ rows, total }) => {
      return { total, messages: clusterLogList.parse(rows).map(({ message }) => message) };
    });

  test("is newest first, by urgency, word and number of lines", async () => {
    await store({
      log: [line(3, "quorum lost", 2), line(2, "Authentication failure", 4), line(1, "Login of ana")],
    });

    expect(await read({})).toEqual({
      total: 3,
      messages: ["quorum lost", "Authentication failure", "Login of ana"],
    });
    expect((await read({ priority: "4" })).messages).toEqual(["quorum lost", "Authentication failure"]);
    expect((await read({ text: "ANA" })).messages).toEqual(["Login of ana"]);
    expect((await read({ text: "pvedaemon", limit: "1" })).messages).toEqual(["quorum lost"]);
    expect((await read({ node: "pve9" })).messages).toEqual([]);
  });
});
