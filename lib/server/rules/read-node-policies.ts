import "server-only";
import type { NodePolicyRow } from "@/lib/api/rules";
import { prisma } from "@/lib/server/db/prisma";
import { nodePolicyRowFrom } from "./node-policy-row";

/** What people decided about the nodes of one cluster; a node that is not named has no policy. */
export async function readNodePolicies(clusterId: string): Promise<NodePolicyRow[]> {
  const policies = await prisma.nodePolicy.findMany({ where: { clusterId }, orderBy: { node: "asc" } });
  return policies.map(nodePolicyRowFrom);
}
