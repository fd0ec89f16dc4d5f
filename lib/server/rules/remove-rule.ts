import "server-only";
import { canChangeRules, refuseUnless } from "@/lib/server/auth/permissions";
import type { Viewer } from "@/lib/server/auth/viewer";
import { prisma } from "@/lib/server/db/prisma";
import { ruleGone } from "./rule-refusals";

export async function removeRule(
  viewer: Viewer,
  { clusterId, ruleId }: { readonly clusterId: string; readonly ruleId: string },
): Promise<null> {
  refuseUnless(canChangeRules(viewer), viewer, "remove rules");
  const { count } = await prisma.placementRule.deleteMany({ where: { id: ruleId, clusterId } });
  if (count === 0) throw ruleGone();
  return null;
}
