import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { LiveDelta, LiveReset } from "@/lib/api/live";
import { liveDelta, liveReset } from "@/lib/api/live";
import type { Snapshot } from "@/lib/inventory/snapshot";
import type { Viewer } from "@/lib/server/auth/viewer";
import { pool } from "@/lib/server/db/pool";
import { openLiveStream } from "@/lib/server/live/open-live-stream";
import { readClusterRows } from "@/lib/server/live/read-cluster-rows";
import { readGuestRows } from "@/lib/server/live/read-guest-rows";
import { readNodeDetail } from "@/lib/server/live/read-node-detail";
import { readNodeRows } from "@/lib/server/live/read-node-rows";
import { readSnapshot } from "@/lib/server/live/read-snapshot";
import { recordConnectionProblem } from "@/lib/server/live/record-connection-problem";
import { storeSnapshot } from "@/lib/server/live/store-snapshot";
import { readingCache } from "@/lib/server/live/stored-reading";
import { useTestDatabase } from "@/tests/support/database";
import { NO_SCORES, sampleSnapshot } from "@/tests/support/sample-snapshot";

useTestDatabase();

const VIEWER: Viewer = { userId: "u", username: "u", name: "U", role: "viewer", sessionId: "s" };
const START = Date.UTC(2026, 5, 1);

let clusterId: string;

beforeEach(async () => {
  await pool().query("TRUNCATE cluster CASCADE");
  await pool().query("TRUNCATE metrics.snapshot, metrics.connection_problem");
  readingCache().clear();
  clusterId = await addCluster("alpha");
});

async function addCluster(name: string): Promise<string> {
  const id = randomUUID();
  await pool().query(
    `INSERT INTO cluster (id, name, token_id, token_secret_sealed, updated_at) VALUES ($1, $2, 't', 's', now())`,
    [id, name],
  );
  return id;
}

const reading = (readAtMs: number): Snapshot => sampleSnapshot({ clusterId, readAtMs, nodes: 2, guests: 4 });

interface Event {
  readonly type: string;
  readonly id: string;
  readonly data: unknown;
}

async function listenAs(lastEventId: string | null) {
  const stopping = new AbortController();
  const stream = await openLiveStream(VIEWER, { lastEventId, signal: stopping.signal });
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  const events: Event[] = [];
  let text = "";
  const ended = (async () => {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      text += decoder.decode(part.value, { stream: true });
      const blocks = text.split("\n\n");
      text = blocks.pop() ?? "";
      for (const block of blocks) {
        const field = (name: string) => block.match(new RegExp(`^${name}: (.*)$`, "m"))?.[1] ?? "";
        events.push({ type: field("event"), id: field("id"), data: JSON.parse(field("data")) });
      }
    }
  })();
  const next = async (type: string) => {
    await vi.waitFor(() => expect(events.map((event) => event.type)).toContain(type), 5_000);
    return events.splice(0, events.findIndex((event) => event.type === type) + 1).at(-1) as Event;
  };
  return { events, ended, next, stop: () => stopping.abort() };
}

describe("the stored reading", () => {
  test("gets a sequence that rises, also after a database crash that emptied the table", async () => {
    const first = await storeSnapshot(reading(START), NO_SCORES);
    const second = await storeSnapshot(reading(START + 100), NO_SCORES);
    expect(second?.sequence).toBe((first?.sequence ?? 0) + 1);
    await pool().query("TRUNCATE metrics.snapshot");
    const third = await storeSnapshot(reading(START + 10_000), NO_SCORES);
    expect(third?.sequence).toBeGreaterThan(second?.sequence ?? 0);
  });

  test("is not replaced by an older one, but by one of a clock that was set back", async () => {
    await storeSnapshot(reading(START), NO_SCORES);
    expect(await storeSnapshot(reading(START - 1_000), NO_SCORES)).toBeNull();
    expect(await storeSnapshot(reading(START - 3_600_000), NO_SCORES)).not.toBeNull();
  });

  test("is read back whole by a process that did not write it", async () => {
    const stored = await storeSnapshot(reading(START), NO_SCORES);
    readingCache().clear();
    expect((await readSnapshot(clusterId))?.snapshot).toEqual(stored);
  });

  test("may be missing: rows are there without figures, and a node page says so", async () => {
    await storeSnapshot(reading(START), NO_SCORES);
    await pool().query("TRUNCATE metrics.snapshot");
    expect(await readSnapshot(clusterId)).toBeNull();
    expect(await readClusterRows(VIEWER)).toMatchObject([{ id: clusterId, sequence: null, nodesTotal: 0 }]);
    expect(await readNodeRows(VIEWER)).toEqual([]);
    expect(await readGuestRows(VIEWER, clusterId)).toEqual([]);
    await expect(readNodeDetail(VIEWER, clusterId, "pve1")).rejects.toThrow("no reading of this cluster yet");
  });

  test("gives rows of nodes and guests; an unknown cluster or node is not found", async () => {
    await storeSnapshot(reading(START), NO_SCORES);
    expect((await readNodeRows(VIEWER, clusterId)).map(({ name }) => name)).toEqual(["pve1", "pve2"]);
    expect(await readGuestRows(VIEWER)).toHaveLength(4);
    expect((await readNodeDetail(VIEWER, clusterId, "pve1")).storages).toHaveLength(1);
    await expect(readNodeRows(VIEWER, randomUUID())).rejects.toMatchObject({ code: "not_found" });
    await expect(readNodeDetail(VIEWER, clusterId, "pve9")).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("a connection problem", () => {
  test("shows on the cluster since it began, and goes", async () => {
    await recordConnectionProblem(clusterId, { code: "timeout", message: "Slow.", sinceMs: START });
    await recordConnectionProblem(clusterId, { code: "timeout", message: "Slower.", sinceMs: START + 5_000 });
    const [row] = await readClusterRows(VIEWER);
    expect(row?.problem).toEqual({ code: "timeout", message: "Slower.", sinceMs: START });
    await recordConnectionProblem(clusterId, null);
    expect((await readClusterRows(VIEWER))[0]?.problem).toBeNull();
  });
});

describe("the stream", () => {
  test("begins with the whole state and goes on with what changes", async () => {
    await storeSnapshot(reading(START), NO_SCORES);
    const browser = await listenAs(null);
    const reset = liveReset.parse((await browser.next("reset")).data) as LiveReset;
    expect([reset.clusters.length, reset.nodes.length, reset.guests.length]).toEqual([1, 2, 4]);

    const next = reading(START + 10_000);
    const guests = next.guests
      .filter(({ vmid }) => vmid !== 103)
      .map((guest) => (guest.vmid === 101 ? { ...guest, cpuFraction: 0.9 } : guest));
    await storeSnapshot({ ...next, guests }, NO_SCORES);
    const delta = liveDelta.parse((await browser.next("delta")).data) as LiveDelta;
    expect(delta.guests).toEqual([{ clusterId, vmid: 101, cpuFraction: 0.9 }]);
    expect(delta.removedGuests).toEqual([103]);
    expect(delta.cluster).toMatchObject({ id: clusterId, readAtMs: START + 10_000, guestsTotal: 3 });
    browser.stop();
    await browser.ended;
  });

  test("says which rows fell behind", async () => {
    await storeSnapshot(reading(START), NO_SCORES);
    const browser = await listenAs(null);
    await browser.next("reset");
    const next = reading(START + 10_000);
    const nodes = next.nodes.map((node) => (node.name === "pve2" ? { ...node, readAtMs: START } : node));
    await storeSnapshot({ ...next, nodes }, NO_SCORES);
    const delta = (await browser.next("delta")).data as LiveDelta;
    expect(delta.nodes).toContainEqual(expect.objectContaining({ name: "pve2", readAtMs: START }));
    expect(delta.nodes.find(({ name }) => name === "pve1")?.readAtMs).toBeUndefined();
    browser.stop();
    await browser.ended;
  });

  test("gives a browser that comes back what it missed, and a whole state to a foreign or unknown place", async () => {
    await storeSnapshot(reading(START), NO_SCORES);
    const stays = await listenAs(null);
    const { id } = await stays.next("reset");
    await storeSnapshot(reading(START + 10_000), NO_SCORES);
    await stays.next("delta");

    const back = await listenAs(id);
    expect((await back.next("delta")).data).toMatchObject({ readAtMs: START + 10_000 });
    for (const place of ["elsewhere-1", "", `${id.split("-")[0]}-999999`, "garbage"]) {
      const lost = await listenAs(place);
      await lost.next("reset");
      lost.stop();
      await lost.ended;
    }
    for (const browser of [stays, back]) {
      browser.stop();
      await browser.ended;
    }
  });

  test("tells at once of a cluster that was added, and of a connection's problem", async () => {
    const browser = await listenAs(null);
    await browser.next("reset");
    await addCluster("beta");
    expect((await browser.next("clusters")).data).toMatchObject({
      clusters: [{ name: "alpha" }, { name: "beta" }],
    });
    await recordConnectionProblem(clusterId, { code: "timeout", message: "Slow.", sinceMs: START });
    expect((await browser.next("clusters")).data).toMatchObject({
      clusters: [{ problem: { code: "timeout" } }, { problem: null }],
    });
    browser.stop();
    await browser.ended;
  });

  test("ends when the viewer may no longer look", async () => {
    const browser = await listenAs(null);
    await browser.next("reset");
    browser.stop();
    await expect(browser.ended).resolves.toBeUndefined();
  });

  test("does not pile up for a browser that does not read: it gets a whole state later", async () => {
    await storeSnapshot(reading(START), NO_SCORES);
    const stopping = new AbortController();
    const slow = await openLiveStream(VIEWER, { lastEventId: null, signal: stopping.signal });
    const fast = await listenAs(null);
    await fast.next("reset");
    // Each name is a megabyte, so that a handful of readings overflows what may wait.
    for (let step = 1; step <= 6; step += 1) {
      const next = reading(START + step * 10_000);
      const [first, ...rest] = next.guests;
      const guests = first ? [{ ...first, name: String(step).repeat(2 ** 20) }, ...rest] : rest;
      await storeSnapshot({ ...next, guests }, NO_SCORES);
      await fast.next("delta");
    }
    const reader = slow.getReader();
    const decoder = new TextDecoder();
    let text = "";
    await vi.waitFor(async () => {
      text += decoder.decode((await reader.read()).value, { stream: true });
      expect(text.match(/event: reset/g)).toHaveLength(2);
    }, 10_000);
    expect(text.match(/event: delta/g)?.length ?? 0).toBeLessThan(6);
    stopping.abort();
    fast.stop();
    await fast.ended;
  });
});
