import "server-only";
import type { RuleInput, RuleRow } from "@/lib/api/rules";
import { canChangeRules, refuseUnless } from "@/lib/server/auth/permissions";
import type { Viewer } from "@/lib/server/auth/viewer";
import { isUniqueViolation } from "@/lib/server/db/is-unique-violation";
import { prisma } from "@/lib/server/db/prisma";
import { refuseUnknownCluster, ruleNameTaken } from "./rule-refusals";
import { ruleRowFrom } from "./rule-row";

/** Adds a rule; the next plan keeps it, and repairs it when it is broken. */
export async function createRule(viewer: Viewer, clusterId: string, input: RuleInput): Promise<RuleRow> {
  refuseUnless(canChangeRules(viewer), viewer, "add rules");
  await refuseUnknownCluster(clusterId);
  const rule = await prisma.placementRule
    .create({ data: { ...input, clusterId, updatedBy: viewer.username } })
    .catch((error: unknown) => {
      throw isUniqueViolation(error) ? ruleNameTaken(input.name) : error;
    });
  return ruleRowFrom(rule);
}
