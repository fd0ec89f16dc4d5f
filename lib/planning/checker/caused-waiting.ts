import { holdsResources } from "@/lib/inventory/is-guest-running";
import type { Guest, Node } from "@/lib/inventory/snapshot";
import type { PlanningInput } from "../planning-input";
import { readable, type Use } from "./use";

type Waiting = Pick<Use, "ioWait" | "cpuPressure" | "ioPressure" | "memoryPressure">;

export interface NodeWaiting {
  /** What of the node's waiting no guest is known to cause. */
  readonly own: Waiting;
  /** By VMID. */
  readonly guests: ReadonlyMap<number, Waiting>;
}

/** A guest with less disk traffic than a MiB a second is not known to cause IO wait. */
const BUSY_BYTES_PER_SECOND = 1_048_576;

/**
 * Splits a node's IO wait and pressure into what its guests cause and the rest. A guest causes as much as its own pressure
 * says; where no guest shows any for IO, the busy ones (without a reading of their own) share it by disk traffic. Together they never
 * cause more than there is.
 */
export function causedWaiting(node: Node, guests: readonly Guest[], input: PlanningInput): NodeWaiting {
  const here = guests.filter(holdsResources);
  const policyOf = ({ vmid }: Guest) => input.guestPolicies.get(vmid);
  const online = node.status === "online";
  const pressure = online ? node.pressure : null;
  const totals: Waiting = {
    ioWait: fraction(online ? node.ioWaitFraction : null),
    cpuPressure: fraction(pressure?.cpuSomeFraction),
    ioPressure: fraction(pressure?.ioSomeFraction),
    memoryPressure: fraction(pressure?.memorySomeFraction),
  };
  const ownIo = here.map((guest) => fraction(policyOf(guest)?.ioPressureFraction));
  const traffic = ownIo.some((value) => value > 0) ? null : trafficShares(here, input);
  const io = (total: number) => traffic?.map((part) => part * total) ?? ownIo;
  const parts = {
    ioWait: fitted(io(totals.ioWait), totals.ioWait),
    ioPressure: fitted(io(totals.ioPressure), totals.ioPressure),
    cpuPressure: fitted(
      here.map((guest) => fraction(policyOf(guest)?.cpuPressureFraction)),
      totals.cpuPressure,
    ),
    memoryPressure: fitted(
      here.map((guest) => fraction(policyOf(guest)?.memoryPressureFraction)),
      totals.memoryPressure,
    ),
  };
  return {
    own: {
      ioWait: totals.ioWait - sum(parts.ioWait),
      cpuPressure: totals.cpuPressure - sum(parts.cpuPressure),
      ioPressure: totals.ioPressure - sum(parts.ioPressure),
      memoryPressure: totals.memoryPressure - sum(parts.memoryPressure),
    },
    guests: new Map(
      here.map(({ vmid }, index) => [
        vmid,
        {
          ioWait: parts.ioWait[index] ?? 0,
          cpuPressure: parts.cpuPressure[index] ?? 0,
          ioPressure: parts.ioPressure[index] ?? 0,
          memoryPressure: parts.memoryPressure[index] ?? 0,
        },
      ]),
    ),
  };
}

function trafficShares(guests: readonly Guest[], input: PlanningInput): readonly number[] {
  const rates = guests.map((guest) => {
    const own = input.guestPolicies.get(guest.vmid)?.ioPressureFraction ?? null;
    const rate =
      (readable(guest.diskReadBytesPerSecond) ?? 0) + (readable(guest.diskWriteBytesPerSecond) ?? 0);
    return own === null && rate >= BUSY_BYTES_PER_SECOND ? rate : 0;
  });
  const all = sum(rates);
  return rates.map((rate) => (all > 0 ? rate / all : 0));
}

function fitted(causes: readonly number[], total: number): readonly number[] {
  const all = sum(causes);
  return all > total ? causes.map((cause) => (cause * total) / all) : causes;
}

function fraction(value: number | null | undefined): number {
  return Math.min(1, readable(value) ?? 0);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
