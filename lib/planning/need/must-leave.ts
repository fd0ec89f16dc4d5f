import type { Guest } from "@/lib/inventory/snapshot";
import type { PlanningInput } from "../planning-input";

/**
 * Whether a node that is to be emptied must be emptied of a guest. Templates run nowhere, so that nothing of them stops when the node does;
 * others may have been left there on purpose.
 */
export function mustLeave({ guestPolicies }: Pick<PlanningInput, "guestPolicies">, guest: Guest): boolean {
  return !guest.template && guestPolicies.get(guest.vmid)?.leftOnPurpose !== true;
}
