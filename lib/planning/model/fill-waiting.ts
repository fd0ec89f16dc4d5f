import type { Node } from "@/lib/inventory/snapshot";
import type { GuestPolicy } from "../planning-input";
import {
  CPU_PRESSURE,
  IO_PRESSURE,
  IO_WAIT,
  MEMORY_PRESSURE,
  type ModelGuest,
  RESOURCE_COUNT,
} from "./cluster-model";
import type { ModelParts, Resources } from "./fill-resources";

/** A guest with less disk traffic than this is not known to cause IO wait. */
const BUSY_DISK_BYTES_PER_SECOND = 1_048_576;

/**
 * IO wait and pressure: each guest takes with it what it is known to cause, never more than the node has of it; the rest is
 * the node's base and stays. What a guest causes is its own pressure; where no guest of the node shows any for IO, it is the
 * guest's share of the node's disk traffic.
 */
export function fillWaiting({ input, nodes, guests, startNode }: ModelParts, resources: Resources): void {
  const byNode: Tenant[][] = nodes.map(() => []);
  for (const guest of guests) {
    if (!guest.running) continue;
    byNode[startNode[guest.index] ?? -1]?.push({ guest, policy: input.guestPolicies.get(guest.guest.vmid) });
  }
  for (const { index, node } of nodes) {
    const tenants = byNode[index] ?? [];
    const waiting = waitingOf(node);
    const io = ioCauses(tenants);
    const put = (resource: number, total: number, causes: readonly number[]) =>
      attribute({ tenants, node: index, resource, total, causes }, resources);
    put(
      CPU_PRESSURE,
      waiting.cpu,
      tenants.map(({ policy }) => share(policy?.cpuPressureFraction)),
    );
    put(
      MEMORY_PRESSURE,
      waiting.memory,
      tenants.map(({ policy }) => share(policy?.memoryPressureFraction)),
    );
    put(IO_PRESSURE, waiting.io, io(waiting.io));
    put(IO_WAIT, waiting.ioWait, io(waiting.ioWait));
  }
}

interface Tenant {
  readonly guest: ModelGuest;
  readonly policy: GuestPolicy | undefined;
}

function waitingOf({ status, pressure, ioWaitFraction }: Node) {
  const online = status === "online";
  return {
    cpu: online ? share(pressure?.cpuSomeFraction) : 0,
    memory: online ? share(pressure?.memorySomeFraction) : 0,
    io: online ? share(pressure?.ioSomeFraction) : 0,
    ioWait: online ? share(ioWaitFraction) : 0,
  };
}

interface Attribution {
  readonly tenants: readonly Tenant[];
  readonly node: number;
  readonly resource: number;
  /** Share of time that the node waits. */
  readonly total: number;
  /** Share of time by tenant. */
  readonly causes: readonly number[];
}

function attribute({ tenants, node, resource, total, causes }: Attribution, { base, demand }: Resources) {
  const caused = causes.reduce((sum, cause) => sum + cause, 0);
  const scale = caused > total ? total / caused : 1;
  for (const [place, { guest }] of tenants.entries()) {
    demand[guest.index * RESOURCE_COUNT + resource] = (causes[place] ?? 0) * scale;
  }
  base[node * RESOURCE_COUNT + resource] = Math.max(0, total - caused * scale);
}

/** What each tenant causes of a share of time that the node waits for IO. */
function ioCauses(tenants: readonly Tenant[]): (total: number) => readonly number[] {
  const pressure = tenants.map(({ policy }) => share(policy?.ioPressureFraction));
  if (pressure.some((cause) => cause > 0)) return () => pressure;
  const rates = tenants.map(diskRate);
  const sum = rates.reduce((total, rate) => total + rate, 0);
  return (total) => rates.map((rate) => (sum > 0 ? (rate / sum) * total : 0));
}

/** Bytes a second of a guest with much disk traffic; 0 for the others and for one that says it never waits. */
function diskRate({ guest: { guest }, policy }: Tenant): number {
  if (policy && policy.ioPressureFraction !== null) return 0;
  const rate = readable(guest.diskReadBytesPerSecond) + readable(guest.diskWriteBytesPerSecond);
  return rate >= BUSY_DISK_BYTES_PER_SECOND ? rate : 0;
}

function readable(value: number | null | undefined): number {
  return value !== null && value !== undefined && Number.isFinite(value) && value > 0 ? value : 0;
}

function share(value: number | null | undefined): number {
  return Math.min(1, readable(value));
}
