import { Badge } from "@/components/ui/badge";
import { Skeleton } from "@/components/ui/skeleton";
import { Panel } from "@/components/values/panel";
import { ErrorState } from "@/components/values/states";
import type { EffectiveRules } from "@/lib/api/rules";
import { countOf } from "@/lib/client/format/format-count";
import { messageOf } from "@/lib/client/http/api-error";
import { ORIGIN_WORDS, RULE_KIND_WORDS } from "@/lib/client/recommendations/plan-words";
import { RuleGuests } from "./rule-guests";

interface FoundRulesProps {
  clusterId: string;
  /** Undefined until it is read. */
  effective: EffectiveRules | undefined;
  error: Error | undefined;
  names: ReadonlyMap<number, string>;
}

/** Rules that were not made here but are heeded all the same; they are changed where they were made. */
export function FoundRules({ clusterId, effective, error, names }: FoundRulesProps) {
  const rules = effective?.rules.filter(({ origin }) => origin !== "page");
  return (
    <Panel
      title="Found in Proxmox VE"
      aside={rules ? countOf(rules.length, "rule") : null}
      bodyClassName={rules && rules.length > 0 ? "p-0" : ""}
    >
      {error && !rules ? (
        <ErrorState title="The rules could not be found out">{messageOf(error)}</ErrorState>
      ) : null}
      {rules || error ? null : <Skeleton className="h-32" />}
      {rules && rules.length === 0 ? (
        <p className="text-muted">
          No guest has a tag that makes a rule, and high availability has none. Tags such as{" "}
          <span className="font-mono text-fg">plb_anti_affinity_db</span> are heeded as soon as they are read.
        </p>
      ) : null}
      <ul className="divide-y divide-line">
        {rules?.map((rule) => (
          <li key={`${rule.origin}:${rule.id}`} className="px-4 py-2">
            <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
              <span className="break-all font-mono text-sm">{rule.id}</span>
              <Badge>{RULE_KIND_WORDS[rule.kind]}</Badge>
              <Badge>{ORIGIN_WORDS[rule.origin]}</Badge>
              {rule.strict ? <Badge tone="accent">strict</Badge> : <Badge>where possible</Badge>}
            </p>
            <p className="text-sm">
              <RuleGuests clusterId={clusterId} rule={rule} names={names} />
            </p>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
