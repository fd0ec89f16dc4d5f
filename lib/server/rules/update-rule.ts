import "server-only";
import type { RuleInput, RuleRow } from "@/lib/api/rules";
import { canChangeRules, refuseUnless } from "@/lib/server/auth/permissions";
import type { Viewer } from "@/lib/server/auth/viewer";
import { isUniqueViolation } from "@/lib/server/db/is-unique-violation";
import { prisma } from "@/lib/server/db/prisma";
import { ruleGone, ruleNameTaken } from "./rule-refusals";
import { ruleRowFrom } from "./rule-row";

interface RuleAddress {
  readonly clusterId: string;
  readonly ruleId: string;
}

/** @throws AppError not_found when somebody removed the rule, conflict when another has the name */
export async function updateRule(
  viewer: Viewer,
  { clusterId, ruleId }: RuleAddress,
  input: RuleInput,
): Promise<RuleRow> {
  refuseUnless(canChangeRules(viewer), viewer, "change rules");
  const [rule] = await prisma.placementRule
    .updateManyAndReturn({ where: { id: ruleId, clusterId }, data: { ...input, updatedBy: viewer.username } })
    .catch((error: unknown) => {
      throw isUniqueViolation(error) ? ruleNameTaken(input.name) : error;
    });
  if (!rule) throw ruleGone();
  return ruleRowFrom(rule);
}
