import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createCluster } from "@/lib/server/clusters/create-cluster";
import { updateCluster } from "@/lib/server/clusters/update-cluster";
import { type CollectionOutcome, collectCluster } from "@/lib/server/collection/collect-cluster";
import { readEvents } from "@/lib/server/collection/read-events";
import { readSnapshot } from "@/lib/server/live/read-snapshot";
import { KIND_CODE } from "@/lib/server/metrics/metric-layout";
import { rollUpSamples } from "@/lib/server/metrics/roll-up-samples";
import { closeTransport } from "@/lib/server/proxmox/transport-registry";
import { updateSettings } from "@/lib/server/settings/update-settings";
import { aViewer } from "@/tests/support/a-viewer";
import { useTestDatabase } from "@/tests/support/database";
import { readStoredMinutes } from "@/tests/support/restart/stored-minutes";
import { startTestSimulator, type TestSimulator } from "@/tests/support/simulator";
import { smallCluster } from "@/tests/support/small-cluster";
import { closedPort } from "@/tests/support/transport";

const database = useTestDatabase();
process.env.EVENKEEL_SECRET_KEY = Buffer.alloc(32, 7).toString("base64");

const viewer = aViewer();
const GIB = 1024 ** 3;
const ROUNDS = 13;
const FIRST_BAD = 4;
const INTERVAL_MS = 10_000;
const HOUR_MS = 3_600_000;
/** On a minute, so that every run has its readings in the same ones. */
const START_MS = Math.floor(Date.now() / 60_000) * 60_000;

let simulator: TestSimulator;
let clusterId: string;
let runs = 0;

beforeEach(() => {
  // Only the clock on the wall: sockets and time-outs go on by the real one.
  vi.useFakeTimers({ toFake: ["Date"], now: START_MS + runs * HOUR_MS });
  runs += 1;
});

afterEach(async () => {
  vi.useRealTimers();
  await closeTransport(clusterId);
  await simulator.stop();
});

async function connect(pve: "8.4" | "9.1" = "9.1"): Promise<void> {
  simulator = await startTestSimulator(smallCluster(pve));
  const { id } = await createCluster(viewer, { ...input(simulator.fingerprint), name: `faults ${runs}` });
  clusterId = id;
}

function input(fingerprint: string) {
  const { host, port, tokenId, tokenSecret } = simulator;
  return {
    name: `faults ${runs}`,
    endpoints: [{ host, port, fingerprint }],
    tokenId,
    tokenSecret,
    tlsPolicy: "fingerprint" as const,
    caCertificate: null,
    intervalSeconds: 5,
    paused: false,
  };
}

interface Fault {
  readonly begin: () => Promise<void>;
  readonly end?: () => Promise<void>;
  /** Readings during which it lasts. */
  readonly rounds?: number;
}

/** Reads thirteen times, ten seconds apart, with the fault in the middle, and sums up the minutes. */
async function readThrough({ begin, end, rounds = 3 }: Fault): Promise<readonly CollectionOutcome[]> {
  const outcomes: CollectionOutcome[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    if (round === FIRST_BAD) await begin();
    if (round === FIRST_BAD + rounds) await (end ?? (() => simulator.post({ do: "faults-clear" })))();
    outcomes.push(await collectCluster(clusterId, { force: true }));
    vi.setSystemTime(Date.now() + INTERVAL_MS);
  }
  await rollUpSamples(Date.now() + 120_000);
  return outcomes;
}

const clear = () => simulator.post({ do: "faults-clear" });
const stored = (outcomes: readonly CollectionOutcome[]) =>
  outcomes.filter(({ outcome }) => outcome === "stored").length;
const kinds = async () =>
  (await readEvents(viewer, { limit: 200, cluster: clusterId })).rows.map(({ kind }) => kind).reverse();

/** How many readings each object's minutes were made of, in all. */
async function readingsOfObjects(): Promise<ReadonlyMap<string, number>> {
  const snapshot = (await readSnapshot(clusterId))?.snapshot;
  const { readings, doubled } = await readStoredMinutes(database.url);
  expect(doubled).toEqual([]);
  const count = (kind: keyof typeof KIND_CODE, objectId: number | null) =>
    [...readings]
      .filter(([name]) => name.startsWith(`${KIND_CODE[kind]}/${objectId}/`))
      .reduce((sum, [, number]) => sum + number, 0);
  return new Map([
    ...(snapshot?.nodes ?? []).map(({ name, objectId }) => [name, count("node", objectId)] as const),
    ...(snapshot?.guests ?? []).map(({ vmid, objectId }) => [`${vmid}`, count("guest", objectId)] as const),
    ...(snapshot?.storages ?? []).map(({ name, objectId }) => [name, count("storage", objectId)] as const),
  ]);
}

/** Every object has exactly one sample for each reading that was stored: none lost, none twice. */
async function expectAccountedFor(outcomes: readonly CollectionOutcome[]): Promise<void> {
  const readings = await readingsOfObjects();
  expect(readings.size).toBe(3 + 4 + 1);
  expect([...new Set(readings.values())]).toEqual([stored(outcomes)]);
}

/** No figure that a fault could have made up. */
async function expectNoSpike(): Promise<void> {
  const { snapshot } = (await readSnapshot(clusterId)) ?? {};
  for (const guest of snapshot?.guests ?? []) {
    expect(guest.cpuFraction ?? 0).toBeLessThanOrEqual(1);
    for (const rate of [guest.netInBytesPerSecond, guest.diskReadBytesPerSecond])
      expect(rate ?? 0).toBeLessThan(10 * GIB);
    for (const rate of [guest.netInBytesPerSecond, guest.diskReadBytesPerSecond])
      expect(rate ?? 0).toBeGreaterThanOrEqual(0);
  }
}

describe("a fault of one call or one node", () => {
  it.each([
    [
      "595, the node cannot be reached",
      { do: "api-error", node: "pve2", status: 595, message: "No route to host" },
    ],
    ["596, the node breaks off", { do: "api-error", node: "pve2", status: 596, message: "Broken pipe" }],
    ["500 of the list of tasks", { do: "api-error", path: "/cluster/tasks", status: 500 }],
    ["401 in the middle of a reading", { do: "api-error", path: "/cluster/status", status: 401 }],
    ["garbage instead of the status", { do: "api-garbage", path: "/cluster/status", kind: "binary" }],
    ["a web page instead of the tasks", { do: "api-garbage", path: "/cluster/tasks", kind: "html" }],
    ["slow answers of a node", { do: "api-latency", node: "pve3", milliseconds: 200 }],
  ])("costs no reading: %s", async (_what, event) => {
    await connect();
    const outcomes = await readThrough({ begin: () => simulator.post(event) });

    expect(stored(outcomes)).toBe(ROUNDS);
    await expectAccountedFor(outcomes);
    await expectNoSpike();
    expect(await kinds()).toEqual([]);
  });

  it("costs no reading: a node that accepts calls and never answers", async () => {
    await connect();
    const outcomes = await readThrough({
      begin: () => simulator.post({ do: "hang", node: "pve2" }),
      rounds: 2,
    });

    expect(stored(outcomes)).toBe(ROUNDS);
    await expectAccountedFor(outcomes);
    expect(Math.max(...outcomes.map(({ durationMs }) => durationMs))).toBeLessThan(10_000);
  }, 60_000);
});

describe("a fault of the whole cluster", () => {
  it.each([
    ["garbage", { do: "api-garbage", kind: "truncated" }, "garbage"],
    ["a web page", { do: "api-garbage", kind: "html" }, "not_proxmox"],
    ["empty answers", { do: "api-garbage", kind: "empty" }, "not_proxmox"],
    ["595 for everything", { do: "api-error", status: 595, message: "Connection refused" }, "unreachable"],
    ["500 for everything", { do: "api-error", status: 500 }, "server_error"],
    ["a revoked token", { do: "token-revoked" }, "token_invalid"],
  ])("costs just the readings while it lasts: %s", async (_what, event, problem) => {
    await connect();
    const end = async () => {
      await clear();
      await simulator.post({ do: "token-restored" });
    };
    const outcomes = await readThrough({ begin: () => simulator.post(event), end });

    const bad = outcomes.slice(FIRST_BAD, FIRST_BAD + 3);
    expect(bad.map((outcome) => outcome.problem)).toEqual([problem, problem, problem]);
    expect(stored(outcomes)).toBe(ROUNDS - 3);
    await expectAccountedFor(outcomes);
    await expectNoSpike();
    expect(await kinds()).toEqual(["cluster-unreachable", "cluster-reachable"]);
  });

  it("costs just the reading that waits: an endpoint that accepts calls and never answers", async () => {
    await connect();
    const outcomes = await readThrough({ begin: () => simulator.post({ do: "hang" }), rounds: 1 });

    expect(outcomes[FIRST_BAD]?.problem).toBe("timeout");
    expect(stored(outcomes)).toBe(ROUNDS - 1);
    await expectAccountedFor(outcomes);
  }, 60_000);

  it("waits for the administrator when the certificate is another, and goes on once it is pinned", async () => {
    await connect();
    const outcomes = await readThrough({
      begin: () => simulator.post({ do: "cert-rotated" }),
      end: async () => {
        await updateCluster(viewer, clusterId, input(simulator.currentFingerprint()));
      },
    });

    // A connection that was open before the change may still be used once.
    const problems = outcomes.slice(FIRST_BAD, FIRST_BAD + 3).map(({ problem }) => problem ?? "stored");
    expect(problems.slice(1)).toEqual(["fingerprint_changed", "fingerprint_changed"]);
    expect(outcomes.slice(FIRST_BAD + 3).every(({ outcome }) => outcome === "stored")).toBe(true);
    await expectAccountedFor(outcomes);
    expect(await kinds()).toEqual(["cluster-unreachable", "cluster-reachable"]);
  });
});

describe("endpoints and budget", () => {
  it("costs no reading when one of two endpoints is down", async () => {
    await connect();
    const dead = { host: "127.0.0.1", port: await closedPort(), fingerprint: simulator.fingerprint };
    const { endpoints, ...rest } = input(simulator.fingerprint);
    const outcomes = await readThrough({
      begin: async () => {
        await updateCluster(viewer, clusterId, { ...rest, endpoints: [dead, ...endpoints] });
      },
      end: async () => {},
    });

    expect(stored(outcomes)).toBe(ROUNDS);
    await expectAccountedFor(outcomes);
    expect(await kinds()).toEqual([]);
  });

  it("never makes more calls in a minute than the budget has, even when everything fails at once", async () => {
    await connect();
    await updateSettings(viewer, { cluster: clusterId, values: { "collection.callsPerMinute": 30 } });
    simulator.resetCalls();
    const outcomes = await readThrough({ begin: () => simulator.post({ do: "api-error", status: 596 }) });

    // All of it happens within one real minute, which is what the budget goes by.
    expect(simulator.calls().total).toBeLessThanOrEqual(30);
    expect(outcomes.at(-1)?.problem).toBe("budget_exhausted");
    await expectAccountedFor(outcomes);
  });
});

describe("a cluster that changes under the readings", () => {
  it("is upgraded from 8 to 9: no reading is lost, nobody is renumbered, and it is told", async () => {
    await connect("8.4");
    const outcomes = await readThrough({
      begin: () => simulator.post({ do: "pve-upgrade", pve: "9.1" }),
      end: async () => {},
    });

    expect(stored(outcomes)).toBe(ROUNDS);
    await expectAccountedFor(outcomes);
    await expectNoSpike();
    expect([...new Set(await kinds())]).toEqual(["pve-upgraded"]);
  });

  it.each([3_600, -3_600])(
    "has clocks that jump by %i s: no sample gets a wrong time or value",
    async (seconds) => {
      await connect();
      const outcomes = await readThrough({
        begin: () => simulator.post({ do: "clock-skew", seconds }),
        end: () => simulator.post({ do: "clock-skew", seconds: 0 }),
      });

      expect(stored(outcomes)).toBe(ROUNDS);
      await expectAccountedFor(outcomes);
      await expectNoSpike();
      const { readings } = await readStoredMinutes(database.url);
      const newest = Math.max(...[...readings.keys()].map((name) => Number(name.split("/")[2])));
      expect(newest).toBeLessThanOrEqual(Date.now());
      expect(await kinds()).toEqual([]);
    },
  );

  it("loses a node and gets it back: its samples stop and start again, the others have all of theirs", async () => {
    await connect();
    const outcomes = await readThrough({
      begin: () => simulator.post({ do: "node-down", node: "pve3" }),
      end: () => simulator.post({ do: "node-up", node: "pve3" }),
    });

    const readings = await readingsOfObjects();
    expect(stored(outcomes)).toBe(ROUNDS);
    for (const whole of ["pve1", "pve2", "100", "101", "103"]) expect(readings.get(whole)).toBe(ROUNDS);
    expect(readings.get("pve3")).toBeLessThan(ROUNDS);
    expect(readings.get("pve3")).toBeGreaterThanOrEqual(ROUNDS - 6);
    expect((await kinds()).filter((kind) => kind.startsWith("node-"))).toEqual(
      expect.arrayContaining(["node-down", "node-up"]),
    );
  });
});
