import type { MoveKind } from "../plan";

/** What a cluster's own past moves teach about the model in `estimateMove`. */
export interface CostFactors {
  /** Seconds that were needed / seconds that the bytes should have taken; 1 when nothing is known. */
  readonly secondsFactor: number;
  /** Downtime that was seen / downtime that was expected. */
  readonly downtimeFactor: number;
  /** What each kind takes whatever its size is: start on the target, tunnel, hand-over. */
  readonly fixedSeconds: Readonly<Record<MoveKind, number>>;
  /** Until the HA stack has taken up its order and begun. */
  readonly haSeconds: number;
  /** Relative spread of past predictions around what happened, 0–1: how far the estimate may be off. */
  readonly spreadFraction: number;
}

/** From complete task logs of Proxmox VE 8 and 9; good to a factor of about 1.5 before anything was learned. */
export const DEFAULT_COST_FACTORS: CostFactors = {
  secondsFactor: 1,
  downtimeFactor: 1,
  fixedSeconds: { live: 7, restart: 12, offline: 2 },
  haSeconds: 15,
  spreadFraction: 0.5,
};
