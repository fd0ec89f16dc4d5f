import type { RuleRow } from "@/lib/api/rules";

/** A rule as it is being typed. */
export interface RuleDraft {
  readonly name: string;
  readonly kind: RuleRow["kind"];
  readonly strict: boolean;
  readonly enabled: boolean;
  readonly vmids: string;
  readonly tags: string;
  readonly pools: string;
  readonly nodes: readonly string[];
}

export function ruleDraftOf(rule: RuleRow | null): RuleDraft {
  return {
    name: rule?.name ?? "",
    kind: rule?.kind ?? "anti-affinity",
    strict: rule?.strict ?? true,
    enabled: rule?.enabled ?? true,
    vmids: rule?.vmids.join(", ") ?? "",
    tags: rule?.tags.join(", ") ?? "",
    pools: rule?.pools.join(", ") ?? "",
    nodes: rule?.nodes ?? [],
  };
}

/** What is sent. A guest that is no number is sent as typed, so that the answer says what is wrong; only a pin has nodes. */
export function ruleBody({ vmids, tags, pools, nodes, ...rest }: RuleDraft) {
  return {
    ...rest,
    vmids: wordsOf(vmids).map((word) => (/^\d+$/.test(word) ? Number(word) : word)),
    tags: wordsOf(tags),
    pools: wordsOf(pools),
    nodes: rest.kind === "pin" ? [...nodes] : [],
  };
}

/** What is wrong with a list, or with one of its entries. */
export function issueOf(field: string, issues: Readonly<Record<string, string>>): string | undefined {
  if (issues[field]) return issues[field];
  const entry = Object.keys(issues).find((path) => path.startsWith(`${field}.`));
  return entry === undefined ? undefined : issues[entry];
}

function wordsOf(text: string): readonly string[] {
  return text.split(/[\s,;]+/).filter(Boolean);
}
