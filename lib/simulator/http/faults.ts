import type { ScenarioEvent } from "@/lib/inventory/scenario/scenario-events";

const API_FAULTS = ["api-latency", "api-error", "api-garbage", "hang"] as const;

export type ApiFault = Extract<ScenarioEvent, { do: (typeof API_FAULTS)[number] }>;

export function isApiFault(event: ScenarioEvent): event is ApiFault {
  return API_FAULTS.some((name) => name === event.do);
}

interface ActiveFault {
  readonly fault: ApiFault;
  readonly endsAt: number;
  timesLeft: number;
}

/** Faults of the API itself that are in force. */
export class Faults {
  #active: ActiveFault[] = [];

  add(fault: ApiFault, now: number): void {
    this.#active.push({
      fault,
      endsAt: fault.seconds === undefined ? Number.POSITIVE_INFINITY : now + fault.seconds,
      timesLeft: fault.times ?? Number.POSITIVE_INFINITY,
    });
  }

  clear(): void {
    this.#active = [];
  }

  /** Those that meet this call; each meeting counts. */
  meet(path: string, now: number): ApiFault[] {
    this.#active = this.#active.filter(({ endsAt, timesLeft }) => endsAt > now && timesLeft > 0);
    return this.#active
      .filter(({ fault }) => reaches(fault, path))
      .map((active) => {
        active.timesLeft -= 1;
        return active.fault;
      });
  }
}

function reaches(fault: ApiFault, path: string): boolean {
  if (fault.node !== undefined && !`${path}/`.startsWith(`/nodes/${fault.node}/`)) return false;
  return fault.path === undefined || path.includes(fault.path);
}
