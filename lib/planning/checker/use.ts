/** What is added up for nodes: threads, bytes, and shares of a node's time for the four kinds of waiting. */
export interface Use {
  readonly cpuThreads: number;
  readonly memoryBytes: number;
  /** As used now, which is what readings show; the two above are what is planned with. */
  readonly cpuThreadsNow: number;
  readonly memoryBytesNow: number;
  readonly cpuAllocated: number;
  readonly memoryAllocated: number;
  readonly diskBytes: number;
  readonly ioWait: number;
  readonly cpuPressure: number;
  readonly ioPressure: number;
  readonly memoryPressure: number;
}

export const NO_USE: Use = {
  cpuThreads: 0,
  memoryBytes: 0,
  cpuThreadsNow: 0,
  memoryBytesNow: 0,
  cpuAllocated: 0,
  memoryAllocated: 0,
  diskBytes: 0,
  ioWait: 0,
  cpuPressure: 0,
  ioPressure: 0,
  memoryPressure: 0,
};

/** Two uses together. */
export function sumOf(one: Use, other: Use): Use {
  return {
    cpuThreads: one.cpuThreads + other.cpuThreads,
    memoryBytes: one.memoryBytes + other.memoryBytes,
    cpuThreadsNow: one.cpuThreadsNow + other.cpuThreadsNow,
    memoryBytesNow: one.memoryBytesNow + other.memoryBytesNow,
    cpuAllocated: one.cpuAllocated + other.cpuAllocated,
    memoryAllocated: one.memoryAllocated + other.memoryAllocated,
    diskBytes: one.diskBytes + other.diskBytes,
    ioWait: one.ioWait + other.ioWait,
    cpuPressure: one.cpuPressure + other.cpuPressure,
    ioPressure: one.ioPressure + other.ioPressure,
    memoryPressure: one.memoryPressure + other.memoryPressure,
  };
}

/** Adds a use to another one, in place. */
export function addUse(sum: { -readonly [part in keyof Use]: Use[part] }, use: Use): void {
  sum.cpuThreads += use.cpuThreads;
  sum.memoryBytes += use.memoryBytes;
  sum.cpuThreadsNow += use.cpuThreadsNow;
  sum.memoryBytesNow += use.memoryBytesNow;
  sum.cpuAllocated += use.cpuAllocated;
  sum.memoryAllocated += use.memoryAllocated;
  sum.diskBytes += use.diskBytes;
  sum.ioWait += use.ioWait;
  sum.cpuPressure += use.cpuPressure;
  sum.ioPressure += use.ioPressure;
  sum.memoryPressure += use.memoryPressure;
}

/** A reading that can be an amount; null for what is missing, negative or no number. */
export function readable(value: number | null | undefined): number | null {
  return value !== null && value !== undefined && Number.isFinite(value) && value >= 0 ? value : null;
}
