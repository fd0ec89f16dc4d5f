import type { Guest, Node } from "@/lib/inventory/snapshot";
import type { NodeMeasures } from "@/lib/scoring/node-measures";
import type { PlanningInput } from "../planning-input";
import type { CompiledRules } from "../rules/compiled-rules";

/**
 * What is counted for every node and guest, in the order of the typed arrays below. Pressure and IO wait are added up in
 * shares of the node's time; only what guests are known to cause moves with them. Threads and memory are counted as planned with, and as
 * used now: the latter is what readings, and so scores, will show.
 */
export const RESOURCES = [
  "cpuThreads",
  "memoryBytes",
  "ioWaitFraction",
  "cpuPressureFraction",
  "ioPressureFraction",
  "memoryPressureFraction",
  "cpuAllocatedThreads",
  "memoryAllocatedBytes",
  "localDiskBytes",
  "cpuThreadsNow",
  "memoryBytesNow",
] as const;

/** Places in the typed arrays: `load[node * RESOURCE_COUNT + CPU]`. */
export const RESOURCE_COUNT = RESOURCES.length;
export const CPU = 0;
export const MEMORY = 1;
export const IO_WAIT = 2;
export const CPU_PRESSURE = 3;
export const IO_PRESSURE = 4;
export const MEMORY_PRESSURE = 5;
export const CPU_ALLOCATED = 6;
export const MEMORY_ALLOCATED = 7;
export const LOCAL_DISK = 8;
export const CPU_NOW = 9;
export const MEMORY_NOW = 10;

/**
 * What does not change while a plan is searched. Nodes are in the order of their names and guests in the order of their
 * VMIDs, so that the order of the input changes nothing.
 */
export interface ClusterModel {
  readonly input: PlanningInput;
  readonly nodes: readonly ModelNode[];
  readonly guests: readonly ModelGuest[];
  readonly nodeIndex: ReadonlyMap<string, number>;
  readonly guestIndex: ReadonlyMap<number, number>;
  /**
   * By node and resource, in the resource's unit; 1 for shares of time, threads for both CPU kinds, bytes for the rest.
   * 0 where it is not known: such a node is never a target.
   */
  readonly capacity: Float64Array;
  /** What the node carries besides its guests; may be a little below 0 where readings disagree. */
  readonly base: Float64Array;
  /** By guest and resource: what leaves the source and arrives at the target with the guest. 0 for a guest that does not run, but for disks. */
  readonly demand: Float64Array;
  /** By guest: index of the node where it is now, -1 for a node that is not in the snapshot. */
  readonly startNode: Int32Array;
  readonly rules: CompiledRules;
  readonly disks: DiskModel;
}

/** Storages by index (names ascending), and what guests have on them. A cdrom is no disk. */
export interface DiskModel {
  readonly storageIndex: ReadonlyMap<string, number>;
  /** By storage and node (`storage * nodes + node`): 1 where PVE lists the storage as available. */
  readonly present: Uint8Array;
  /** By storage and node: bytes free now; infinite where the size is not known. */
  readonly freeBytes: Float64Array;
  /** By guest: its disks on storages that are not shared; only these take room on a target. */
  readonly localDisks: readonly (readonly LocalDisk[])[];
  /** By guest: how much more its local disks take elsewhere than where they are now; 0 but for thin storages. */
  readonly growthBytes: Float64Array;
  /** By node: size and use of all its local storages that hold disks. */
  readonly totalBytes: Float64Array;
  readonly usedBytes: Float64Array;
}

export interface LocalDisk {
  /** Index of the storage. */
  readonly storage: number;
  /** What the disk may take on a target. */
  readonly sizeBytes: number;
  /** What it takes where it is now; less than its size on a thin storage. Whole bytes. */
  readonly takenBytes: number;
}

export interface ModelNode {
  readonly index: number;
  readonly node: Node;
  /** As scoring sees it now; `measuresAfter` shifts them by what guests bring or take. */
  readonly measures: NodeMeasures;
  readonly maintenance: boolean;
  readonly ignored: boolean;
  /** To be emptied: named by `evacuate` or in maintenance. */
  readonly evacuating: boolean;
  /** Online with known memory and threads, not in maintenance, not ignored, not being emptied. */
  readonly canReceive: boolean;
  readonly memoryReserveBytes: number;
  readonly migrationBytesPerSecond: number | null;
}

export interface ModelGuest {
  readonly index: number;
  readonly guest: Guest;
  /** Holds memory and CPU where it is: running, paused and all between. */
  readonly running: boolean;
  readonly priority: number;
  readonly configuredMemoryBytes: number;
  readonly cpuCount: number;
}
