import { once } from "node:events";
import net, { type AddressInfo } from "node:net";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createCluster } from "@/lib/server/clusters/create-cluster";
import { diagnoseCluster } from "@/lib/server/clusters/diagnose-cluster";
import { updateCluster } from "@/lib/server/clusters/update-cluster";
import { collectCluster } from "@/lib/server/collection/collect-cluster";
import { readSnapshot } from "@/lib/server/live/read-snapshot";
import { closeTransport } from "@/lib/server/proxmox/transport-registry";
import { updateSettings } from "@/lib/server/settings/update-settings";
import { makeScenario } from "@/lib/simulator/make-scenario";
import { aViewer } from "@/tests/support/a-viewer";
import { useTestDatabase } from "@/tests/support/database";
import { startRelay } from "@/tests/support/relay";
import { startTestSimulator, type TestSimulator } from "@/tests/support/simulator";
import { cleanUpWith } from "@/tests/support/transport";

useTestDatabase();
process.env.EVENKEEL_SECRET_KEY = Buffer.alloc(32, 7).toString("base64");

const viewer = aViewer();
const INTERVAL_MS = 10_000;
/** What docs/decisions/proxmox-client.md promises of one reading. */
const CALLS_PER_READING = 40;

interface Connected {
  readonly clusterId: string;
  readonly simulator: TestSimulator;
  readonly input: Parameters<typeof createCluster>[1];
}

let clusters = 0;

afterEach(() => {
  vi.useRealTimers();
});

/** A cluster of this size with this budget, extra endpoints put before its own, and reached in several ways. */
async function connect(
  size: { readonly nodes: number; readonly guests: number },
  options: { readonly callsPerMinute: number; readonly before?: readonly number[]; readonly ways?: number },
): Promise<Connected> {
  // Only the clock on the wall: sockets, time-outs and the budget's minute go on by the real one.
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
  const simulator = await startTestSimulator(makeScenario({ ...size, seed: 7 }));
  clusters += 1;
  const { host, tokenId, tokenSecret, fingerprint } = simulator;
  const relays = await Promise.all(
    Array.from({ length: (options.ways ?? 1) - 1 }, () => startRelay(simulator.port)),
  );
  const ports = [...(options.before ?? []), simulator.port, ...relays.map(({ port }) => port)];
  const input = {
    name: `budget ${clusters}`,
    endpoints: ports.map((port) => ({ host, port, fingerprint })),
    tokenId,
    tokenSecret,
    tlsPolicy: "fingerprint" as const,
    caCertificate: null,
    intervalSeconds: 10,
    paused: false,
  };
  const { id } = await createCluster(viewer, input);
  const values = { "collection.callsPerMinute": options.callsPerMinute };
  await updateSettings(viewer, { cluster: id, values });
  cleanUpWith(async () => {
    await closeTransport(id);
    for (const relay of relays) await relay.unplug();
    await simulator.stop();
  });
  return { clusterId: id, simulator, input };
}

/** Accepts connections and breaks them off; counts how often it was tried. */
async function refusingEndpoint(): Promise<{ readonly port: number; readonly tries: () => number }> {
  let tries = 0;
  const server = net.createServer((socket) => {
    tries += 1;
    socket.on("error", () => undefined);
    socket.destroy();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  cleanUpWith(async () => {
    server.close();
    await once(server, "close");
  });
  return { port: (server.address() as AddressInfo).port, tries: () => tries };
}

async function read(clusterId: string) {
  const outcome = await collectCluster(clusterId, { force: true });
  vi.setSystemTime(Date.now() + INTERVAL_MS);
  return outcome;
}

/** Calls of each reading, as the simulator counts them. */
async function readTimes({ clusterId, simulator }: Connected, times: number): Promise<readonly number[]> {
  const calls: number[] = [];
  for (let round = 0; round < times; round += 1) {
    simulator.resetCalls();
    await read(clusterId);
    calls.push(simulator.calls().total);
  }
  return calls;
}

describe("the budget of a minute", () => {
  it("holds over all endpoints when they refuse while the Doctor is asked again and again", async () => {
    const endpoints = [await refusingEndpoint(), await refusingEndpoint()];
    const before = endpoints.map(({ port }) => port);
    const connected = await connect({ nodes: 4, guests: 20 }, { callsPerMinute: 30, before });
    const { simulator, clusterId } = connected;
    await simulator.post({ do: "api-error", status: 596, message: "Broken pipe" });
    const startedAt = performance.now();
    const rounds = 8;
    for (let round = 0; round < rounds; round += 1) {
      await read(clusterId);
      await diagnoseCluster(viewer, clusterId);
    }

    // The Doctor looks at each endpoint's certificate, which is a handshake and no call.
    const refused = endpoints.map(({ tries }) => tries() - rounds);
    const sent = simulator.calls().total + refused.reduce((sum, calls) => sum + calls, 0);
    expect(performance.now() - startedAt).toBeLessThan(60_000);
    expect(sent).toBeGreaterThan(10);
    expect(sent).toBeLessThanOrEqual(30);
    expect((await read(clusterId)).problem).toBe("budget_exhausted");
  });

  it("does not begin anew when the connection is changed, paused or its settings are", async () => {
    const connected = await connect({ nodes: 4, guests: 20 }, { callsPerMinute: 30 });
    const { simulator, clusterId, input } = connected;
    await simulator.post({ do: "api-error", status: 500 });
    const startedAt = performance.now();
    for (let round = 0; round < 6; round += 1) {
      for (let reading = 0; reading < 4; reading += 1) await read(clusterId);
      await updateCluster(viewer, clusterId, { ...input, paused: true });
      await updateCluster(viewer, clusterId, { ...input, intervalSeconds: 11 + round });
      const values = { "collection.parallelRequestsPerNode": 1 + round };
      await updateSettings(viewer, { cluster: clusterId, values });
    }

    expect(performance.now() - startedAt).toBeLessThan(60_000);
    expect(simulator.calls().total).toBeLessThanOrEqual(30);
    expect((await read(clusterId)).problem).toBe("budget_exhausted");
  });

  it("holds while all nodes hang, and the cluster is still read", async () => {
    const connected = await connect({ nodes: 32, guests: 200 }, { callsPerMinute: 120 });
    const { simulator, clusterId } = connected;
    for (let node = 1; node <= 32; node += 1) await simulator.post({ do: "hang", node: `pve${node}` });
    simulator.resetCalls();
    const startedAt = performance.now();
    const outcomes = [await read(clusterId), await read(clusterId), await read(clusterId)];

    expect(performance.now() - startedAt).toBeLessThan(60_000);
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(["stored", "stored", "stored"]);
    expect(simulator.calls().total).toBeLessThanOrEqual(120);
    expect(outcomes.every(({ apiCalls }) => apiCalls <= CALLS_PER_READING)).toBe(true);
  }, 90_000);
});

describe("the calls of one reading", () => {
  it("stay within what is published while no endpoint gives a usable answer of any node", async () => {
    const connected = await connect({ nodes: 32, guests: 200 }, { callsPerMinute: 10_000, ways: 4 });
    // Damaged on one way, so it is asked for on each of the others too.
    await connected.simulator.post({ do: "api-garbage", path: "/nodes/", kind: "truncated" });
    const calls = await readTimes(connected, 4);

    expect(Math.max(...calls)).toBeGreaterThan(36);
    expect(Math.max(...calls)).toBeLessThanOrEqual(CALLS_PER_READING);
  });

  it("leave no part of a large cluster waiting: addresses and snapshots come round beside all configurations", async () => {
    const connected = await connect({ nodes: 100, guests: 1_000 }, { callsPerMinute: 10_000 });
    const calls = await readTimes(connected, 12);

    const guests = (await readSnapshot(connected.clusterId))?.snapshot.guests ?? [];
    expect(Math.max(...calls)).toBeLessThanOrEqual(36);
    expect(guests.filter(({ config }) => config !== null).length).toBeGreaterThan(100);
    expect(guests.filter(({ extras }) => extras?.snapshots).length).toBeGreaterThan(20);
    expect(guests.filter(({ extras }) => extras?.addresses).length).toBeGreaterThan(5);
  }, 60_000);
});
