import { noise } from "../random";
import { isAtLeast, type ReleaseProfile } from "../release";
import { guestUseAt } from "./load";
import { nodeUseAt } from "./node-use";
import type { GuestState, GuestUse, NodeState, PressureState, StorageState } from "./state";
import { addUse, noUse } from "./statistics";
import type { World } from "./world";

export type Timeframe = "hour" | "day" | "week" | "month" | "year" | "decade";
export type Consolidation = "AVERAGE" | "MAX";
export type RoundRobinRow = Record<string, number>;

const MINUTE = 60;
const HOUR = 3_600;
const DAY = 86_400;

type Archive = readonly [step: number, points: number];

const ARCHIVES_8: Readonly<Record<Timeframe, Archive | null>> = {
  hour: [MINUTE, 60],
  day: [30 * MINUTE, 70],
  week: [3 * HOUR, 70],
  month: [12 * HOUR, 70],
  year: [7 * DAY, 70],
  decade: null,
};

const ARCHIVES_9: Readonly<Record<Timeframe, Archive | null>> = {
  hour: [MINUTE, 60],
  day: [MINUTE, 1440],
  week: [30 * MINUTE, 336],
  month: [30 * MINUTE, 1440],
  year: [6 * HOUR, 1440],
  decade: [7 * DAY, 570],
};

export function archiveOf(profile: ReleaseProfile, timeframe: Timeframe): Archive | null {
  return (isAtLeast(profile, "9.0") ? ARCHIVES_9 : ARCHIVES_8)[timeframe];
}

/** A question to the round-robin archives; `now` is the cluster's own time. */
export interface HistoryQuery {
  readonly timeframe: Timeframe;
  readonly consolidation: Consolidation;
}

export function nodeHistory(world: World, node: NodeState, query: HistoryQuery): RoundRobinRow[] {
  const visitors = [...world.guests.values()].filter((guest) =>
    guest.periods.some((period) => period.node === node.name),
  );
  return rows(world, query, (at) => nodeValues(world, node, visitors, at));
}

export function guestHistory(world: World, guest: GuestState, query: HistoryQuery): RoundRobinRow[] {
  return rows(world, query, (at) => guestValues(world, guest, at));
}

export function storageHistory(
  world: World,
  storage: StorageState,
  node: string,
  query: HistoryQuery,
): RoundRobinRow[] {
  const used = storage.used.get(storage.shared ? "" : node) ?? 0;
  return rows(world, query, (at) => {
    const age = Math.max(0, world.now() - at) / DAY;
    const growth = 1 - Math.min(0.5, age * 0.0008);
    const wobble = 1 + 0.004 * (noise(world.seed, storage.id.length, Math.floor(at / HOUR), 9) - 0.5);
    return { total: storage.spec.total, used: Math.min(storage.spec.total, used * growth * wobble) };
  });
}

/** Rows from the oldest to the one that is still being gathered, which has nothing but its time. */
function rows(
  world: World,
  { timeframe, consolidation }: HistoryQuery,
  valuesAt: (at: number) => RoundRobinRow | null,
): RoundRobinRow[] {
  const archive = archiveOf(world.profile, timeframe);
  if (!archive) return [];
  const [step, points] = archive;
  const last = Math.floor(world.now() / step) * step;
  const reported = Math.floor(world.skew / step) * step;

  return Array.from({ length: points }, (_, index) => {
    const time = last - (points - 1 - index) * step;
    if (index === points - 1) return { time: time + reported };
    const samples = sampleTimes(time, step, world.now())
      .map(valuesAt)
      .filter((sample) => sample !== null);
    return { time: time + reported, ...consolidate(samples, consolidation) };
  });
}

function sampleTimes(from: number, step: number, now: number): number[] {
  const count = step <= MINUTE ? 2 : step <= DAY ? 3 : 7;
  return Array.from({ length: count }, (_, index) => from + ((index + 0.5) * step) / count).filter(
    (at) => at <= now,
  );
}

function consolidate(samples: readonly RoundRobinRow[], consolidation: Consolidation): RoundRobinRow {
  const join = consolidation === "MAX" ? Math.max : add;
  const result: RoundRobinRow = {};
  const counts: RoundRobinRow = {};
  for (const sample of samples) {
    for (const column in sample) {
      const value = sample[column] ?? 0;
      const before = result[column];
      result[column] = before === undefined ? value : join(before, value);
      counts[column] = (counts[column] ?? 0) + 1;
    }
  }
  if (consolidation === "MAX") return result;
  for (const column in result) result[column] = (result[column] ?? 0) / (counts[column] ?? 1);
  return result;
}

function add(a: number, b: number): number {
  return a + b;
}

function nodeValues(
  world: World,
  node: NodeState,
  visitors: readonly GuestState[],
  at: number,
): RoundRobinRow | null {
  if (node.outages.some((outage) => at >= outage.from && at < (outage.to ?? Number.POSITIVE_INFINITY))) {
    return null;
  }
  const sum = noUse();
  for (const guest of visitors) {
    if (whereAt(guest, at) === node.name) addUse(sum, readUse(world, guest, at));
  }
  const use = nodeUseAt(node, sum, world.seed, at);
  const { spec } = node;
  const row: RoundRobinRow = {
    maxcpu: spec.cores,
    cpu: use.cpu,
    iowait: use.iowait,
    loadavg: use.load[0],
    memtotal: spec.memory,
    memused: use.memory,
    swaptotal: spec.swap,
    swapused: spec.swapUsed,
    roottotal: spec.rootTotal,
    rootused: spec.rootUsed,
    netin: use.netIn,
    netout: use.netOut,
  };
  if (!isAtLeast(node.profile, "9.0")) return row;
  return {
    ...row,
    memavailable: spec.memory - use.memory,
    arcsize: 0,
    ...pressureColumns(use.pressure),
  };
}

function guestValues(world: World, guest: GuestState, at: number): RoundRobinRow {
  const row: RoundRobinRow = {
    maxcpu: guest.cores,
    maxmem: guest.spec.memory,
    maxdisk: guest.spec.disks[0]?.size ?? 0,
    disk: usedDisk(guest),
  };
  if (whereAt(guest, at) === null) return row;

  const use = readUse(world, guest, at);
  Object.assign(row, {
    cpu: use.cores / guest.cores,
    mem: use.memory,
    netin: use.netIn,
    netout: use.netOut,
    diskread: use.diskRead,
    diskwrite: use.diskWrite,
  });
  if (!isAtLeast(world.profileOf(guest.node), "9.0")) return row;
  if (guest.type === "qemu") row.memhost = hostMemory(guest, use.memory);
  return {
    ...row,
    ...pressureColumns(guestPressure(guest, use)),
  };
}

/** Bytes on the root disk of a container; PVE does not know it for a VM. */
export function usedDisk(guest: GuestState): number {
  if (guest.type === "qemu") return 0;
  return Math.floor((guest.spec.disks[0]?.size ?? 0) * (0.2 + 0.5 * noise(guest.vmid, 5)));
}

/** What a VM's process takes of the host: what the guest uses and QEMU's own share. */
export function hostMemory(guest: GuestState, used: number): number {
  return Math.min(guest.spec.memory, Math.round(used * 1.03)) + 67_108_864;
}

/** Shares 0–1, with `cpuFull`, which only guests have. */
export function guestPressure(guest: GuestState, use: GuestUse): PressureState & { cpuFull: number } {
  const { pressure } = guest.spec;
  const busy = use.cores / guest.cores;
  const cpuSome = Math.min(1, Math.max(pressure.cpuSome, 0.02 * busy + Math.max(0, busy - 0.85)));
  return {
    cpuSome,
    cpuFull: cpuSome * 0.4,
    ioSome: pressure.ioSome,
    ioFull: pressure.ioSome * 0.8,
    memorySome: pressure.memorySome,
    memoryFull: pressure.memorySome * 0.7,
  };
}

/** Percent, as PVE names them. */
export function pressureColumns(pressure: PressureState & { cpuFull?: number }): RoundRobinRow {
  const columns: RoundRobinRow = {
    pressurecpusome: percent(pressure.cpuSome),
    pressureiosome: percent(pressure.ioSome),
    pressureiofull: percent(pressure.ioFull),
    pressurememorysome: percent(pressure.memorySome),
    pressurememoryfull: percent(pressure.memoryFull),
  };
  if (pressure.cpuFull !== undefined) columns.pressurecpufull = percent(pressure.cpuFull);
  return columns;
}

function percent(share: number): number {
  return Math.round(share * 10_000) / 100;
}

function readUse(world: World, guest: GuestState, at: number): GuestUse {
  const use = guestUseAt(guest.spec, world.seed, at, world.origin);
  if (guest.power === "paused") use.cores = 0;
  return use;
}

function whereAt(guest: GuestState, at: number): string | null {
  return guest.periods.findLast((period) => period.from <= at)?.node ?? null;
}
