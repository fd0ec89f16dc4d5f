import type { SimulatorAddress } from "./simulator-process";

/** What the collecting process is told. */
export type CollectingOrder =
  | { readonly do: "connect"; readonly address: SimulatorAddress }
  | { readonly do: "watch" }
  | { readonly do: "read"; readonly nowMs: number; readonly force: boolean }
  | { readonly do: "collect-garbage" };

/** What it answers; CPU and memory are the process's own, all of it. */
export interface CollectingAnswer {
  readonly problem?: string;
  readonly apiCalls?: number;
  readonly wallMs: number;
  /** Since the process began, JavaScript and the threads beside it. */
  readonly cpuMs: number;
  readonly residentBytes: number;
  readonly heapUsedBytes: number;
}

const MINUTE_MS = 60_000;
let clusterId = "";
let nowMs: number | null = null;
let lastMinuteMs = 0;
const realNow = Date.now;

// Time goes on as fast as readings are made: each order says what time it is.
Date.now = () => nowMs ?? realNow();

process.on("disconnect", () => process.exit(0));
process.on("message", (order: CollectingOrder) => {
  const startedAt = performance.now();
  follow(order).then(
    (result) => answer(startedAt, result),
    (error: unknown) =>
      answer(startedAt, { problem: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});

function answer(startedAt: number, result: Partial<CollectingAnswer>): void {
  const wallMs = performance.now() - startedAt;
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed } = process.memoryUsage();
  process.send?.({
    ...result,
    wallMs,
    cpuMs: (user + system) / 1_000,
    residentBytes: rss,
    heapUsedBytes: heapUsed,
  } satisfies CollectingAnswer);
}

async function follow(order: CollectingOrder): Promise<Partial<CollectingAnswer>> {
  if (order.do === "connect") return connect(order.address);
  if (order.do === "read") return read(order.nowMs, order.force);
  if (order.do === "collect-garbage") return collectGarbage();
  const { liveHub } = await import("@/lib/server/live/live-hub");
  await liveHub().subscribe(() => undefined);
  return {};
}

async function connect({ url, fingerprint, token }: SimulatorAddress): Promise<Partial<CollectingAnswer>> {
  const { createCluster } = await import("@/lib/server/clusters/create-cluster");
  const [tokenId = "", tokenSecret = ""] = token.split("=");
  const { id } = await createCluster(
    { userId: "", username: "bench", name: "bench", role: "admin", sessionId: "" },
    {
      name: `bench ${process.pid}`,
      endpoints: [{ host: "127.0.0.1", port: Number(new URL(url).port), fingerprint }],
      tokenId,
      tokenSecret,
      tlsPolicy: "fingerprint",
      caCertificate: null,
      intervalSeconds: null,
      paused: false,
    },
  );
  clusterId = id;
  return {};
}

/** One reading, and what the jobs beside it do once a minute. */
async function read(atMs: number, force: boolean): Promise<Partial<CollectingAnswer>> {
  const { collectCluster } = await import("@/lib/server/collection/collect-cluster");
  const { rollUpSamples } = await import("@/lib/server/metrics/roll-up-samples");
  const { maintainPartitions } = await import("@/lib/server/metrics/maintain-partitions");
  nowMs = atMs;
  if (lastMinuteMs === 0 || atMs - lastMinuteMs >= MINUTE_MS) {
    if (Math.floor(lastMinuteMs / 3_600_000) !== Math.floor(atMs / 3_600_000)) await maintainPartitions(atMs);
    if (lastMinuteMs !== 0) await rollUpSamples(atMs);
    lastMinuteMs = atMs - (atMs % MINUTE_MS);
  }
  const { outcome, problem, apiCalls } = await collectCluster(clusterId, { force });
  return outcome === "stored" ? { apiCalls } : { problem: problem ?? outcome, apiCalls };
}

async function collectGarbage(): Promise<Partial<CollectingAnswer>> {
  await globalThis.gc?.({ execution: "async", type: "major" });
  await globalThis.gc?.({ execution: "async", type: "major" });
  return {};
}
