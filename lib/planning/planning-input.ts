import type { Snapshot } from "@/lib/inventory/snapshot";
import type { HourlyReading } from "@/lib/scoring/hourly-reading";
import type { ScoringSettings } from "@/lib/scoring/scoring-settings";
import type { PlanWarning } from "./plan";
import type { PlanningSettings } from "./planning-settings";
import type { PlacementRule } from "./rules/placement-rule";

/** Everything a plan is made from. The same input gives the same plan, to the byte. */
export interface PlanningInput {
  readonly snapshot: Snapshot;
  /** Of nodes, by name; up to three weeks. */
  readonly history: ReadonlyMap<string, readonly HourlyReading[]>;
  /** What guests need beyond the newest reading, by VMID; a guest without an entry needs what it uses now. */
  readonly demands: ReadonlyMap<number, GuestDemand>;
  readonly nodePolicies: ReadonlyMap<string, NodePolicy>;
  readonly guestPolicies: ReadonlyMap<number, GuestPolicy>;
  /** From the page, from tags and pools, and from PVE's own HA rules, in that order. */
  readonly rules: readonly PlacementRule[];
  /** Names of nodes to empty. A node in maintenance is to be emptied too. */
  readonly evacuate: readonly string[];
  readonly settings: PlanningSettings;
  readonly scoringSettings: ScoringSettings;
  /** How far estimates of seconds may be off, 0–1, from this cluster's own past moves; absent where too few are known. */
  readonly costSpreadFraction?: number;
  /** What was found odd while the input was made, such as a pin to a node that is not there. */
  readonly warnings?: readonly PlanWarning[];
}

/** A robust percentile of a guest's recent use. */
export interface GuestDemand {
  readonly cpuThreads: number;
  readonly memoryBytes: number;
}

export interface NodePolicy {
  /** Never a target, and to be emptied. */
  readonly maintenance: boolean;
  /** Neither source nor target of any move; its load still counts. */
  readonly ignored: boolean;
  /** Memory to keep free for the host. */
  readonly memoryReserveBytes: number;
  /** Between this node and another; null where it is not known. */
  readonly migrationBytesPerSecond: number | null;
  /**
   * What the host itself uses. Absent: the node's reading less its guests'. Where it is known, a node whose reading stops at
   * 100 % is planned with all that its guests ask for.
   */
  readonly own?: GuestDemand;
}

export interface GuestPolicy {
  /** Higher goes first where an order must be chosen. */
  readonly priority: number;
  /** Memory written while migrating; null where it is not known. */
  readonly dirtyBytesPerSecond: number | null;
  /** The guest's own pressure readings, shares of time; null where they are not known. */
  readonly cpuPressureFraction: number | null;
  readonly ioPressureFraction: number | null;
  readonly memoryPressureFraction: number | null;
  /** Not to be moved before this moment (cooldown), Unix milliseconds; null when free. */
  readonly heldUntilMs: number | null;
  /** A node it left lately and must not be sent back to for balance's sake; null when there is none. */
  readonly notBackTo: string | null;
  /** Somebody left it on purpose on a node in maintenance: that node need not be emptied of it. */
  readonly leftOnPurpose?: boolean;
}
