import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareSnapshots } from "@/lib/inventory/compare-snapshots";
import { markFullStorages } from "@/lib/inventory/mark-full-storages";
import type { Snapshot } from "@/lib/inventory/snapshot";
import { aGuest, aNode, aSnapshot, aStorage, aTask, GIB, READ_AT_MS } from "../../support/inventory-builders";

const SEED = { seed: 20_260_105, numRuns: 300 };
const NAMES = ["pve1", "pve2", "pve3"];

const anySnapshot: fc.Arbitrary<Snapshot> = fc
  .record({
    quorate: fc.constantFrom(true, false, null),
    statuses: fc.array(fc.constantFrom("online", "offline", "unknown"), { minLength: 3, maxLength: 3 }),
    guests: fc.uniqueArray(
      fc.record({
        vmid: fc.integer({ min: 100, max: 108 }),
        node: fc.constantFrom(...NAMES),
        status: fc.constantFrom("running", "stopped", "paused", "unknown", "io-error"),
        lock: fc.constantFrom(null, "backup", "migrate"),
        name: fc.constantFrom(null, "a", "b"),
        creationMark: fc.constantFrom(null, "1", "2"),
      }),
      { selector: ({ vmid }) => vmid },
    ),
    used: fc.array(fc.integer({ min: 0, max: 100 }), { maxLength: 3 }),
    tasks: fc.uniqueArray(
      fc.record({ id: fc.integer({ min: 0, max: 9 }), exit: fc.constantFrom("OK", "error", null) }),
      {
        selector: ({ id }) => id,
      },
    ),
    failing: fc.subarray(["resources", "status", "tasks", "node/pve1"]),
  })
  .map(({ quorate, statuses, guests, used, tasks, failing }) =>
    aSnapshot({
      quorate,
      nodes: NAMES.map((name, index) => aNode({ name, status: statuses[index] })),
      guests: guests.map((guest) => aGuest(guest)),
      storages: used.map((percent, index) => aStorage({ node: NAMES[index], usedBytes: percent * GIB })),
      tasks: tasks.map(({ id, exit }) =>
        aTask({
          upid: `UPID:pve1:${id}`,
          exitStatus: exit,
          endedAtMs: exit === null ? null : READ_AT_MS - 1_000 * id,
        }),
      ),
      parts: ["resources", "status", "tasks", "node/pve1"].map((part) => ({
        part,
        readAtMs: READ_AT_MS,
        error: failing.includes(part) ? "timed out" : null,
      })),
    }),
  );

function shuffled(snapshot: Snapshot): Snapshot {
  return {
    ...snapshot,
    nodes: snapshot.nodes.toReversed(),
    guests: snapshot.guests.toReversed(),
    storages: snapshot.storages.toReversed(),
    tasks: snapshot.tasks.toReversed(),
    parts: snapshot.parts.toReversed(),
  };
}

describe("compareSnapshots", () => {
  it("finds nothing between a reading and itself", () => {
    fc.assert(
      fc.property(anySnapshot, (snapshot) => {
        expect(compareSnapshots(snapshot, snapshot)).toEqual([]);
        const marked = markFullStorages(null, snapshot);
        expect(compareSnapshots(marked, markFullStorages(marked, snapshot))).toEqual([]);
      }),
      SEED,
    );
  });

  it("gives the same events in whatever order things are listed", () => {
    fc.assert(
      fc.property(anySnapshot, anySnapshot, (previous, current) => {
        expect(compareSnapshots(shuffled(previous), shuffled(current))).toEqual(
          compareSnapshots(previous, current),
        );
      }),
      SEED,
    );
  });

  it("says each event once, in one clean sentence", () => {
    fc.assert(
      fc.property(anySnapshot, anySnapshot, (previous, current) => {
        const events = compareSnapshots(previous, current);
        const said = events.map(({ kind, node, vmid, storage, message }) =>
          JSON.stringify([kind, node, vmid, storage, message]),
        );
        expect(new Set(said).size + duplicatedTasks(events)).toBe(said.length);
        for (const { message } of events) expect(message).not.toMatch(/\.$|undefined|null|NaN/);
      }),
      SEED,
    );
  });

  it("gives no event of a part that was not read", () => {
    fc.assert(
      fc.property(anySnapshot, anySnapshot, (previous, current) => {
        const failing = new Set(current.parts.filter(({ error }) => error !== null).map(({ part }) => part));
        for (const { kind } of compareSnapshots(previous, current)) {
          if (/^(guest|storage|node)-/.test(kind)) expect(failing).not.toContain("resources");
          if (/^quorum-/.test(kind)) expect(failing).not.toContain("status");
          if (kind === "task-failed") expect(failing).not.toContain("tasks");
        }
      }),
      SEED,
    );
  });

  it("orders events from the cluster down to its tasks", () => {
    const previous = aSnapshot({ nodes: [aNode(), aNode({ name: "pve2" })], guests: [aGuest()] });
    const current = aSnapshot({
      quorate: false,
      nodes: [aNode(), aNode({ name: "pve2", status: "offline" })],
      guests: [aGuest({ status: "stopped" })],
      storages: [aStorage()],
      tasks: [aTask({ exitStatus: "failed" })],
    });
    expect(compareSnapshots(previous, current).map(({ kind }) => kind)).toEqual([
      "quorum-lost",
      "node-down",
      "storage-added",
      "guest-stopped",
      "task-failed",
    ]);
  });

  it("refuses readings of two clusters", () => {
    expect(() => compareSnapshots(aSnapshot(), aSnapshot({ clusterId: "other" }))).toThrow(RangeError);
  });

  it("compares 10,000 guests on 100 nodes in less than a second", () => {
    const nodes = Array.from({ length: 100 }, (_, index) => aNode({ name: `pve${index}` }));
    const guests = Array.from({ length: 10_000 }, (_, index) =>
      aGuest({ vmid: 100 + index, node: `pve${index % 100}` }),
    );
    const previous = aSnapshot({ nodes, guests });
    const current = aSnapshot({ nodes, guests: guests.map((guest) => ({ ...guest, node: "pve0" })) });
    const times = Array.from({ length: 3 }, () => {
      const startedAt = performance.now();
      expect(compareSnapshots(previous, current)).toHaveLength(9_900);
      return performance.now() - startedAt;
    });
    expect(Math.min(...times)).toBeLessThan(1_000);
  });
});

/** Two tasks may fail with the same words; they differ in their UPID only. */
function duplicatedTasks(events: ReturnType<typeof compareSnapshots>): number {
  const failures = events.filter(({ kind }) => kind === "task-failed");
  return failures.length - new Set(failures.map(({ message }) => message)).size;
}
