import "server-only";

export interface CallStatistics {
  readonly clusterId: string;
  readonly endpoint: string;
  readonly method: string;
  /** Path with `{}` for what varies. */
  readonly template: string;
  /** HTTP status, or the kind of failure when there was none. */
  readonly outcome: string;
  readonly count: number;
  readonly totalMs: number;
  readonly maximumMs: number;
  readonly lastAtMs: number;
}

type Counter = { -readonly [Key in keyof CallStatistics]: CallStatistics[Key] };

const MOST_COUNTERS = 5_000;

// Jobs and route handlers are separate bundles of one process; the counters are one.
const registry = globalThis as typeof globalThis & { evenkeelPveCalls?: Map<string, Counter> };
registry.evenkeelPveCalls ??= new Map();
const counters = registry.evenkeelPveCalls;

export function countCall(
  call: Pick<CallStatistics, "clusterId" | "endpoint" | "method" | "template" | "outcome"> & {
    readonly ms: number;
  },
): void {
  const key = `${call.clusterId} ${call.endpoint} ${call.method} ${call.template} ${call.outcome}`;
  let counter = counters.get(key);
  if (!counter) {
    if (counters.size >= MOST_COUNTERS) return;
    const { ms: _, ...labels } = call;
    counter = { ...labels, count: 0, totalMs: 0, maximumMs: 0, lastAtMs: 0 };
    counters.set(key, counter);
  }
  counter.count += 1;
  counter.totalMs += call.ms;
  counter.maximumMs = Math.max(counter.maximumMs, call.ms);
  counter.lastAtMs = Date.now();
}

/** Every kind of call made to PVE since this process started. */
export function readCallStatistics(clusterId?: string): readonly CallStatistics[] {
  return [...counters.values()]
    .filter((counter) => clusterId === undefined || counter.clusterId === clusterId)
    .map((counter) => ({ ...counter }));
}

/** `/nodes/pve1/qemu/100/config` becomes `/nodes/{}/qemu/{}/config`. */
export function templateOf(path: string): string {
  return path
    .replace(/^\/nodes\/[^/]+/, "/nodes/{}")
    .replace(/\/(qemu|lxc)\/\d+/, "/$1/{}")
    .replace(/\/tasks\/UPID[^/]*/i, "/tasks/{}")
    .replace(/^(\/nodes\/\{\}\/storage)\/[^/]+/, "$1/{}")
    .replace(/^\/(pools|storage)\/[^/]+/, "/$1/{}");
}
