import type { MoveKind } from "../plan";
import { type CostFactors, DEFAULT_COST_FACTORS } from "./cost-factors";

/** What a move has to carry, and over what. Figures that are not above 0 count as 0; a bandwidth as 1 byte a second. */
export interface MoveFigures {
  readonly kind: MoveKind;
  /** Memory that the guest's process holds; only a live move copies it. */
  readonly memoryBytes: number;
  /** Memory that the guest writes to in one second. */
  readonly dirtyBytesPerSecond: number;
  /** Disks that are not on shared storage, all together. */
  readonly localDiskBytes: number;
  /** Written to those disks while they are copied. */
  readonly diskWriteBytesPerSecond: number;
  /** Between source and target. */
  readonly bytesPerSecond: number;
  /** The HA stack moves the guest itself, in its next round. */
  readonly managedByHa: boolean;
}

/** What one move costs. */
export interface MoveCost {
  readonly seconds: number;
  /** Sent over the network, memory that is sent twice included. */
  readonly bytes: number;
  /** While nothing of the guest answers; 0 for a guest that does not run. */
  readonly downtimeMs: number;
  /** By how much the guest must be slowed down so that its memory can be copied, 0–0.99; 0 for most guests. */
  readonly throttledFraction: number;
  /**
   * What the move counts for where it is weighed against its benefit: its seconds, and for each second of work that the guest loses by being
   * slowed down five more.
   */
  readonly effortSeconds: number;
  /** False when even the strongest slow-down does not let the copy catch up: it ends with a long standstill. */
  readonly converges: boolean;
}

/** QEMU slows a guest down when a pass leaves more than this share of itself to be sent again. */
const PASS_LEFT_FRACTION = 0.5;

/** QEMU's strongest slow-down. */
const MOST_THROTTLED = 0.99;

/** QEMU slows down by one such step a pass. */
const THROTTLE_STEP = 0.1;

/** A second of work that a guest loses counts as so many seconds of copying. */
const LOST_SECOND_WEIGHT = 5;

/** Proxmox VE's limit for the standstill at the end; it doubles while the copy does not catch up. */
const DOWNTIME_LIMIT_SECONDS = 0.1;

/** What the switch to the target takes besides sending the last pages. */
const SWITCH_MS = 40;

/** Writes slow a disk's copy down, but never by more than this factor: the copy then waits for them in step. */
const MOST_DISK_PASSES = 4;

/**
 * Seconds, bytes and downtime of one move. With B bytes a second between the nodes and D bytes of local disks:
 *
 * - `live`: local disks first, `D / (1 − w/B)` for w bytes a second written to them, at most 4 × D. Then memory in passes:
 *   each sends what was written during the one before. With d bytes a second written and `r = d/B`, the passes add up to
 *   `M / (1 − r)` up to r = 0.5. Above that QEMU slows the guest down by `t = 1 − 0.5/r` in steps of 10 % a pass, in all
 *   `M × (2 + 10 t)`, t at most 0.99. The standstill at the end is 40 ms and the rest, at most `0.1 s × 2^(10 t)`.
 * - `restart` (a running container): its local volumes are copied while it is down; all of it is downtime.
 * - `offline`: only local disks; no downtime.
 *
 * `seconds = fixed seconds of the kind + seconds factor × bytes / B`, both from `factors`; `effortSeconds = seconds + 5 t × seconds of copying memory`.
 * More memory, more disks, more
 * writing or less bandwidth never costs less. Every result is finite and 0 or more.
 */
export function estimateMove(figures: MoveFigures, factors: CostFactors = DEFAULT_COST_FACTORS): MoveCost {
  const bytesPerSecond = Math.max(1, atLeastZero(figures.bytesPerSecond));
  const throttledFraction = throttled(figures, bytesPerSecond);
  const memory = memoryBytes(figures, bytesPerSecond, throttledFraction);
  const bytes = diskBytes(figures, bytesPerSecond) + memory;
  const lostSeconds = throttledFraction * factors.secondsFactor * (memory / bytesPerSecond);
  const seconds = fixedSeconds(figures, factors) + factors.secondsFactor * (bytes / bytesPerSecond);

  return {
    seconds,
    bytes,
    downtimeMs: downtimeMs(figures, { bytesPerSecond, throttledFraction, seconds }) * factors.downtimeFactor,
    throttledFraction,
    effortSeconds: seconds + LOST_SECOND_WEIGHT * lostSeconds,
    converges: throttledFraction < MOST_THROTTLED,
  };
}

function throttled({ kind, dirtyBytesPerSecond }: MoveFigures, bytesPerSecond: number): number {
  const rewritten = atLeastZero(dirtyBytesPerSecond) / bytesPerSecond;
  if (kind !== "live" || rewritten <= PASS_LEFT_FRACTION) return 0;
  return Math.min(MOST_THROTTLED, 1 - PASS_LEFT_FRACTION / rewritten);
}

function memoryBytes(figures: MoveFigures, bytesPerSecond: number, throttledFraction: number): number {
  if (figures.kind !== "live") return 0;
  const memory = atLeastZero(figures.memoryBytes);
  if (throttledFraction > 0)
    return memory * (1 / (1 - PASS_LEFT_FRACTION) + throttledFraction / THROTTLE_STEP);
  return memory / (1 - atLeastZero(figures.dirtyBytesPerSecond) / bytesPerSecond);
}

function diskBytes(figures: MoveFigures, bytesPerSecond: number): number {
  const disks = atLeastZero(figures.localDiskBytes);
  if (figures.kind !== "live" || disks === 0) return disks;
  const written = atLeastZero(figures.diskWriteBytesPerSecond) / bytesPerSecond;
  return disks / Math.max(1 / MOST_DISK_PASSES, 1 - written);
}

function fixedSeconds({ kind, managedByHa }: MoveFigures, factors: CostFactors): number {
  return factors.fixedSeconds[kind] + (managedByHa ? factors.haSeconds : 0);
}

interface Transfer {
  readonly bytesPerSecond: number;
  readonly throttledFraction: number;
  readonly seconds: number;
}

function downtimeMs(
  { kind, memoryBytes: memory }: MoveFigures,
  { bytesPerSecond, throttledFraction, seconds }: Transfer,
): number {
  if (kind === "offline") return 0;
  if (kind === "restart") return seconds * 1_000;
  const limitSeconds = DOWNTIME_LIMIT_SECONDS * 2 ** (throttledFraction / THROTTLE_STEP);
  return SWITCH_MS + Math.min(atLeastZero(memory) / bytesPerSecond, limitSeconds) * 1_000;
}

function atLeastZero(value: number): number {
  return Number.isFinite(value) && value > 0 ? value : 0;
}
