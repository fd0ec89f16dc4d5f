import { describe, expect, it } from "vitest";
import { type Evidence, type JudgedMove, judgeCampaign } from "@/tests/bench/support/crash/judge-campaign";
import type { Migration } from "@/tests/bench/support/crash/migrations-of";

const TOKEN = "evenkeel@pve!app";

const aMove = (rest: Partial<JudgedMove> = {}): JudgedMove => ({
  id: "m1",
  vmid: 100,
  fromNode: "pve1",
  toNode: "pve2",
  state: "done",
  requestUpid: "U1",
  taskUpid: "U1",
  requestedAtMs: 10_000,
  verifyingAtMs: 20_000,
  endedAtMs: 21_000,
  result: null,
  ...rest,
});
const aTask = (rest: Partial<Migration> = {}): Migration => ({
  upid: "U1",
  vmid: 100,
  node: "pve1",
  type: "qmigrate",
  user: TOKEN,
  startedAtMs: 12_000,
  endedAtMs: 19_000,
  exit: "OK",
  ...rest,
});
const request = (upid: string, target = "pve2") =>
  ({ atMs: 12_000, vmid: 100, target, fate: "pass", upid, status: 200, senderDied: false }) as const;

function judge(rest: Partial<Evidence> = {}, places: readonly string[] = ["pve2"]) {
  return judgeCampaign({
    moves: [aMove()],
    migrations: [aTask()],
    requests: [request("U1")],
    places: { nodesBetween: () => places },
    tokenId: TOKEN,
    limits: { perCluster: 2, perSource: 1, perTarget: 1 },
    lockedVmids: [],
    slotsTaken: 0,
    ...rest,
  });
}

describe("the judgement of a campaign", () => {
  it("finds nothing where all is well", () => {
    expect(judge()).toEqual({
      duplicateCalls: [],
      capsExceeded: [],
      leftLocked: [],
      notFinal: [],
      notAsReality: [],
      slotsLeft: 0,
    });
  });

  it("sees a second task for one decision, adopted or not", () => {
    const migrations = [aTask(), aTask({ upid: "U2", startedAtMs: 15_000 })];
    const { duplicateCalls } = judge({ migrations, requests: [request("U1"), request("U2")] });
    expect(duplicateCalls).toEqual(["move m1: U1 U2"]);
  });

  it("sees a task that no move asked for, such as one that began after its move had ended", () => {
    const migrations = [aTask(), aTask({ upid: "U2", startedAtMs: 30_000 })];
    const { duplicateCalls } = judge({ migrations, requests: [request("U1"), request("U2")] });
    expect(duplicateCalls).toEqual(["U2 belongs to no move"]);
  });

  it("leaves what others did out of it", () => {
    const migrations = [aTask(), aTask({ upid: "U2", user: "root@pam", startedAtMs: 15_000 })];
    expect(judge({ migrations })).toMatchObject({ duplicateCalls: [], capsExceeded: [] });
  });

  it("sees more moves at once than a limit allows, and not those that only touch", () => {
    const other = aMove({ id: "m2", vmid: 101, requestUpid: "U2", taskUpid: "U2" });
    const moves = [aMove(), other];
    const requests = [request("U1"), { ...request("U2"), vmid: 101 }];
    const during = aTask({ upid: "U2", vmid: 101, startedAtMs: 18_000 });
    expect(judge({ moves, requests, migrations: [aTask(), during] }).capsExceeded).toEqual([
      "2 from pve1 as U2 began",
      "2 to pve2 as U2 began",
    ]);
    const after = aTask({ upid: "U2", vmid: 101, startedAtMs: 19_000, endedAtMs: 20_000 });
    expect(judge({ moves, requests, migrations: [aTask(), after] }).capsExceeded).toEqual([]);
  });

  it("counts HA's own task as the move that asked for it", () => {
    const byHa = aMove({ requestUpid: "H1", taskUpid: "R1" });
    const migrations = [
      aTask({ upid: "H1", type: "hamigrate", endedAtMs: 12_000 }),
      aTask({ upid: "R1", user: "root@pam" }),
      aTask({ upid: "U2", vmid: 101 }),
    ];
    const moves = [byHa, aMove({ id: "m2", vmid: 101, requestUpid: "U2", taskUpid: "U2" })];
    const requests = [request("H1"), request("U2")];
    expect(judge({ moves, migrations, requests }).capsExceeded).toHaveLength(4);
  });

  it.each([
    ["done", ["pve1"]],
    ["failed", ["pve2"]],
    ["cancelled", ["pve2"]],
  ])("sees a move that is %s while the guest is on %j", (state, places) => {
    expect(judge({ moves: [aMove({ state })] }, places).notAsReality).toHaveLength(1);
  });

  it("sees moves without an end, slots that are left and guests that our task left locked", () => {
    const found = judge({
      moves: [aMove({ state: "running", endedAtMs: null })],
      slotsTaken: 3,
      lockedVmids: [100, 555],
    });
    expect(found).toMatchObject({ notFinal: ["move m1: running"], slotsLeft: 3, leftLocked: ["guest 100"] });
  });
});
