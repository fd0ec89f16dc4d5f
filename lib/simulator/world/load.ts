import type { ScenarioGuest, ScenarioLoad } from "@/lib/inventory/scenario/scenario-guest";
import { usedMemory } from "@/lib/inventory/scenario/snapshot-from-scenario";
import { hashNumbers, noise } from "../random";
import type { GuestUse } from "./state";

const DAY = 86_400;

/**
 * What a running guest uses at a moment. Depends only on its arguments, so the past can be told as
 * well as the present: history and live figures come from the same function.
 */
export function guestUseAt(guest: ScenarioGuest, seed: number, at: number, origin: number): GuestUse {
  const smooth = smoothUseAt(guest, seed, at, origin);
  const capacity = guest.cores * guest.sockets;
  const wobble = smooth.measured ? 1 : 1 + 0.06 * (noise(seed, guest.vmid, Math.floor(at / 10)) - 0.5);
  const cores = clamp(smooth.cores * wobble, 0, capacity);
  const memory = smooth.memory * (smooth.measured ? 1 : 1 + slowWobble(guest.vmid, seed, at));

  const traffic = trafficFactor(guest.vmid, seed);
  const busy = cores / capacity;
  const burst = 0.7 + 0.6 * noise(seed, guest.vmid, Math.floor(at / 10), 2);
  return {
    cores,
    memory: Math.round(clamp(memory, Math.min(guest.memory, 16_777_216), guest.memory)),
    netIn: (400 + busy * 2_500_000 * traffic) * burst,
    netOut: (250 + busy * 1_800_000 * traffic) * burst,
    diskRead: busy * 900_000 * traffic * burst,
    diskWrite: (1_200 + busy * 1_400_000 * traffic) * burst,
  };
}

interface SmoothUse {
  readonly cores: number;
  readonly memory: number;
  /** Out of a trace, which is told as it was. */
  readonly measured: boolean;
}

/** The use that the load means, without the small ups and downs that every reading has. */
export function smoothUseAt(guest: ScenarioGuest, seed: number, at: number, origin: number): SmoothUse {
  const { load, vmid } = guest;
  const shape = loadShape(load, vmid, seed, at, origin);
  const base = baseOf(guest, seed, origin);
  return {
    cores: shape.cores ?? base.cores * shape.cpu,
    memory: shape.bytes ?? base.memory * shape.memory,
    measured: shape.cores !== undefined,
  };
}

const bases = new WeakMap<ScenarioGuest, { readonly cores: number; readonly memory: number }>();

/** What a load swings around: the use as given, or what makes it right for the moment that is given with it. */
function baseOf(guest: ScenarioGuest, seed: number, origin: number): { cores: number; memory: number } {
  const known = bases.get(guest);
  if (known) return known;
  const at = guest.usedAt === undefined ? null : Date.parse(guest.usedAt) / 1_000;
  const then = at === null ? STEADY : loadShape(guest.load, guest.vmid, seed, at, origin);
  const base = {
    cores: guest.cpuUsed / Math.max(0.02, then.cpu),
    memory: runningMemory(guest) / Math.max(0.02, then.memory),
  };
  bases.set(guest, base);
  return base;
}

/** Memory of a guest while it runs, also for one that the scenario begins stopped. */
function runningMemory(guest: ScenarioGuest): number {
  return guest.status === "stopped" ? (guest.memoryUsed ?? guest.memory / 2) : usedMemory(guest);
}

interface LoadShape {
  /** Factor on the guest's usual use. */
  readonly cpu: number;
  readonly memory: number;
  /** Absolute values, from a trace. */
  readonly cores?: number;
  readonly bytes?: number;
}

const STEADY: LoadShape = { cpu: 1, memory: 1 };

function loadShape(load: ScenarioLoad, vmid: number, seed: number, at: number, origin: number): LoadShape {
  switch (load.kind) {
    case "steady":
      return STEADY;
    case "sine": {
      const wave = Math.sin(2 * Math.PI * (at / load.period + load.phase));
      return { cpu: 1 + load.amplitude * wave, memory: 1 + 0.05 * load.amplitude * wave };
    }
    case "daily":
      return dailyShape(load, at);
    case "bursty": {
      const offset = noise(seed, vmid, 7) * load.every;
      const inBurst = positiveModulo(at + offset, load.every) < load.length;
      return inBurst ? { cpu: load.factor, memory: 1.02 } : STEADY;
    }
    case "growing": {
      const factor = Math.max(0.05, 1 + (load.perDay * (at - origin)) / DAY);
      return {
        cpu: load.resource === "memory" ? 1 : factor,
        memory: load.resource === "cpu" ? 1 : factor,
      };
    }
    case "trace":
      return traceShape(load.points ?? [], at - origin);
  }
}

function dailyShape(load: Extract<ScenarioLoad, { kind: "daily" }>, at: number): LoadShape {
  const hours = positiveModulo(at, DAY) / 3600;
  // A day's working hours are a broad hill: the cosine is flattened at night.
  const hill = Math.cos((2 * Math.PI * (hours - load.peakHour)) / 24);
  const week = 1 + (load.weekend - 1) * weekendShare(at);
  const shape = (1 + load.amplitude * (hill < 0 ? hill * 0.8 : hill)) * week;
  return { cpu: Math.max(0.02, shape), memory: 1 + 0.04 * load.amplitude * hill };
}

/** Hours around midnight in which a weekend comes and goes. */
const TURN_HOURS = 8;

/** How much of a weekend it is, from 0 to 1: people go home on Friday evening, not at the stroke of midnight. */
function weekendShare(at: number): number {
  // The epoch was a Thursday; counted from there, Saturday begins after 48 hours and Monday after 96.
  const hours = positiveModulo(at / 3600, 168);
  return rise(hours - 48) * (1 - rise(hours - 96));
}

/** From 0 to 1 in the hours around 0, without a corner. */
function rise(hours: number): number {
  const share = clamp(hours / TURN_HOURS + 0.5, 0, 1);
  return share * share * (3 - 2 * share);
}

function traceShape(
  points: readonly { at: number; cpu: number; memory?: number | undefined }[],
  since: number,
): LoadShape {
  const last = points.at(-1);
  if (!last) return STEADY;
  const time = last.at > 0 ? positiveModulo(since, last.at) : 0;
  const point = points.findLast((candidate) => candidate.at <= time) ?? points[0];
  return { ...STEADY, cores: point?.cpu, bytes: point?.memory };
}

function slowWobble(vmid: number, seed: number, at: number): number {
  return 0.012 * (noise(seed, vmid, Math.floor(at / 60), 1) - 0.5);
}

/** Guests differ in how much traffic a busy core means: from a tenth to four times the usual. */
function trafficFactor(vmid: number, seed: number): number {
  return 0.1 + (hashNumbers(seed, vmid, 11) % 1000) / 256;
}

function positiveModulo(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
