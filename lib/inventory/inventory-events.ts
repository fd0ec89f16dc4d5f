import type { InventoryEvent, InventoryEventKind, Severity } from "./inventory-event";
import type { Guest, Snapshot } from "./snapshot";

/** Two readings of one cluster that are being compared. */
export interface Comparison {
  readonly previous: Snapshot;
  readonly current: Snapshot;
}

interface Happening {
  readonly kind: InventoryEventKind;
  readonly severity?: Severity;
  readonly message: string;
  readonly node?: string | null;
  readonly guest?: Guest;
  readonly storage?: string;
  readonly vmid?: number | null;
  readonly details?: InventoryEvent["details"];
}

/** An event of now, with everything that it is not about left null. */
export function happened({ current }: Comparison, happening: Happening): InventoryEvent {
  return {
    kind: happening.kind,
    severity: happening.severity ?? "info",
    atMs: current.readAtMs,
    node: happening.node ?? happening.guest?.node ?? null,
    vmid: happening.vmid ?? happening.guest?.vmid ?? null,
    guestObjectId: happening.guest?.objectId ?? null,
    storage: happening.storage ?? null,
    message: happening.message,
    details: happening.details ?? {},
  };
}

/** How sentences call a guest: `web1 (110)`, or `VM 110` and `CT 110` for one without a name. */
export function guestLabel({ name, vmid, kind }: Pick<Guest, "name" | "vmid" | "kind">): string {
  return name ? `${name} (${vmid})` : `${kind === "lxc" ? "CT" : "VM"} ${vmid}`;
}
