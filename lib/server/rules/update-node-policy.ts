import "server-only";
import type { z } from "zod";
import type { NodePolicyRow, nodePolicyInput } from "@/lib/api/rules";
import { canChangeRules, refuseUnless } from "@/lib/server/auth/permissions";
import type { Viewer } from "@/lib/server/auth/viewer";
import { prisma } from "@/lib/server/db/prisma";
import { AppError } from "@/lib/server/http/app-error";
import { nodePolicyRowFrom } from "./node-policy-row";

/** Leaves a node out of planning, or takes it in again; keeps memory of it free. */
export async function updateNodePolicy(
  viewer: Viewer,
  { clusterId, node }: { readonly clusterId: string; readonly node: string },
  input: z.output<typeof nodePolicyInput>,
): Promise<NodePolicyRow> {
  refuseUnless(canChangeRules(viewer), viewer, "change what is planned for a node");
  const known = await prisma.node.findFirst({
    where: { clusterId, name: node, removedAt: null, cluster: { removedAt: null } },
    select: { id: true },
  });
  if (!known) throw new AppError("not_found", `The cluster has no node named ${node}.`);
  const values = {
    ...(input.ignored !== undefined && { ignored: input.ignored }),
    ...(input.memoryReserveBytes !== undefined && { memoryReserveBytes: BigInt(input.memoryReserveBytes) }),
  };
  const policy = await prisma.nodePolicy.upsert({
    where: { clusterId_node: { clusterId, node } },
    create: { clusterId, node, ...values },
    update: values,
  });
  return nodePolicyRowFrom(policy);
}
