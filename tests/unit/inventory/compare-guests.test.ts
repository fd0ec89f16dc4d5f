import { describe, expect, it, test } from "vitest";
import { compareSnapshots } from "@/lib/inventory/compare-snapshots";
import type { Guest, Snapshot } from "@/lib/inventory/snapshot";
import { aGuest, aNode, aPart, aSnapshot } from "../../support/inventory-builders";

const NODES = [aNode({ name: "pve1" }), aNode({ name: "pve2" })];

const reading = (guests: readonly Guest[], overrides: Partial<Snapshot> = {}) =>
  aSnapshot({ nodes: NODES, guests, ...overrides });

const compare = (before: readonly Guest[], after: readonly Guest[]) =>
  compareSnapshots(reading(before), reading(after));

const messages = (before: readonly Guest[], after: readonly Guest[]) =>
  compare(before, after).map(({ kind, severity, message }) => `${kind} ${severity}: ${message}`);

describe("what happened to a guest", () => {
  const web = aGuest();
  const changed = (overrides: Partial<Guest>) => [aGuest(overrides)];

  test.each([
    { before: { status: "stopped" }, after: {}, says: ["guest-started info: web1 (110) started on pve1"] },
    { before: { status: "prelaunch" }, after: {}, says: ["guest-started info: web1 (110) started on pve1"] },
    { before: {}, after: { status: "stopped" }, says: ["guest-stopped info: web1 (110) stopped on pve1"] },
    {
      before: { status: "paused" },
      after: { status: "stopped" },
      says: ["guest-stopped info: web1 (110) stopped on pve1"],
    },
    {
      before: {},
      after: { status: "paused" },
      says: ["guest-state-changed warning: web1 (110) on pve1 is paused (was running)"],
    },
    {
      before: { status: "paused" },
      after: {},
      says: ["guest-state-changed info: web1 (110) on pve1 is running (was paused)"],
    },
    {
      before: {},
      after: { status: "io-error" },
      says: ["guest-state-changed critical: web1 (110) on pve1 is io-error (was running)"],
    },
    {
      before: { status: "stopped" },
      after: { status: "prelaunch" },
      says: ["guest-state-changed info: web1 (110) on pve1 is prelaunch (was stopped)"],
    },
    { before: {}, after: { node: "pve2" }, says: ["guest-moved info: web1 (110) moved from pve1 to pve2"] },
    { before: {}, after: { name: "www" }, says: ["guest-renamed info: web1 (110) was renamed to www"] },
    { before: {}, after: { lock: "backup" }, says: ["guest-locked info: web1 (110) is locked (backup)"] },
    {
      before: { lock: "backup" },
      after: {},
      says: ["guest-unlocked info: web1 (110) is no longer locked (backup)"],
    },
    {
      before: { lock: "backup" },
      after: { lock: "migrate" },
      says: ["guest-locked info: web1 (110) is locked (migrate)"],
    },
    {
      before: { status: "stopped" },
      after: { node: "pve2", name: "www", lock: "migrate" },
      says: [
        "guest-moved info: www (110) moved from pve1 to pve2",
        "guest-renamed info: web1 (110) was renamed to www",
        "guest-started info: www (110) started on pve2",
        "guest-locked info: www (110) is locked (migrate)",
      ],
    },
    {
      before: { name: null },
      after: { node: "pve2", name: null },
      says: ["guest-moved info: VM 110 moved from pve1 to pve2"],
    },
    {
      before: { name: null, kind: "lxc" },
      after: { node: "pve2", name: null, kind: "lxc" },
      says: ["guest-moved info: CT 110 moved from pve1 to pve2"],
    },
  ] as const)("says $says", ({ before, after, says }) => {
    expect(messages(changed(before), changed(after))).toEqual(says);
  });

  test.each([
    { name: "other readings", after: { cpuFraction: 0.9, memoryUsedBytes: 1, uptimeSeconds: 3 } },
    { name: "a name that PVE did not say this time", after: { name: null } },
    { name: "other tags and pool", after: { tags: ["db"], pool: "prod" } },
    { name: "another configuration", after: { config: null, haState: "started" } },
  ])("says nothing for $name", ({ after }) => {
    expect(compare([web], changed(after))).toEqual([]);
  });

  it("says nothing of a template's state", () => {
    expect(compare(changed({ template: true, status: "stopped" }), changed({ template: true }))).toEqual([]);
  });

  it("tells who, where and when", () => {
    const [event] = compareSnapshots(reading([web]), reading([aGuest({ node: "pve2" })], { readAtMs: 42 }));
    expect(event).toEqual({
      kind: "guest-moved",
      severity: "info",
      atMs: 42,
      node: "pve2",
      vmid: 110,
      guestObjectId: 10,
      storage: null,
      message: "web1 (110) moved from pve1 to pve2",
      details: { from: "pve1", to: "pve2" },
    });
  });

  it("keeps the guest's number when the new reading is not stored yet", () => {
    const [event] = compare([aGuest({ objectId: 77 })], [aGuest({ objectId: null, status: "stopped" })]);
    expect(event?.guestObjectId).toBe(77);
  });
});

describe("guests that come and go", () => {
  it("reports a new guest and one that is gone", () => {
    expect(messages([], [aGuest()])).toEqual(["guest-created info: web1 (110) was created on pve1"]);
    expect(messages([aGuest()], [])).toEqual(["guest-removed info: web1 (110) was removed from pve1"]);
  });

  it("takes a VMID with another creation mark for another guest", () => {
    const events = compare(
      [aGuest({ objectId: 1 })],
      [aGuest({ name: "new", creationMark: "ctime=1800000000", objectId: 2 })],
    );
    expect(events.map(({ kind, guestObjectId, message }) => ({ kind, guestObjectId, message }))).toEqual([
      { kind: "guest-removed", guestObjectId: 1, message: "web1 (110) was removed from pve1" },
      { kind: "guest-created", guestObjectId: 2, message: "new (110) was created on pve1" },
    ]);
  });

  it("takes a VMID of another kind for another guest, marks or not", () => {
    const events = compare([aGuest({ creationMark: null })], [aGuest({ kind: "lxc", creationMark: null })]);
    expect(events.map(({ kind }) => kind)).toEqual(["guest-removed", "guest-created"]);
  });

  test.each([
    { before: null, after: "ctime=1" },
    { before: "ctime=1", after: null },
    { before: null, after: null },
  ])("takes marks $before and $after for the same guest", ({ before, after }) => {
    const events = compare(
      [aGuest({ creationMark: before })],
      [aGuest({ creationMark: after, node: "pve2" })],
    );
    expect(events.map(({ kind }) => kind)).toEqual(["guest-moved"]);
  });
});

describe("what was not read", () => {
  const guests = [aGuest(), aGuest({ vmid: 111, name: "web2" })];
  const oneSilent = (status: "offline" | "unknown") => [aNode({ status }), aNode({ name: "pve2" })];
  const kinds = (previous: Snapshot, current: Snapshot) =>
    compareSnapshots(previous, current)
      .map(({ kind }) => kind)
      .filter((kind) => kind.startsWith("guest-"));

  test.each(["offline", "unknown"] as const)("does not call guests of an %s node removed", (status) => {
    expect(kinds(reading(guests), reading([], { nodes: oneSilent(status) }))).toEqual([]);
  });

  test.each(["offline", "unknown"] as const)(
    "does not call them created when the %s node is back",
    (status) => {
      expect(kinds(reading([], { nodes: oneSilent(status) }), reading(guests))).toEqual([]);
    },
  );

  it("does not call guests removed whose node did not answer, nor created when it answers again", () => {
    const failed = reading([], { parts: [aPart("resources"), aPart("node/pve1", "timed out after 10 s")] });
    expect(kinds(reading(guests), failed)).toEqual([]);
    expect(kinds(failed, reading(guests))).toEqual([]);
  });

  it("still sees a guest go when its node's own page fails but its other guests are listed", () => {
    const forbidden = { parts: [aPart("resources"), aPart("node/pve1", "403 Permission check failed")] };
    expect(kinds(reading(guests, forbidden), reading(guests.slice(0, 1), forbidden))).toEqual([
      "guest-removed",
    ]);
  });

  it("reports guests of a node that left the cluster as removed", () => {
    expect(kinds(reading(guests), reading([], { nodes: [aNode({ name: "pve2" })] }))).toEqual([
      "guest-removed",
      "guest-removed",
    ]);
  });

  it("does not call a guest stopped, started, renamed or unlocked while its state is unknown", () => {
    const unknown = [aGuest({ status: "unknown", name: "?", lock: null })];
    const known = [aGuest({ lock: "backup" })];
    expect(kinds(reading(known), reading(unknown))).toEqual([]);
    expect(kinds(reading(unknown), reading(known))).toEqual([]);
    expect(kinds(reading(unknown), reading([aGuest({ status: "stopped" })]))).toEqual([]);
  });

  it("sees a guest of a dead node come up elsewhere as moved", () => {
    const recovered = compare([aGuest({ status: "unknown" })], [aGuest({ node: "pve2" })]);
    expect(recovered.map(({ message }) => message)).toEqual(["web1 (110) moved from pve1 to pve2"]);
  });

  it("says nothing when the list of guests itself was not read", () => {
    const failed = { parts: [{ part: "resources", readAtMs: 1, error: "596 Connection timed out" }] };
    expect(compareSnapshots(reading(guests), reading([], failed))).toEqual([]);
  });

  it("says nothing against a reading that never had a list of guests, and does against one that kept its last", () => {
    const never = { parts: [{ part: "resources", readAtMs: null, error: "596" }] };
    const kept = { parts: [{ part: "resources", readAtMs: 1, error: "596" }] };
    expect(kinds(reading([], never), reading(guests))).toEqual([]);
    expect(kinds(reading(guests.slice(0, 1), kept), reading(guests))).toEqual(["guest-created"]);
  });
});
