import { describe, expect, it } from "vitest";
import { type GuestFacts, OWN_CANCEL, settleGuest } from "@/lib/server/maintenance/settle-guest";
import { settleHome } from "@/lib/server/maintenance/settle-home";
import type { MaintenanceGuest, PowerTask } from "@/prisma/generated/client";
import { aGuest, READ_AT_MS } from "@/tests/support/inventory-builders";

type BatchMove = GuestFacts["moves"][number];

const at = (secondsBefore: number) => new Date(READ_AT_MS - secondsBefore * 1_000);

const ROW: MaintenanceGuest = {
  maintenanceId: "m",
  vmid: 110,
  guestObjectId: 10,
  name: "web1",
  kind: "qemu",
  wasRunning: true,
  ha: false,
  fromNode: "pve1",
  choice: null,
  state: "waiting",
  action: null,
  toNode: null,
  wave: null,
  seconds: null,
  moveId: null,
  tries: 0,
  code: null,
  detail: null,
  fix: null,
  home: "none",
  homeWanted: false,
  homeMoveId: null,
  homeReason: null,
  addedAt: at(600),
};

function aMove(overrides: Partial<BatchMove> = {}): BatchMove {
  const move: BatchMove = {
    id: "move",
    clusterId: "c",
    vmid: 110,
    guestObjectId: 10,
    guestName: "web1",
    guestKind: "qemu",
    fromNode: "pve1",
    toNode: "pve2",
    kind: "live",
    state: "failed",
    source: "evacuation",
    requestedById: null,
    requestedBy: "Evenkeel",
    requestedAt: at(100),
    batchId: "m",
    recommendationId: null,
    originId: null,
    reason: null,
    accepted: [],
    predicted: {},
    intentId: null,
    intentAt: null,
    intentCount: 1,
    knownUpids: [],
    requestUpid: null,
    taskUpid: null,
    taskExit: null,
    taskEndedAt: null,
    startedAt: null,
    verifyingAt: null,
    endedAt: at(50),
    cancelRequestedAt: null,
    cancelRequestedBy: null,
    stopSentAt: null,
    logLines: 0,
    result: "The guest did not move; it is on pve1.",
    failure: null,
    warnings: [],
    trouble: null,
    troubleSince: null,
    executor: null,
    heartbeatAt: null,
    updatedAt: at(50),
  };
  return { ...move, ...overrides };
}

function aPower(overrides: Partial<PowerTask> = {}): PowerTask {
  return {
    id: "power",
    maintenanceId: "m",
    requestedBy: null,
    requestedById: null,
    uptimeBeforeSeconds: null,
    clusterId: "c",
    vmid: 110,
    guestKind: "qemu",
    node: "pve1",
    action: "shutdown",
    state: "failed",
    intentId: null,
    intentAt: null,
    intentCount: 1,
    knownUpids: [],
    upid: null,
    exit: null,
    exitAt: null,
    result: "It could not be made to shut down: got timeout.",
    fix: "Shut it down from inside.",
    trouble: null,
    troubleSince: null,
    createdAt: at(100),
    endedAt: at(10),
    ...overrides,
  };
}

function settle(overrides: Partial<GuestFacts> = {}) {
  return settleGuest({
    row: ROW,
    guest: aGuest(),
    moves: [],
    powers: [],
    maintenance: { node: "pve1", leaveStopped: false, triesSince: at(500) },
    readAtMs: READ_AT_MS,
    native: false,
    mostTries: 3,
    ...overrides,
  });
}

const failures = (count: number) => Array.from({ length: count }, () => aMove());

describe("settleGuest", () => {
  it("wants a guest moved that is on the node, and one shut down for which that was chosen", () => {
    expect(settle()).toMatchObject({ state: "waiting", wants: "move" });
    expect(settle({ row: { ...ROW, choice: "shutdown" } })).toMatchObject({ wants: "shutdown" });
  });

  it.each([
    ["left by choice", { row: { ...ROW, choice: "leave" } }, "left"],
    [
      "off and left, as all that are",
      {
        guest: aGuest({ status: "stopped" }),
        maintenance: { node: "pve1", leaveStopped: true, triesSince: null },
      },
      "left",
    ],
    [
      "off, of those to be shut down",
      { row: { ...ROW, choice: "shutdown" }, guest: aGuest({ status: "stopped" }) },
      "shut-down",
    ],
    ["gone from the cluster", { guest: null }, "gone"],
    ["another one under its number", { guest: aGuest({ objectId: 11 }) }, "gone"],
    ["elsewhere without a move of ours", { guest: aGuest({ node: "pve3" }) }, "recovered"],
    [
      "elsewhere after its move",
      { guest: aGuest({ node: "pve2" }), moves: [aMove({ state: "done" })] },
      "moved",
    ],
    [
      "shown on the node by a reading that is older than its arrival",
      { moves: [aMove({ state: "done", endedAt: at(-5) })] },
      "moved",
    ],
    ["on its way", { moves: [aMove({ state: "running", endedAt: null })] }, "under-way"],
    ["shutting down", { powers: [aPower({ state: "running", endedAt: null })] }, "under-way"],
    [
      "HA's matter on a node in HA's maintenance",
      { native: true, guest: aGuest({ haState: "started" }) },
      "waiting",
    ],
    [
      "of another node, which only made room",
      { row: { ...ROW, fromNode: "pve2" }, guest: aGuest({ node: "pve2" }) },
      "left",
    ],
  ] as const)("knows a guest that is %s", (_what, facts, state) => {
    expect(settle(facts)).toMatchObject({ state, wants: null });
  });

  it("tries three times, and says why it did not work", () => {
    expect(settle({ moves: failures(2) })).toMatchObject({ wants: "move", tries: 2 });
    expect(settle({ moves: failures(3) })).toMatchObject({
      state: "blocked",
      code: "moves-failed",
      detail: "VM 110 (web1) could not be moved in 3 tries. To pve2: The guest did not move; it is on pve1.",
    });
  });

  it("does not count failures from before it was told to try again", () => {
    const maintenance = { node: "pve1", leaveStopped: false, triesSince: at(60) };
    expect(settle({ moves: failures(3), maintenance })).toMatchObject({ wants: "move", tries: 0 });
  });

  it("does not move a guest for ever that comes back each time", () => {
    const done = Array.from({ length: 3 }, () => aMove({ state: "done" }));
    expect(settle({ moves: done.slice(1) })).toMatchObject({ wants: "move" });
    expect(settle({ moves: done })).toMatchObject({ state: "blocked", code: "came-back" });
  });

  it("heeds who called its move off, but not when the evacuation did so itself", () => {
    const off = aMove({ state: "cancelled", result: "olga called it off; nothing had been started." });
    expect(settle({ moves: [off] })).toMatchObject({ state: "blocked", code: "called-off" });
    expect(settle({ moves: [{ ...off, result: OWN_CANCEL }] })).toMatchObject({ wants: "move" });
  });

  it("waits for a person where it is not known what became of a move", () => {
    expect(settle({ moves: [aMove({ state: "unknown", endedAt: null })] })).toMatchObject({
      state: "blocked",
      code: "move-unknown",
    });
  });

  it("does not ask a second time for a shut-down that failed", () => {
    const facts = { row: { ...ROW, choice: "shutdown" }, powers: [aPower()] };
    expect(settle(facts)).toMatchObject({ state: "blocked", wants: null, fix: "Shut it down from inside." });
    const maintenance = { node: "pve1", leaveStopped: false, triesSince: at(60) };
    expect(settle({ ...facts, maintenance })).toMatchObject({ wants: "shutdown" });
  });
});

describe("settleHome", () => {
  const away = { ...ROW, state: "moved", homeWanted: true };
  const facts = {
    row: away,
    guest: aGuest({ node: "pve2" }),
    moves: [],
    powers: [],
    claim: null,
    readAtMs: READ_AT_MS,
    since: at(500),
    mostTries: 3,
  };

  it("wants a guest moved that is away, and one started that was shut down", () => {
    expect(settleHome(facts)).toMatchObject({ home: "away", wants: "move" });
    const off = { ...facts, row: { ...away, state: "shut-down" }, guest: aGuest({ status: "stopped" }) };
    expect(settleHome(off)).toMatchObject({ home: "away", wants: "start" });
    expect(settleHome({ ...off, row: { ...off.row, wasRunning: false } })).toMatchObject({ home: "home" });
  });

  it("leaves a guest to the maintenance that it belongs to", () => {
    const claim = "It came from pve3.";
    expect(settleHome({ ...facts, claim })).toMatchObject({ home: "blocked", homeReason: claim });
    expect(settleHome({ ...facts, claim, guest: aGuest() })).toMatchObject({ home: "home" });
  });

  it("ends with the reason after three tries, and when a start failed", () => {
    const moves = failures(3).map((move) => ({ ...move, fromNode: "pve2", toNode: "pve1" }));
    expect(settleHome({ ...facts, moves })).toMatchObject({
      home: "blocked",
      homeReason: expect.stringContaining("in 3 tries. To pve1:"),
    });
    const powers = [aPower({ action: "start", result: "It could not be made to start: no memory." })];
    const off = {
      ...facts,
      powers,
      row: { ...away, state: "shut-down" },
      guest: aGuest({ status: "stopped" }),
    };
    expect(settleHome(off)).toMatchObject({
      home: "blocked",
      homeReason: expect.stringContaining("no memory"),
    });
  });
});
