import { describe, expect, test, vi } from "vitest";
import type { ClusterRow } from "@/lib/api/clusters";
import type { GuestRow } from "@/lib/api/guests";
import type { LiveDelta } from "@/lib/api/live";
import { createLiveStore } from "@/lib/client/live/live-store";

const CLUSTER = "0b8c1a52-7f0a-4d4e-9c69-3d6b2a0f5e11";
const cluster = (readAtMs: number) => ({ id: CLUSTER, name: "a", readAtMs }) as ClusterRow;
const guest = (vmid: number, rest: Partial<GuestRow> = {}) =>
  ({ clusterId: CLUSTER, vmid, readAtMs: 1_000, cpuFraction: 0.1, tags: ["web"], ...rest }) as GuestRow;

function reset(guests: GuestRow[]) {
  const data = { nowMs: 5_000, clusters: [cluster(1_000)], nodes: [], guests };
  return { type: "reset", id: "e-1", data } as const;
}

function delta(rest: Partial<LiveDelta>) {
  const empty = { nodes: [], removedNodes: [], guests: [], removedGuests: [], readings: null };
  const data = {
    nowMs: 6_000,
    clusterId: CLUSTER,
    sequence: 2,
    readAtMs: 1_000,
    cluster: {},
    ...empty,
    ...rest,
  };
  return { type: "delta", id: "e-2", data } as const;
}

describe("the live store", () => {
  test("changes the rows a delta names and leaves the others the same objects", () => {
    const store = createLiveStore();
    store.receive(reset([guest(100), guest(101), guest(102)]));
    const before = store.state().guests;
    store.receive(
      delta({
        guests: [
          { clusterId: CLUSTER, vmid: 101, cpuFraction: 0.7 },
          guest(103) as LiveDelta["guests"][number],
        ],
        removedGuests: [102],
      }),
    );
    const after = store.state().guests;
    expect(after.map(({ vmid, cpuFraction }) => [vmid, cpuFraction])).toEqual([
      [100, 0.1],
      [101, 0.7],
      [103, 0.1],
    ]);
    expect(after[0]).toBe(before[0]);
  });

  test("leaves all rows the same objects when a reading changes none of them; its time is the cluster's", () => {
    const store = createLiveStore();
    store.receive(reset([guest(100), guest(101, { readAtMs: 400 })]));
    const before = store.state();
    store.receive(delta({ readAtMs: 11_000, cluster: { readAtMs: 11_000 } }));
    const { clusters, nodes, guests } = store.state();
    expect(clusters[0]?.readAtMs).toBe(11_000);
    expect(guests).toBe(before.guests);
    expect(nodes).toBe(before.nodes);
  });

  test("takes the readings of many guests field by field, and leaves those the same objects that read the same", () => {
    const store = createLiveStore();
    store.receive(reset([guest(100), guest(101), guest(102)]));
    const before = store.state().guests;
    store.receive(delta({ readings: { vmids: [100, 102], values: { cpuFraction: [0.1, 0.9] } } }));
    const after = store.state().guests;
    expect(after[0]).toBe(before[0]);
    expect(after[1]).toBe(before[1]);
    expect(after[2]).toEqual({ ...guest(102), cpuFraction: 0.9 });
  });

  test("leaves a row that is named without a difference the same object", () => {
    const store = createLiveStore();
    store.receive(reset([guest(100), guest(101)]));
    const before = store.state().guests;
    store.receive(delta({ guests: [{ clusterId: CLUSTER, vmid: 100, cpuFraction: 0.1 }] }));
    expect(store.state().guests).toBe(before);
  });

  test("says of a row that fell behind when it was read, and when it is read again", () => {
    const store = createLiveStore();
    store.receive(reset([guest(100), guest(101)]));
    const told = (readAtMs: number) => {
      store.receive(delta({ readAtMs: 11_000, guests: [{ clusterId: CLUSTER, vmid: 101, readAtMs }] }));
      return store.state().guests.map((row) => row.readAtMs);
    };
    expect(told(900)).toEqual([1_000, 900]);
    expect(told(21_000)).toEqual([1_000, 21_000]);
  });

  test("finds rows by their numbers after others have come and gone, in each cluster its own", () => {
    const other = "0b8c1a52-7f0a-4d4e-9c69-3d6b2a0f5e12";
    const store = createLiveStore();
    const rows = [guest(100), guest(101, { clusterId: other }), guest(101), guest(102)];
    store.receive({ ...reset(rows), data: { ...reset(rows).data, clusters: [cluster(1), cluster(2)] } });
    store.receive(delta({ removedGuests: [100], guests: [guest(103)] }));
    store.receive(delta({ guests: [{ clusterId: CLUSTER, vmid: 101, cpuFraction: 0.7 }] }));
    store.receive(delta({ guests: [{ clusterId: CLUSTER, vmid: 103, cpuFraction: 0.8 }] }));
    expect(
      store.state().guests.map(({ clusterId, vmid, cpuFraction }) => [clusterId, vmid, cpuFraction]),
    ).toEqual([
      [other, 101, 0.1],
      [CLUSTER, 101, 0.7],
      [CLUSTER, 102, 0.1],
      [CLUSTER, 103, 0.8],
    ]);
  });

  test("keeps the identity of rows that a new whole state repeats", () => {
    const store = createLiveStore();
    store.receive(reset([guest(100), guest(101)]));
    const before = store.state().guests;
    store.receive(reset([guest(100), guest(101, { cpuFraction: 0.2 })]));
    expect(store.state().guests[0]).toBe(before[0]);
    store.receive(reset([guest(100), guest(101, { cpuFraction: 0.2 })]));
    expect(store.state().guests[1]).toBe(store.newest().guests[1]);
  });

  test("takes no parts before the whole", () => {
    const store = createLiveStore();
    store.receive(delta({ guests: [{ clusterId: CLUSTER, vmid: 100 }] }));
    expect(store.state()).toMatchObject({ known: false, guests: [] });
  });

  test("forgets the guests of a cluster that was removed", () => {
    const store = createLiveStore();
    store.receive(reset([guest(100)]));
    store.receive({ type: "clusters", id: "e-3", data: { nowMs: 7_000, clusters: [] } });
    expect(store.state()).toMatchObject({ clusters: [], guests: [] });
  });

  test("shows nothing new while held and everything on resume", () => {
    const store = createLiveStore();
    store.receive(reset([guest(100)]));
    store.hold();
    const seen = store.state();
    const listener = vi.fn();
    store.subscribe(listener);
    store.receive(delta({ guests: [{ clusterId: CLUSTER, vmid: 100, cpuFraction: 0.9 }] }));
    expect(store.state()).toBe(seen);
    expect(listener).not.toHaveBeenCalled();
    store.resume();
    expect(store.state().guests[0]?.cpuFraction).toBe(0.9);
  });

  test("learns the server's clock", () => {
    const store = createLiveStore(() => 1_000);
    store.receive({ type: "ping", id: "", data: { nowMs: 4_500 } });
    expect(store.clockOffsetMs()).toBe(3_500);
  });
});
