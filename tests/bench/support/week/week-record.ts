import type { DemandReading } from "@/lib/planning/demand/robust-demand";
import type { HourlyReading } from "@/lib/scoring/hourly-reading";
import type { SimulatedCluster } from "./simulated-cluster";

const HOUR_MS = 3_600_000;
const DAY_HOURS = 24;
const HOT = 0.85;

interface Sum {
  count: number;
  cpu: number;
  cpuMax: number;
  memory: number;
  memoryMax: number;
}

/** What is kept of the cluster's readings, minute by minute: hours of nodes and guests, as the product stores them, and how hot nodes were. */
export class WeekRecord {
  /** Minutes of all nodes together above 85 % of CPU or memory. */
  hotMinutes = 0;
  readonly hotMinutesOf = new Map<string, number>();
  readonly history = new Map<string, HourlyReading[]>();
  readonly guestReadings = new Map<number, DemandReading[]>();
  #hourMs = -1;
  readonly #nodes = new Map<string, Sum>();
  readonly #guests = new Map<number, Sum>();

  /** @param isMeasured whether heat counts yet */
  addMinute({ world, nowMs }: SimulatedCluster, isMeasured: boolean): void {
    const hourMs = nowMs - (nowMs % HOUR_MS);
    if (hourMs !== this.#hourMs) this.#closeHour();
    this.#hourMs = hourMs;
    for (const { name, sample, spec } of world.nodes.values()) {
      if (!sample) continue;
      const memory = sample.memory / spec.memory;
      add(this.#nodes, name, sample.cpu, memory);
      if (!isMeasured || Math.max(sample.cpu, memory) <= HOT) continue;
      this.hotMinutes += 1;
      this.hotMinutesOf.set(name, (this.hotMinutesOf.get(name) ?? 0) + 1);
    }
    for (const { vmid, sample, power, cores } of world.guests.values())
      if (sample && power === "running") add(this.#guests, vmid, sample.cpu * cores, sample.memory);
  }

  #closeHour(): void {
    const atMs = this.#hourMs;
    for (const [name, sum] of this.#nodes) {
      const reading: HourlyReading = {
        atMs,
        cpuAverageFraction: sum.cpu / sum.count,
        cpuMaximumFraction: sum.cpuMax,
        ioWaitAverageFraction: null,
        ioWaitMaximumFraction: null,
        memoryAverageFraction: sum.memory / sum.count,
        memoryMaximumFraction: sum.memoryMax,
        loadPerThreadAverage: null,
      };
      this.history.set(name, [...(this.history.get(name) ?? []), reading]);
    }
    for (const [vmid, sum] of this.#guests) {
      const reading = { atMs, cpuThreads: sum.cpu / sum.count, memoryBytes: sum.memory / sum.count };
      const known = this.guestReadings.get(vmid) ?? [];
      this.guestReadings.set(vmid, [...known.slice(-DAY_HOURS), reading]);
    }
    this.#nodes.clear();
    this.#guests.clear();
  }
}

function add<Key>(sums: Map<Key, Sum>, key: Key, cpu: number, memory: number): void {
  const sum = sums.get(key) ?? { count: 0, cpu: 0, cpuMax: 0, memory: 0, memoryMax: 0 };
  sums.set(key, sum);
  sum.count += 1;
  sum.cpu += cpu;
  sum.cpuMax = Math.max(sum.cpuMax, cpu);
  sum.memory += memory;
  sum.memoryMax = Math.max(sum.memoryMax, memory);
}
