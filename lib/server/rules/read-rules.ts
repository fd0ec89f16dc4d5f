import "server-only";
import type { RuleRow } from "@/lib/api/rules";
import { prisma } from "@/lib/server/db/prisma";
import { ruleRowFrom } from "./rule-row";

/** The rules made on the page for one cluster, by name; those of tags, pools and PVE's HA are read with each snapshot. */
export async function readRules(clusterId: string): Promise<RuleRow[]> {
  const rules = await prisma.placementRule.findMany({ where: { clusterId }, orderBy: { name: "asc" } });
  return rules.map(ruleRowFrom);
}
