import type { ClusterModel } from "../model/cluster-model";
import type { Placement } from "../model/placement";

/**
 * Why a guest may not go to a node. Codes are part of the plan's format: `notMoved[].reason`, `blocked[].reason`.
 */
export type RefusalCode =
  | "same-node"
  | "no-quorum"
  | "template"
  | "ignored-guest"
  | "held-guest"
  | "locked"
  | "backup-running"
  | "task-running"
  | "unknown-state"
  | "ha-state"
  | "native-balancer"
  | "passthrough"
  | "local-mount"
  | "source-offline"
  | "source-ignored"
  | "target-offline"
  | "target-maintenance"
  | "target-ignored"
  | "target-unreadable"
  | "sent-back"
  | "storage-missing"
  | "storage-content"
  | "storage-full"
  | "cpu-count"
  | "cpu-type"
  | "memory-headroom"
  | "cpu-headroom"
  | "cpu-overcommit"
  | "pin"
  | "affinity"
  | "anti-affinity"
  | "ha-rule";

export interface Refusal {
  readonly code: RefusalCode;
  /** One sentence with the figures that matter. */
  readonly detail: string;
  /** What an operator can do about it. */
  readonly fix: string;
}

/** What the move is for; a forced move (rule, capacity, evacuation, home) may fill a target further than an optional one. */
export type MovePurpose = "optional" | "forced";

/**
 * Refuses a guest for a target. A guard never looks at whether the move is useful.
 *
 * `code` answers in the hot path without building a sentence; `explain` is asked only when somebody reads it.
 */
export interface Guard {
  readonly codes: readonly RefusalCode[];
  /** `placement` when the answer depends on where other guests are; `model` when it never changes during planning. */
  readonly dependsOn: "model" | "placement";
  /** Of a guard that depends on the model alone: whether it looks at the guest, the target or both (the default). */
  readonly about?: "guest" | "target";
  readonly check: (question: GuardQuestion) => RefusalCode | null;
  readonly explain: (question: GuardQuestion, code: RefusalCode) => Refusal;
}

export interface GuardQuestion {
  readonly model: ClusterModel;
  readonly placement: Placement;
  /** Index into `model.guests`. */
  readonly guest: number;
  /** Index into `model.nodes`. */
  readonly target: number;
  readonly purpose: MovePurpose;
}
