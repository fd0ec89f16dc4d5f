import { makeScenario } from "@/lib/simulator/make-scenario";
import type { BenchPostgres } from "./bench-postgres";
import { startCollectingProcess } from "./collecting-process";
import { readProcessorMs } from "./processor-time";
import { startSimulatorProcess } from "./simulator-process";

const SEED = 20_261_121;
const CYCLE_SECONDS = 10;

export interface Reading {
  /** Requests that the simulator received. */
  readonly calls: number;
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly postgresCpuMs: number;
  readonly simulatorCpuMs: number;
  readonly residentBytes: number;
}

export interface Readings {
  readonly readings: readonly Reading[];
  /** In use after a garbage collection, by number of readings. */
  readonly heapBytes: ReadonlyMap<number, number>;
}

/**
 * Reads a simulated cluster in a process of its own, reading after reading, the clocks of cluster and reader moved on by
 * ten seconds each time: an hour of readings takes as long as the work does.
 *
 * @param watched a browser's stream of changes is open in the same process
 * @param heapAfter numbers of readings after which the heap is measured
 */
export async function measureReadings(
  { folder, url, pid }: BenchPostgres,
  options: {
    readonly nodes: number;
    readonly guests: number;
    readonly cycles: number;
    readonly watched?: boolean;
    readonly heapAfter?: readonly number[];
  },
): Promise<Readings> {
  const { nodes, guests, cycles, watched = false, heapAfter = [] } = options;
  let nowMs = Math.floor(Date.now() / 60_000) * 60_000;
  const scenario = { ...makeScenario({ nodes, guests, seed: SEED }), clock: new Date(nowMs).toISOString() };
  const collecting = startCollectingProcess(url);
  const simulator = await startSimulatorProcess({ scenario, folder, speed: 0 });
  const simulatorPid = simulator.child.pid ?? 0;
  try {
    let used = (await collecting.order({ do: "connect", address: simulator.ready })).cpuMs;
    if (watched) await collecting.order({ do: "watch" });
    const readings: Reading[] = [];
    const heapBytes = new Map<number, number>();
    let called = await simulator.countCalls();
    for (let cycle = 1; cycle <= cycles; cycle += 1) {
      nowMs += CYCLE_SECONDS * 1_000;
      await simulator.advance(CYCLE_SECONDS);
      const before = {
        postgres: await readProcessorMs(pid, true),
        simulator: await readProcessorMs(simulatorPid),
      };
      const { wallMs, cpuMs, residentBytes } = await collecting.order({ do: "read", nowMs, force: true });
      const calls = await simulator.countCalls();
      readings.push({
        calls: calls - called,
        wallMs,
        cpuMs: cpuMs - used,
        postgresCpuMs: (await readProcessorMs(pid, true)) - before.postgres,
        simulatorCpuMs: (await readProcessorMs(simulatorPid)) - before.simulator,
        residentBytes,
      });
      [used, called] = [cpuMs, calls];
      if (!heapAfter.includes(cycle)) continue;
      const rest = await collecting.order({ do: "collect-garbage" });
      heapBytes.set(cycle, rest.heapUsedBytes);
      used = rest.cpuMs;
    }
    return { readings, heapBytes };
  } finally {
    await collecting.stop();
    await simulator.stop();
  }
}
