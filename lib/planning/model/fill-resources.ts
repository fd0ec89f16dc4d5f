import { presentUse } from "../demand/present-use";
import type { PlanningInput } from "../planning-input";
import {
  type ClusterModel,
  CPU,
  CPU_ALLOCATED,
  CPU_NOW,
  CPU_PRESSURE,
  IO_PRESSURE,
  IO_WAIT,
  LOCAL_DISK,
  MEMORY,
  MEMORY_ALLOCATED,
  MEMORY_NOW,
  MEMORY_PRESSURE,
  type ModelGuest,
  type ModelNode,
  RESOURCE_COUNT,
} from "./cluster-model";
import { fillWaiting } from "./fill-waiting";

export type Resources = Pick<ClusterModel, "capacity" | "base" | "demand">;

export interface ModelParts {
  readonly input: PlanningInput;
  readonly nodes: readonly ModelNode[];
  readonly guests: readonly ModelGuest[];
  readonly startNode: Int32Array;
  readonly disks: ClusterModel["disks"];
}

/**
 * Capacity and base of every node and demand of every guest.
 *
 * The base is the node's reading less what its guests use by theirs: what the host takes for itself. It may be below 0 where
 * the readings disagree, but is 0 at least where the guests ask for more than there is: a reading stops at 100 %, and the plan
 * must not. What had to be assumed of a guest does not make the base negative either. The demand then takes the place of the
 * guest's reading, so that a node carries `base + Σ demand`; what it uses now is counted besides.
 */
export function fillResources(parts: ModelParts): Resources {
  const { nodes, guests, disks } = parts;
  const resources: Resources = {
    capacity: new Float64Array(nodes.length * RESOURCE_COUNT),
    base: new Float64Array(nodes.length * RESOURCE_COUNT),
    demand: new Float64Array(guests.length * RESOURCE_COUNT),
  };
  const uses = nodes.map((): GuestsUse => ({ cpu: none(), memory: none(), diskBytes: 0 }));
  for (const node of nodes) fillCapacity(node, disks, resources.capacity);
  for (const guest of guests)
    fillDemand(guest, parts, resources.demand, uses[parts.startNode[guest.index] ?? -1]);
  for (const node of nodes) fillBase(node, parts, resources, uses[node.index]);
  fillWaiting(parts, resources);
  return resources;
}

function fillCapacity({ index, node }: ModelNode, disks: ModelParts["disks"], capacity: Float64Array): void {
  const at = index * RESOURCE_COUNT;
  const threads = readable(node.cpuCount);
  const memory = readable(node.memoryTotalBytes);
  for (const resource of [CPU, CPU_NOW, CPU_ALLOCATED]) capacity[at + resource] = threads;
  for (const resource of [MEMORY, MEMORY_NOW, MEMORY_ALLOCATED]) capacity[at + resource] = memory;
  for (const resource of [IO_WAIT, CPU_PRESSURE, IO_PRESSURE, MEMORY_PRESSURE]) capacity[at + resource] = 1;
  capacity[at + LOCAL_DISK] = disks.totalBytes[index] ?? 0;
}

/** What the guests of one node use by their readings. */
interface GuestsUse {
  readonly cpu: Sum;
  readonly memory: Sum;
  diskBytes: number;
}

interface Sum {
  known: number;
  /** Of guests whose use was not read. */
  assumed: number;
}

function none(): Sum {
  return { known: 0, assumed: 0 };
}

function fillDemand(
  { index, guest, running, cpuCount, configuredMemoryBytes }: ModelGuest,
  { input, disks }: ModelParts,
  demand: Float64Array,
  use: GuestsUse | undefined,
): void {
  const at = index * RESOURCE_COUNT;
  const diskBytes = (disks.localDisks[index] ?? []).reduce((sum, disk) => sum + disk.takenBytes, 0);
  demand[at + LOCAL_DISK] = diskBytes;
  if (use) use.diskBytes += diskBytes;
  if (!running) return;

  const now = presentUse(guest);
  const planned = input.demands.get(guest.vmid) ?? now;
  demand[at + CPU] = planned.cpuThreads;
  demand[at + MEMORY] = planned.memoryBytes;
  demand[at + CPU_NOW] = now.cpuThreads;
  demand[at + MEMORY_NOW] = now.memoryBytes;
  demand[at + CPU_ALLOCATED] = cpuCount;
  demand[at + MEMORY_ALLOCATED] = configuredMemoryBytes;
  if (!use) return;
  use.cpu[now.cpuKnown ? "known" : "assumed"] += now.cpuThreads;
  use.memory[now.memoryKnown ? "known" : "assumed"] += now.memoryBytes;
}

function fillBase(
  { index, node }: ModelNode,
  { input, disks }: ModelParts,
  { capacity, base }: Resources,
  use: GuestsUse | undefined,
): void {
  const at = index * RESOURCE_COUNT;
  const own = input.nodePolicies.get(node.name)?.own;
  const online = node.status === "online";
  const threads = capacity[at + CPU] ?? 0;
  const cpu = online ? Math.min(1, readable(node.cpuFraction)) * threads : 0;
  const memory = online ? readable(node.memoryUsedBytes) : 0;
  base[at + CPU] = own?.cpuThreads ?? rest(cpu, use?.cpu, threads);
  base[at + MEMORY] = own?.memoryBytes ?? rest(memory, use?.memory, capacity[at + MEMORY] ?? 0);
  base[at + CPU_NOW] = base[at + CPU] ?? 0;
  base[at + MEMORY_NOW] = base[at + MEMORY] ?? 0;
  base[at + LOCAL_DISK] = Math.max(0, (disks.usedBytes[index] ?? 0) - (use?.diskBytes ?? 0));
}

/** What is left of a node's reading for the host, given what its guests use and what is assumed of them. */
function rest(reading: number, { known, assumed }: Sum = none(), capacity: number): number {
  const afterKnown = reading - known;
  const mayBeNegative = afterKnown <= 0 && known + assumed <= capacity;
  return mayBeNegative ? afterKnown : Math.max(0, afterKnown - assumed);
}

function readable(value: number | null): number {
  return value !== null && Number.isFinite(value) && value > 0 ? value : 0;
}
