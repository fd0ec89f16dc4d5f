import type { Guest, Snapshot } from "@/lib/inventory/snapshot";

/** Whether Proxmox VE's own balancer looks after a guest: it rebalances by itself, HA manages the guest, and the guest is not taken out. */
export function isBalancedByProxmox(
  { vmid, haState }: Pick<Guest, "vmid" | "haState">,
  { balancer, highAvailability }: Pick<Snapshot, "balancer" | "highAvailability">,
): boolean {
  if (!balancer?.automatic || haState === null || haState === "ignored") return false;
  return highAvailability?.services.find((service) => service.vmid === vmid)?.autoRebalance !== false;
}
