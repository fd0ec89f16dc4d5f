import "server-only";
import type { FieldReader } from "./field-reader";

/** One row of a node's `rrddata`; fractions are 0–1, everything else in bytes or bytes a second. */
export type NodePoint = {
  readonly atMs: number;
  readonly cpuFraction: number | null;
  readonly ioWaitFraction: number | null;
  readonly memoryUsedBytes: number | null;
  readonly memoryTotalBytes: number | null;
  readonly swapUsedBytes: number | null;
  readonly swapTotalBytes: number | null;
  readonly loadAverageOneMinute: number | null;
  readonly rootUsedBytes: number | null;
  readonly rootTotalBytes: number | null;
  readonly netInBytesPerSecond: number | null;
  readonly netOutBytesPerSecond: number | null;
  readonly pressureCpuSomeFraction: number | null;
  readonly pressureIoSomeFraction: number | null;
  readonly pressureIoFullFraction: number | null;
  readonly pressureMemorySomeFraction: number | null;
  readonly pressureMemoryFullFraction: number | null;
};

export type GuestPoint = {
  readonly atMs: number;
  readonly cpuFraction: number | null;
  readonly memoryUsedBytes: number | null;
  readonly memoryHostBytes: number | null;
  readonly memoryTotalBytes: number | null;
  readonly diskUsedBytes: number | null;
  readonly netInBytesPerSecond: number | null;
  readonly netOutBytesPerSecond: number | null;
  readonly diskReadBytesPerSecond: number | null;
  readonly diskWriteBytesPerSecond: number | null;
};

export type StoragePoint = {
  readonly atMs: number;
  readonly usedBytes: number | null;
  readonly totalBytes: number | null;
};

/** A point of a node; null for a gap, of which PVE gives the time and nothing else. */
export function normaliseNodePoint(row: FieldReader): NodePoint | null {
  return point(row, {
    cpuFraction: row.fraction("cpu", 1.1),
    ioWaitFraction: row.fraction("iowait", 1.1),
    memoryUsedBytes: row.quantity("memused"),
    memoryTotalBytes: row.quantity("memtotal"),
    swapUsedBytes: row.quantity("swapused"),
    swapTotalBytes: row.quantity("swaptotal"),
    loadAverageOneMinute: row.quantity("loadavg"),
    rootUsedBytes: row.quantity("rootused"),
    rootTotalBytes: row.quantity("roottotal"),
    netInBytesPerSecond: row.quantity("netin"),
    netOutBytesPerSecond: row.quantity("netout"),
    pressureCpuSomeFraction: row.percent("pressurecpusome"),
    pressureIoSomeFraction: row.percent("pressureiosome"),
    pressureIoFullFraction: row.percent("pressureiofull"),
    pressureMemorySomeFraction: row.percent("pressurememorysome"),
    pressureMemoryFullFraction: row.percent("pressurememoryfull"),
  });
}

/** A point of a guest; null for a gap, also for the minutes in which it was not running (sizes alone are kept by PVE). */
export function normaliseGuestPoint(row: FieldReader, kind: "qemu" | "lxc"): GuestPoint | null {
  const diskUsedBytes = row.quantity("disk");
  const reading = point(row, {
    cpuFraction: row.fraction("cpu", 2),
    memoryUsedBytes: row.quantity("mem"),
    memoryHostBytes: row.quantity("memhost"),
    netInBytesPerSecond: row.quantity("netin"),
    netOutBytesPerSecond: row.quantity("netout"),
    diskReadBytesPerSecond: row.quantity("diskread"),
    diskWriteBytesPerSecond: row.quantity("diskwrite"),
  });
  if (!reading) return null;
  return {
    ...reading,
    memoryTotalBytes: row.quantity("maxmem"),
    diskUsedBytes: kind === "qemu" || diskUsedBytes === 0 ? null : diskUsedBytes,
  };
}

export function normaliseStoragePoint(row: FieldReader): StoragePoint | null {
  return point(row, { usedBytes: row.quantity("used"), totalBytes: row.quantity("total") });
}

function point<Values extends Readonly<Record<string, number | null>>>(
  row: FieldReader,
  values: Values,
): ({ readonly atMs: number } & Values) | null {
  const atMs = row.time("time");
  if (atMs === null) return row.problem("time", "the row has no time");
  return Object.values(values).every((value) => value === null) ? null : { atMs, ...values };
}
