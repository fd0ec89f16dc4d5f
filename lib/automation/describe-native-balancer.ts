import type { Snapshot } from "@/lib/inventory/snapshot";
import { countText } from "@/lib/planning/reasons/figure-texts";
import { isBalancedByProxmox } from "./is-balanced-by-proxmox";

/** Proxmox VE's own balancer of HA services, in words. */
export interface NativeBalancerState {
  readonly mode: string;
  readonly automatic: boolean;
  /** How many guests it looks after. */
  readonly guests: number;
  /** As datacenter.cfg has it, such as `crs: ha=dynamic,ha-auto-rebalance=1`. */
  readonly setting: string;
  readonly explanation: string;
  /** Where both act on the same cluster; null otherwise. */
  readonly warning: string | null;
}

/**
 * What Proxmox VE's own balancer does in a cluster, and what Evenkeel leaves to it.
 *
 * @param acts whether automation moves guests of this cluster by itself: switched on, and no dry run
 * @returns null where the balancer's settings could not be read yet
 */
export function describeNativeBalancer(snapshot: Snapshot, acts: boolean): NativeBalancerState | null {
  const { balancer } = snapshot;
  if (!balancer) return null;
  const { mode, automatic } = balancer;
  const guests = snapshot.guests.filter((guest) => isBalancedByProxmox(guest, snapshot)).length;
  const setting = `crs: ha=${mode}${automatic ? ",ha-auto-rebalance=1" : ""}`;
  if (!automatic) {
    const explanation =
      mode === "basic"
        ? "Proxmox VE counts HA services when it starts or recovers one, and moves none to keep the nodes even."
        : `Proxmox VE weighs nodes (${mode}) when it starts or recovers an HA service, and moves none to keep the nodes even.`;
    return { mode, automatic, guests, setting, explanation, warning: null };
  }
  const explanation = `Proxmox VE moves HA services by itself to keep the nodes even. ${countText(guests, "guest is", "guests are")} left to it: Evenkeel moves them only to keep a rule, to relieve an overfull node, for maintenance, or when a person asks.`;
  const warning =
    acts && guests > 0
      ? `Both Proxmox VE and automation act on this cluster: Proxmox VE on ${countText(guests, "HA guest")}, automation on the others. To have one only, switch off ha-auto-rebalance under Datacenter > Options > Cluster Resource Scheduling, or automation here.`
      : null;
  return { mode, automatic, guests, setting, explanation, warning };
}
