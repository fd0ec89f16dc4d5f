import { noise } from "../random";
import type { GuestUse, NodeState, PressureState } from "./state";

/** What a node reports when its guests together use this much. */
export interface NodeUse {
  readonly cpu: number;
  readonly iowait: number;
  readonly memory: number;
  readonly load: readonly [number, number, number];
  readonly pressure: PressureState;
  /** Bytes per second. */
  readonly netIn: number;
  readonly netOut: number;
}

export function nodeUseAt(node: NodeState, guests: GuestUse, seed: number, at: number): NodeUse {
  const { spec } = node;
  const wobble = noise(seed, node.nodeId, Math.floor(at / 10), 3) - 0.5;
  const demand = spec.baseCpu * (1 + 0.2 * wobble) + guests.cores / spec.cores;
  const cpu = Math.min(1, demand);
  const memory = Math.min(spec.memory, spec.baseMemory + guests.memory);
  const iowait = Math.min(1 - cpu, spec.iowait * (1 + 0.5 * wobble));
  const runnable = spec.cores * (demand + iowait * 2);

  return {
    cpu,
    iowait: Math.max(0, iowait),
    memory: Math.round(memory),
    load: [
      hundredth(runnable * (1 + 0.3 * wobble)),
      hundredth(runnable * (1 + 0.1 * wobble)),
      hundredth(runnable),
    ],
    pressure: pressureAt(node, demand, memory / spec.memory, wobble),
    netIn: guests.netIn + 5_000,
    netOut: guests.netOut + 8_000,
  };
}

function pressureAt(node: NodeState, demand: number, memoryShare: number, wobble: number): PressureState {
  const { pressure, iowait } = node.spec;
  const jitter = 1 + 0.3 * wobble;
  return {
    cpuSome: share(Math.max(pressure.cpuSome, 0.03 * demand + above(demand, 0.8) * 1.5) * jitter),
    ioSome: share(Math.max(pressure.ioSome, iowait * 0.8) * jitter),
    ioFull: share(Math.max(pressure.ioFull, iowait * 0.6) * jitter),
    memorySome: share(Math.max(pressure.memorySome, above(memoryShare, 0.9)) * jitter),
    memoryFull: share(Math.max(pressure.memoryFull, above(memoryShare, 0.94)) * jitter),
  };
}

function above(value: number, limit: number): number {
  return Math.max(0, value - limit);
}

function share(value: number): number {
  return Math.min(1, Math.max(0, value));
}

function hundredth(value: number): number {
  return Math.round(value * 100) / 100;
}
