import "server-only";
import type { NodePolicyRow } from "@/lib/api/rules";
import type { NodePolicy } from "@/prisma/generated/client";

export function nodePolicyRowFrom(policy: NodePolicy): NodePolicyRow {
  return {
    node: policy.node,
    ignored: policy.ignored,
    memoryReserveBytes: Number(policy.memoryReserveBytes),
    maintenanceSinceMs: policy.maintenanceSince?.getTime() ?? null,
    maintenanceUntilMs: policy.maintenanceUntil?.getTime() ?? null,
    maintenanceReason: policy.maintenanceReason,
    maintenanceBy: policy.maintenanceBy,
  };
}
