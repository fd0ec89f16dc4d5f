import { describe, expect, it, test } from "vitest";
import { compareSnapshots } from "@/lib/inventory/compare-snapshots";
import type { Snapshot, Task } from "@/lib/inventory/snapshot";
import { aGuest, aNode, aPart, aSnapshot, aTask, READ_AT_MS } from "../../support/inventory-builders";

const reading = (tasks: readonly Task[], overrides: Partial<Snapshot> = {}) =>
  aSnapshot({ tasks, guests: [aGuest()], ...overrides });

const failures = (previous: Snapshot, current: Snapshot) =>
  compareSnapshots(previous, current).filter(({ kind }) => kind === "task-failed");

const running = aTask({ endedAtMs: null, exitStatus: null });
const failed = aTask({ exitStatus: "job errors" });

describe("a task that ended badly", () => {
  it("is reported with its guest, node and reason", () => {
    expect(failures(reading([running]), reading([failed]))).toEqual([
      {
        kind: "task-failed",
        severity: "warning",
        atMs: READ_AT_MS,
        node: "pve1",
        vmid: 110,
        guestObjectId: 10,
        storage: null,
        message: "Task vzdump of web1 (110) failed on pve1: job errors",
        details: { upid: failed.upid, type: "vzdump", user: "root@pam", exitStatus: "job errors" },
      },
    ]);
  });

  test.each([
    { subject: "999", vmid: 999, message: "Task vzdump of 999 failed on pve1: job errors" },
    { subject: "", vmid: null, message: "Task vzdump failed on pve1: job errors" },
    { subject: "local-lvm", vmid: null, message: "Task vzdump of local-lvm failed on pve1: job errors" },
    { subject: "12", vmid: null, message: "Task vzdump of 12 failed on pve1: job errors" },
  ])("is reported about $subject", ({ subject, vmid, message }) => {
    const [event] = failures(reading([]), reading([{ ...failed, subject }]));
    expect(event).toMatchObject({ vmid, message, guestObjectId: null });
  });

  it("is reported on the node where it ran, not where the guest is now", () => {
    const guests = [aGuest({ node: "pve2" })];
    const nodes = [aNode(), aNode({ name: "pve2" })];
    const [event] = failures(reading([], { nodes }), reading([failed], { nodes, guests }));
    expect(event?.node).toBe("pve1");
  });

  test.each([
    { exitStatus: "OK" },
    { exitStatus: "WARNINGS: 2" },
    { exitStatus: "WARNINGS" },
    { exitStatus: null },
  ])("is not one that ended with $exitStatus", ({ exitStatus }) => {
    expect(failures(reading([running]), reading([aTask({ exitStatus })]))).toEqual([]);
  });

  it("is not one that still runs", () => {
    expect(failures(reading([]), reading([running]))).toEqual([]);
  });

  test.each([
    { exitStatus: "unexpected status" },
    { exitStatus: "interrupted by signal" },
    { exitStatus: "ok" },
  ])("is one that ended with $exitStatus", ({ exitStatus }) => {
    expect(failures(reading([running]), reading([aTask({ exitStatus })]))).toHaveLength(1);
  });
});

describe("each task once", () => {
  it("is not repeated while it stays in the list", () => {
    expect(failures(reading([failed]), reading([failed]))).toEqual([]);
  });

  it("is not repeated when PVE lists it twice", () => {
    expect(failures(reading([running]), reading([failed, failed]))).toHaveLength(1);
  });

  it("is reported when it began and ended between two readings", () => {
    expect(failures(reading([]), reading([failed]))).toHaveLength(1);
  });

  it("does not report an old failure that shows up late", () => {
    const newer = aTask({ upid: "UPID:newer", endedAtMs: READ_AT_MS - 1_000 });
    const old = { ...failed, startedAtMs: READ_AT_MS - 900_000, endedAtMs: READ_AT_MS - 800_000 };
    expect(failures(reading([newer]), reading([newer, old]))).toEqual([]);
  });

  it.each([-7_200_000, 7_200_000])("is not fooled by a node's clock that is %i ms off", (offMs) => {
    const shift = (task: Task, byMs: number): Task => ({
      ...task,
      startedAtMs: task.startedAtMs + offMs + byMs,
      endedAtMs: task.endedAtMs === null ? null : task.endedAtMs + offMs + byMs,
    });
    const earlier = shift(aTask({ upid: "UPID:earlier" }), -60_000);
    expect(failures(reading([earlier]), reading([earlier, shift(failed, 0)]))).toHaveLength(1);
  });

  it("does not report old failures of a node that is back", () => {
    const off = reading([], { nodes: [aNode({ status: "offline" })] });
    const old = { ...failed, endedAtMs: READ_AT_MS - 60_000 };
    const fresh = { ...failed, upid: "UPID:fresh", endedAtMs: READ_AT_MS + 5_000 };
    const back = reading([old, fresh], { readAtMs: READ_AT_MS + 10_000 });
    expect(failures(off, back).map(({ details }) => details.upid)).toEqual(["UPID:fresh"]);
  });

  it("reports nothing when the tasks were not read, or are read for the first time", () => {
    const notNow = reading([failed], { parts: [aPart("tasks", "timed out")] });
    const never = reading([], { parts: [{ part: "tasks", readAtMs: null, error: "timed out" }] });
    expect(failures(reading([running]), notNow)).toEqual([]);
    expect(failures(never, reading([failed]))).toEqual([]);
  });

  it("orders failures by when they ended", () => {
    const later = { ...failed, upid: "UPID:later", endedAtMs: READ_AT_MS - 1_000 };
    const events = failures(reading([]), reading([later, failed]));
    expect(events.map(({ details }) => details.upid)).toEqual([failed.upid, "UPID:later"]);
  });
});
