export const INVENTORY_EVENT_KINDS = [
  "guest-started",
  "guest-stopped",
  "guest-moved",
  "guest-created",
  "guest-removed",
  "guest-renamed",
  "guest-locked",
  "guest-unlocked",
  "guest-state-changed",
  "node-up",
  "node-down",
  "node-added",
  "node-removed",
  "node-rebooted",
  "quorum-lost",
  "quorum-regained",
  "storage-added",
  "storage-removed",
  "storage-full",
  "storage-unavailable",
  "storage-available",
  "task-failed",
  "cluster-unreachable",
  "cluster-reachable",
  "pve-upgraded",
  "ha-state-changed",
  "ha-rule-conflict",
  "maintenance-started",
  "maintenance-ended",
  "maintenance-changed",
  "evacuation-started",
  "evacuation-changed",
  "evacuation-ended",
  "home-coming-started",
  "home-coming-ended",
  "balancer-changed",
  "replication-failed",
  "replication-recovered",
  "cluster-log",
  "engine-paused",
  "engine-resumed",
  "automation-ended",
] as const;

export type InventoryEventKind = (typeof INVENTORY_EVENT_KINDS)[number];

export type Severity = "info" | "warning" | "critical";

/** Something that changed in a cluster between two readings, in words an operator understands. */
export interface InventoryEvent {
  readonly kind: InventoryEventKind;
  readonly severity: Severity;
  readonly atMs: number;
  readonly node: string | null;
  readonly vmid: number | null;
  readonly guestObjectId: number | null;
  readonly storage: string | null;
  /** One sentence without a full stop, such as `web1 (110) moved from pve1 to pve2`. */
  readonly message: string;
  readonly details: Readonly<Record<string, string | number | boolean | null>>;
}
