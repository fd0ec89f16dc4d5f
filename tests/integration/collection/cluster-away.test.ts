import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createCluster } from "@/lib/server/clusters/create-cluster";
import { backfillCluster } from "@/lib/server/collection/backfill-cluster";
import { type CollectionOutcome, collectCluster } from "@/lib/server/collection/collect-cluster";
import { readEvents } from "@/lib/server/collection/read-events";
import { readClusterRows } from "@/lib/server/live/read-cluster-rows";
import { readSnapshot } from "@/lib/server/live/read-snapshot";
import { rollUpSamples } from "@/lib/server/metrics/roll-up-samples";
import { closeTransport } from "@/lib/server/proxmox/transport-registry";
import { updateSettings } from "@/lib/server/settings/update-settings";
import { aViewer } from "@/tests/support/a-viewer";
import { findMissingMinutes } from "@/tests/support/collecting/missing-minutes";
import { useTestDatabase } from "@/tests/support/database";
import { type Relay, startRelay } from "@/tests/support/relay";
import { startTestSimulator, type TestSimulator } from "@/tests/support/simulator";
import { smallCluster } from "@/tests/support/small-cluster";

const database = useTestDatabase();
process.env.EVENKEEL_SECRET_KEY = Buffer.alloc(32, 7).toString("base64");

const viewer = aViewer();
const INTERVAL_MS = 10_000;
const MINUTE_MS = 60_000;
const START_MS = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;

let simulator: TestSimulator;
let relays: readonly Relay[];
let clusterId: string;

beforeAll(async () => {
  // Only the clock on the wall: sockets and time-outs go on by the real one.
  vi.useFakeTimers({ toFake: ["Date"], now: START_MS });
  simulator = await startTestSimulator(smallCluster("9.1"));
  relays = await Promise.all([startRelay(simulator.port), startRelay(simulator.port)]);
  const { tokenId, tokenSecret, fingerprint } = simulator;
  const { id } = await createCluster(viewer, {
    name: "away",
    endpoints: relays.map(({ port }) => ({ host: "127.0.0.1", port, fingerprint })),
    tokenId,
    tokenSecret,
    tlsPolicy: "fingerprint",
    caCertificate: null,
    intervalSeconds: null,
    paused: false,
  });
  clusterId = id;
  await updateSettings(viewer, { cluster: clusterId, values: { "collection.callsPerMinute": 10_000 } });
});

afterAll(async () => {
  vi.useRealTimers();
  await closeTransport(clusterId);
  for (const relay of relays) await relay.unplug();
  await simulator.stop();
});

/** Reads every ten seconds for so many minutes. */
async function read(minutes: number): Promise<readonly CollectionOutcome[]> {
  const outcomes: CollectionOutcome[] = [];
  for (let round = 0; round < minutes * 6; round += 1) {
    outcomes.push(await collectCluster(clusterId, { force: true }));
    vi.setSystemTime(Date.now() + INTERVAL_MS);
  }
  return outcomes;
}

async function fillHistory(): Promise<void> {
  for (let slice = 0; slice < 50; slice += 1) if ((await backfillCluster(clusterId)).done) return;
  throw new Error("the filling-in did not end");
}

const unplug = async () => void (await Promise.all(relays.map((relay) => relay.unplug())));
const plugIn = async () => void (await Promise.all(relays.map((relay) => relay.plugIn())));

const missingMinutes = (fromMs: number, untilMs: number) =>
  findMissingMinutes(database.url, clusterId, fromMs, untilMs);

const problem = async () => (await readClusterRows(viewer)).find(({ id }) => id === clusterId)?.problem;
const kinds = async () =>
  (await readEvents(viewer, { limit: 200, cluster: clusterId })).rows.map(({ kind }) => kind).reverse();

describe("a cluster of which every endpoint is down for a while", () => {
  it("is told to be away, keeps what was known, comes back with the first reading and gets its minutes", async () => {
    await read(3);
    await fillHistory();
    const known = (await readSnapshot(clusterId))?.snapshot;
    expect([known?.nodes.length, known?.guests.length, known?.storages.length]).toEqual([3, 4, 1]);

    await unplug();
    const away = await read(7);
    const sentence = (await problem())?.message;
    const stale = (await readSnapshot(clusterId))?.snapshot;
    await plugIn();
    const back = await read(3);

    expect([...new Set(away.map((outcome) => outcome.problem))]).toEqual(["unreachable"]);
    expect(sentence).toContain("connection refused");
    expect(stale?.readAtMs).toBe(known?.readAtMs);
    expect(back.map(({ outcome }) => outcome)).toEqual(back.map(() => "stored"));
    expect(back[0]?.historyGap).toBe(true);
    expect(await problem()).toBeNull();
    expect(await kinds()).toEqual(["cluster-unreachable", "cluster-reachable"]);

    await fillHistory();
    await rollUpSamples(Date.now() + 2 * MINUTE_MS);
    expect(await missingMinutes(START_MS, START_MS + 13 * MINUTE_MS)).toEqual([]);
  });

  it("gets the one minute that a short silence took", async () => {
    const fromMs = Date.now();
    await read(2);
    await unplug();
    await read(2);
    await plugIn();
    const back = await read(2);

    expect(back[0]?.historyGap).toBe(true);
    await fillHistory();
    await rollUpSamples(Date.now() + 2 * MINUTE_MS);
    expect(await missingMinutes(fromMs, fromMs + 6 * MINUTE_MS)).toEqual([]);
  });

  it("gets the minutes of a second silence that began while those of the first were being filled in", async () => {
    const fromMs = Date.now();
    await read(1);
    await unplug();
    await read(5);
    await plugIn();
    await read(1);
    await unplug();
    // It can ask for nothing, and stays where it is.
    await fillHistory();
    await read(5);
    await plugIn();
    const back = await read(1);

    expect(back[0]?.historyGap).toBe(true);
    await fillHistory();
    await rollUpSamples(Date.now() + 2 * MINUTE_MS);
    expect(await missingMinutes(fromMs, fromMs + 13 * MINUTE_MS)).toEqual([]);
  });
});
