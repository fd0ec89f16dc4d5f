import { beforeEach, describe, expect, it } from "vitest";
import { parseScenario } from "@/lib/inventory/scenario/parse-scenario";
import { snapshotFromScenario } from "@/lib/inventory/scenario/snapshot-from-scenario";
import type { Snapshot } from "@/lib/inventory/snapshot";
import { readActiveMoves } from "@/lib/server/automation/read-active-moves";
import { readGuestPolicies } from "@/lib/server/automation/read-guest-policies";
import { readMoveHistory } from "@/lib/server/automation/read-move-history";
import { readNodeFacts } from "@/lib/server/automation/read-node-facts";
import { prisma } from "@/lib/server/db/prisma";
import { storeSnapshot } from "@/lib/server/live/store-snapshot";
import { readPlanningInput } from "@/lib/server/recommendations/read-planning-input";
import { useTestDatabase } from "@/tests/support/database";
import { NO_SCORES } from "@/tests/support/sample-snapshot";

useTestDatabase();

const MINUTE = 60_000;
const GIB = 2 ** 30;
const NOW = Date.now();
let snapshot: Snapshot;

beforeEach(async () => {
  await prisma.cluster.deleteMany();
  const cluster = await prisma.cluster.create({
    data: { name: "prod", tokenId: "a@pve!b", tokenSecretSealed: "sealed" },
  });
  const text = JSON.stringify({
    version: 1,
    nodes: ["pve1", "pve2"].map((name) => ({ name, cores: 16, memory: 64 * GIB })),
    guests: [100, 101].map((vmid) => ({ vmid, node: "pve2", cores: 1, memory: GIB })),
  });
  const read = snapshotFromScenario(parseScenario(text).scenario);
  const guests = read.guests.map((guest) => ({ ...guest, objectId: guest.vmid * 10 }));
  snapshot = { ...read, guests, clusterId: cluster.id, readAtMs: NOW };
});

const at = (minutesAgo: number) => new Date(NOW - minutesAgo * MINUTE);

async function own(minutesAgo: number, rest: Record<string, unknown> = {}): Promise<void> {
  const { clusterId } = snapshot;
  const { id } = await prisma.move.create({
    data: {
      ...{ clusterId, vmid: 100, guestObjectId: 1000, guestKind: "qemu", fromNode: "pve1", toNode: "pve2" },
      ...{ kind: "live", source: "manual", requestedBy: "ana", accepted: [], knownUpids: [], warnings: [] },
      intentAt: at(minutesAgo + 1),
      startedAt: at(minutesAgo + 1),
      endedAt: at(minutesAgo),
      ...rest,
      state: "planned",
    },
  });
  for (const state of ["waiting", "preflight", "submitting", "running", "verifying", rest.state ?? "done"])
    await prisma.$executeRaw`UPDATE move SET state = ${String(state)} WHERE id = ${id}::uuid`;
}

async function seen(minutesAgo: number, rest: Record<string, unknown> = {}): Promise<void> {
  const details = { from: "pve1", to: "pve2" };
  await prisma.event.create({
    data: {
      ...{ clusterId: snapshot.clusterId, at: at(minutesAgo), kind: "guest-moved", severity: "info" },
      ...{ vmid: 100, guestObjectId: 1000, message: "moved", details },
      ...rest,
    },
  });
}

/** The oldest first. */
const history = async () =>
  (await readMoveHistory(snapshot, NOW - 600 * MINUTE)).toSorted(
    (one, other) => one.endedAtMs - other.endedAtMs,
  );

describe("past moves", () => {
  it("are our own, once, though their arrival was seen too", async () => {
    await own(10);
    await seen(9);
    expect(await history()).toEqual([
      { vmid: 100, from: "pve1", to: "pve2", endedAtMs: at(10).getTime(), outcome: "moved" },
    ]);
  });

  it("are those of others, as they were seen", async () => {
    await own(300);
    await seen(200, { details: { from: "pve2", to: "pve1" } });
    await seen(20);
    expect((await history()).map(({ from, endedAtMs }) => [from, (NOW - endedAtMs) / MINUTE])).toEqual([
      ["pve1", 300],
      ["pve2", 200],
      ["pve1", 20],
    ]);
  });

  it("are not those of a guest that had the VMID before, nor those that Proxmox VE was never asked for", async () => {
    await own(10, { guestObjectId: 999 });
    await own(20, { intentAt: null, startedAt: null });
    await seen(30, { guestObjectId: 999 });
    await own(40, { vmid: 555, guestObjectId: null });
    expect(await history()).toEqual([]);
  });

  it("keep a guest where it is for the next plan, for balance's sake", async () => {
    await seen(5);
    const policies = await readGuestPolicies(snapshot, {});
    expect(policies.get(100)).toMatchObject({
      heldUntilMs: at(5).getTime() + 30 * MINUTE,
      notBackTo: "pve1",
    });
    expect(policies.has(101)).toBe(false);
    await storeSnapshot(snapshot, NO_SCORES);
    const input = await readPlanningInput(snapshot.clusterId);
    expect(input.guestPolicies.get(100)).toMatchObject({ notBackTo: "pve1" });
  });
});

it("moves under way are ours, and those of Proxmox VE and of administrators", async () => {
  const task = (type: string, subject: string, endedAtMs: number | null) => ({
    ...{ upid: `UPID:${type}:${subject}`, node: "pve2", type, subject, user: "root@pam" },
    ...{ startedAtMs: NOW, endedAtMs, exitStatus: endedAtMs === null ? null : "OK" },
  });
  await own(1, { state: "unknown", endedAt: null });
  const tasks = [task("qmigrate", "101", null), task("qmigrate", "102", NOW), task("vzdump", "103", null)];
  expect(await readActiveMoves({ ...snapshot, tasks })).toEqual([
    { vmid: 100, unknown: true },
    { vmid: 101, unknown: false },
  ]);
});

it("nodes tell when they were first seen, lost and regained", async () => {
  const { clusterId } = snapshot;
  await prisma.node.create({ data: { clusterId, name: "pve1", firstSeenAt: at(500) } });
  const event = (kind: string, minutesAgo: number) => ({
    ...{ clusterId, node: "pve1", kind, at: at(minutesAgo), severity: "info" as const, message: kind },
  });
  await prisma.event.createMany({
    data: [event("node-down", 50), event("node-down", 20), event("node-up", 10), event("node-up", 400)],
  });
  const [first, second] = await readNodeFacts(snapshot, NOW - 60 * MINUTE);
  expect(first).toMatchObject({
    firstSeenAtMs: at(500).getTime(),
    lostContactAtMs: at(20).getTime(),
    regainedContactAtMs: at(10).getTime(),
  });
  expect(second).toMatchObject({ name: "pve2", firstSeenAtMs: null, lostContactAtMs: null });
});
