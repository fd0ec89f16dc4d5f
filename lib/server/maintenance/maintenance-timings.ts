import "server-only";

/** How long emptying a node and bringing guests home wait for what. */
export interface MaintenanceTimings {
  /** Between two looks while something is under way. */
  readonly pauseMs: number;
  /** One turn of the job looks again and again for so long. */
  readonly sliceMs: number;
  /** Between two looks while something keeps it from going on. */
  readonly idleMs: number;
  /** A move that failed is not tried again on the same node before. */
  readonly retryMs: number;
  readonly mostTries: number;
  /** Shut-downs and starts side by side. */
  readonly mostPowerTasks: number;
  /** How long a guest has to shut down before Proxmox VE gives up. */
  readonly shutdownSeconds: number;
  /** A request that has not left by then is not sent any more. */
  readonly intentValidMs: number;
  /** The longest time that PVE can hold a request before it begins to work on it. */
  readonly holdMs: number;
  /** After so long of looking in vain it is said that a person has to look. */
  readonly lookupLimitMs: number;
  /** After its task a guest has so long to be off or on. */
  readonly settleMs: number;
  /** HA carries a stop or a start out by itself, after its own rounds. */
  readonly haMs: number;
  /** What passes by itself, such as a lock, may keep guests from leaving or going home for so long. */
  readonly passingMs: number;
  readonly leaseMs: number;
}

export const MAINTENANCE_TIMINGS: MaintenanceTimings = {
  pauseMs: 1_500,
  sliceMs: 8_000,
  idleMs: 10_000,
  retryMs: 20_000,
  mostTries: 3,
  mostPowerTasks: 4,
  shutdownSeconds: 180,
  intentValidMs: 10_000,
  holdMs: 120_000,
  lookupLimitMs: 10 * 60_000,
  settleMs: 60_000,
  haMs: 6 * 60_000,
  passingMs: 3 * 60_000,
  leaseMs: 12_000,
};
