import type { MoveEvidence, NodeFigures } from "./move-evidence";

const GIB = 1_073_741_824;

/** What each part counts for; together 100. */
const POINTS = {
  memory: 15,
  writing: 10,
  slowdown: 25,
  disks: 15,
  downtime: 10,
  pressure: 15,
  highAvailability: 10,
} as const;

/** Sizes at which a part is as risky as it can be. */
const MOST_MEMORY_BYTES = 64 * GIB;
const MOST_DISK_BYTES = 512 * GIB;
const MOST_DOWNTIME_SECONDS = 60;
const MOST_SLOWDOWN_FRACTION = 0.5;

/** A node becomes a risk to a move from this share in use on. */
const BUSY_FRACTION = 0.7;

export interface RiskParts {
  /** Each 0–1; see {@link moveRisk}. */
  readonly memory: number;
  readonly writing: number;
  readonly slowdown: number;
  readonly disks: number;
  readonly downtime: number;
  readonly pressure: number;
  readonly highAvailability: number;
}

/**
 * How much could go wrong on the way, a whole number from 0 to 100:
 * `15 memory + 10 writing + 25 slowdown + 15 disks + 10 downtime + 15 pressure + 10 HA`.
 *
 * - memory: what a live move has to copy, 64 GiB or more being 1
 * - writing: what the guest writes to memory in a second against the bandwidth; 1 when it writes as fast as can be sent
 * - slowdown: by how much the guest must be slowed down so that the copy catches up, half of its speed or more being 1
 * - disks: local disks that travel along, 512 GiB or more being 1
 * - downtime: 0.5 for a restart, and the expected downtime over a minute for the other half (for a live move, for all of it)
 * - pressure: the busier of source (before) and target (after), from 70 % in use (0) to 100 % (1), CPU or memory
 * - HA: 1 for a guest that the HA stack moves, because it can refuse, delay or move others along
 */
export function moveRisk(evidence: MoveEvidence): number {
  const parts = riskParts(evidence);
  return Math.round(
    POINTS.memory * parts.memory +
      POINTS.writing * parts.writing +
      POINTS.slowdown * parts.slowdown +
      POINTS.disks * parts.disks +
      POINTS.downtime * parts.downtime +
      POINTS.pressure * parts.pressure +
      POINTS.highAvailability * parts.highAvailability,
  );
}

/** The parts of {@link moveRisk}, each 0–1. */
export function riskParts({ figures, cost, source, target }: MoveEvidence): RiskParts {
  const live = figures.kind === "live";
  const standstill = within(cost.downtimeMs / 1_000 / MOST_DOWNTIME_SECONDS);
  return {
    memory: live ? within(figures.memoryBytes / MOST_MEMORY_BYTES) : 0,
    writing: live ? within(figures.dirtyBytesPerSecond / Math.max(1, figures.bytesPerSecond)) : 0,
    slowdown: within(cost.throttledFraction / MOST_SLOWDOWN_FRACTION),
    disks: within(figures.localDiskBytes / MOST_DISK_BYTES),
    downtime: figures.kind === "restart" ? 0.5 + 0.5 * standstill : standstill,
    pressure: Math.max(pressure(source.before), pressure(target.after)),
    highAvailability: figures.managedByHa ? 1 : 0,
  };
}

/** `low` up to 25, `moderate` up to 50, `high` up to 75, else `very high`. */
export function riskLevel(risk: number): "low" | "moderate" | "high" | "very high" {
  if (risk <= 25) return "low";
  if (risk <= 50) return "moderate";
  return risk <= 75 ? "high" : "very high";
}

function pressure({ cpuFraction, memoryFraction }: NodeFigures): number {
  return within((Math.max(cpuFraction, memoryFraction) - BUSY_FRACTION) / (1 - BUSY_FRACTION));
}

function within(share: number): number {
  return Number.isFinite(share) ? Math.min(1, Math.max(0, share)) : 0;
}
