import type { NodeStatus } from "@/lib/inventory/snapshot";

/** What is known of one resource of a node. Percent of capacity, 0–100; null where nothing trustworthy was read. */
export interface ResourceMeasures {
  readonly nowPercent: number | null;
  /** Average of the last 24 hours. */
  readonly dayPercent: number | null;
  /** Average of the last 7 days. */
  readonly weekPercent: number | null;
  /** Highest of the last 7 days. */
  readonly peakPercent: number | null;
  /** Rise a day in percentage points as far as it is beyond doubt, 0–10; null before there are two days to compare. */
  readonly risePercentPerDay: number | null;
  /** How many hours of the last 24 have a reading, as a share of 24. */
  readonly dayCoverage: number;
  /** How many hours of the last 7 days have a reading, as a share of 168. */
  readonly weekCoverage: number;
}

/** Everything that a node's score is made of. Scoring reads nothing else, so a planner may change any of it. */
export interface NodeMeasures {
  readonly status: NodeStatus;
  /** PVE's HA view of the node, such as `maintenance`. */
  readonly haState: string | null;
  readonly cpu: ResourceMeasures;
  readonly memory: ResourceMeasures;
  readonly ioWait: ResourceMeasures;
  /** Shares of time in percent, 0–100; null before PVE 9. */
  readonly pressureCpuSomePercent: number | null;
  readonly pressureIoSomePercent: number | null;
  readonly pressureIoFullPercent: number | null;
  readonly pressureMemorySomePercent: number | null;
  readonly pressureMemoryFullPercent: number | null;
  /** Runnable tasks per thread, averaged over five minutes. */
  readonly loadPerThread: number | null;
  /** Memory promised to running guests / memory of the node. */
  readonly memoryAllocationRatio: number | null;
  /** Virtual CPUs of running guests / threads of the node. */
  readonly cpuAllocationRatio: number | null;
}
