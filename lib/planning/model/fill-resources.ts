import { presentUse } from "../demand/present-use";
import type { PlanningInput } from "../planning-input";
import {
  type ClusterModel,
  CPU,
  CPU_ALLOCATED,
  CPU_PRESSURE,
  IO_PRESSURE,
  IO_WAIT,
  LOCAL_DISK,
  MEMORY,
  MEMORY_ALLOCATED,
  MEMORY_PRESSURE,
  type ModelGuest,
  type ModelNode,
  RESOURCE_COUNT,
} from "./cluster-model";

/** A guest with less disk traffic than this is not known to cause IO wait. */
const BUSY_DISK_BYTES_PER_SECOND = 1_048_576;

type Resources = Pick<ClusterModel, "capacity" | "base" | "demand">;

interface Filled {
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
 * guest's reading, so that a node carries `base + Σ demand`.
 */
export function fillResources(filled: Filled): Resources {
  const { nodes, guests } = filled;
  const resources: Resources = {
    capacity: new Float64Array(nodes.length * RESOURCE_COUNT),
    base: new Float64Array(nodes.length * RESOURCE_COUNT),
    demand: new Float64Array(guests.length * RESOURCE_COUNT),
  };
  for (const node of nodes) fillCapacity(node, filled, resources);
  fillUse(filled, resources);
  fillWaiting(filled, resources);
  return resources;
}

function fillCapacity({ index, node }: ModelNode, { disks }: Filled, { capacity }: Resources): void {
  const at = index * RESOURCE_COUNT;
  const threads = readable(node.cpuCount);
  const memory = readable(node.memoryTotalBytes);
  capacity[at + CPU] = threads;
  capacity[at + CPU_ALLOCATED] = threads;
  capacity[at + MEMORY] = memory;
  capacity[at + MEMORY_ALLOCATED] = memory;
  for (const resource of [IO_WAIT, CPU_PRESSURE, IO_PRESSURE, MEMORY_PRESSURE]) capacity[at + resource] = 1;
  capacity[at + LOCAL_DISK] = disks.totalBytes[index] ?? 0;
}

function fillUse({ input, nodes, guests, startNode, disks }: Filled, { capacity, base, demand }: Resources) {
  const known = new Float64Array(nodes.length * 2);
  const assumed = new Float64Array(nodes.length * 2);
  const diskTaken = new Float64Array(nodes.length);
  for (const { index, guest, running, cpuCount, configuredMemoryBytes } of guests) {
    const at = index * RESOURCE_COUNT;
    const node = startNode[index] ?? -1;
    const taken = (disks.localDisks[index] ?? []).reduce((sum, disk) => sum + disk.takenBytes, 0);
    demand[at + LOCAL_DISK] = taken;
    if (node >= 0) diskTaken[node] = (diskTaken[node] ?? 0) + taken;
    if (!running) continue;

    const now = presentUse(guest);
    const planned = input.demands.get(guest.vmid) ?? now;
    demand[at + CPU] = planned.cpuThreads;
    demand[at + MEMORY] = planned.memoryBytes;
    demand[at + CPU_ALLOCATED] = cpuCount;
    demand[at + MEMORY_ALLOCATED] = configuredMemoryBytes;
    if (node < 0) continue;
    add(now.cpuKnown ? known : assumed, node * 2, now.cpuThreads);
    add(now.memoryKnown ? known : assumed, node * 2 + 1, now.memoryBytes);
  }
  for (const { index, node } of nodes) {
    const at = index * RESOURCE_COUNT;
    const own = input.nodePolicies.get(node.name)?.own;
    const threads = capacity[at + CPU] ?? 0;
    const online = node.status === "online";
    const cpu = online ? share(node.cpuFraction) * threads : 0;
    const memory = online ? readable(node.memoryUsedBytes) : 0;
    base[at + CPU] = own?.cpuThreads ?? rest(cpu, known[index * 2], assumed[index * 2], threads);
    base[at + MEMORY] =
      own?.memoryBytes ?? rest(memory, known[index * 2 + 1], assumed[index * 2 + 1], capacity[at + MEMORY]);
    base[at + LOCAL_DISK] = Math.max(0, (disks.usedBytes[index] ?? 0) - (diskTaken[index] ?? 0));
  }
}

/** What is left of a node's reading for the host, given what its guests use and what is assumed of them. */
function rest(reading: number, known = 0, assumed = 0, capacity = 0): number {
  const afterKnown = reading - known;
  if (known + assumed > capacity) return Math.max(0, afterKnown - assumed);
  return afterKnown > 0 ? Math.max(0, afterKnown - assumed) : afterKnown;
}

/**
 * IO wait and pressure: each guest takes with it what it is known to cause, never more than the node has of it. A guest's own
 * pressure is that; where no guest of the node shows any for IO, its share of the node's disk traffic is.
 */
function fillWaiting({ input, nodes, guests, startNode }: Filled, { base, demand }: Resources): void {
  const byNode: ModelGuest[][] = nodes.map(() => []);
  for (const guest of guests) if (guest.running) byNode[startNode[guest.index] ?? -1]?.push(guest);

  for (const { index, node } of nodes) {
    const here = byNode[index] ?? [];
    const policies = here.map(({ guest }) => input.guestPolicies.get(guest.vmid));
    const cpu = policies.map((policy) => share(policy?.cpuPressureFraction ?? null));
    const io = policies.map((policy) => share(policy?.ioPressureFraction ?? null));
    const memory = policies.map((policy) => share(policy?.memoryPressureFraction ?? null));
    const pressure = node.status === "online" ? node.pressure : null;
    const ioWait = node.status === "online" ? share(node.ioWaitFraction) : 0;
    const put = (resource: number, total: number, causes: readonly number[]) => {
      const caused = causes.reduce((sum, cause) => sum + cause, 0);
      const scale = caused > total ? total / caused : 1;
      for (const [place, cause] of causes.entries()) {
        const guest = here[place];
        if (guest) demand[guest.index * RESOURCE_COUNT + resource] = cause * scale;
      }
      base[index * RESOURCE_COUNT + resource] = Math.max(0, total - caused * scale);
    };
    const traffic = io.some((cause) => cause > 0) ? null : trafficShares(here, policies);
    put(CPU_PRESSURE, share(pressure?.cpuSomeFraction ?? null), cpu);
    put(MEMORY_PRESSURE, share(pressure?.memorySomeFraction ?? null), memory);
    const ioSome = share(pressure?.ioSomeFraction ?? null);
    put(IO_PRESSURE, ioSome, traffic?.map((part) => part * ioSome) ?? io);
    put(IO_WAIT, ioWait, traffic?.map((part) => part * ioWait) ?? io);
  }
}

/** Each guest's share of the disk traffic of those that have much of it; a guest that says it never waits has none. */
function trafficShares(
  here: readonly ModelGuest[],
  policies: readonly ({ readonly ioPressureFraction: number | null } | undefined)[],
): readonly number[] {
  const rates = here.map(({ guest }, place) => {
    if ((policies[place]?.ioPressureFraction ?? null) !== null) return 0;
    const rate = readable(guest.diskReadBytesPerSecond) + readable(guest.diskWriteBytesPerSecond);
    return rate >= BUSY_DISK_BYTES_PER_SECOND ? rate : 0;
  });
  const sum = rates.reduce((total, rate) => total + rate, 0);
  return sum > 0 ? rates.map((rate) => rate / sum) : rates;
}

function add(sums: Float64Array, place: number, value: number): void {
  sums[place] = (sums[place] ?? 0) + value;
}

function readable(value: number | null): number {
  return value !== null && Number.isFinite(value) && value > 0 ? value : 0;
}

function share(value: number | null): number {
  return Math.min(1, readable(value));
}
