import "server-only";
import { type RuleRow, ruleKind } from "@/lib/api/rules";
import type { PlacementRule } from "@/prisma/generated/client";

export function ruleRowFrom(rule: PlacementRule): RuleRow {
  const { id, name, strict, enabled, vmids, tags, pools, nodes, updatedAt, updatedBy } = rule;
  const kind = ruleKind.parse(rule.kind);
  return {
    id,
    name,
    kind,
    strict,
    enabled,
    vmids,
    tags,
    pools,
    nodes,
    updatedAtMs: updatedAt.getTime(),
    updatedBy,
  };
}
