"use client";

import { CircleAlert, CircleCheck, TriangleAlert } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import { Panel } from "@/components/values/panel";
import type { PlanView } from "@/lib/api/recommendations";

/** Rules that are broken now, which of them the plan repairs, and those that contradict each other. */
export function PlanRules({ clusterId, plan }: { clusterId: string; plan: PlanView }) {
  const { violations, conflicts } = plan;
  const left = new Set(violations.after.map(({ rule }) => rule));
  return (
    <Panel
      title="Rules"
      aside={
        <Link href={`/rules?of=${clusterId}`} className="text-accent hover:underline">
          All rules
        </Link>
      }
    >
      {violations.before.length === 0 && conflicts.length === 0 ? (
        <p className="flex items-center gap-2 text-muted">
          <CircleCheck aria-hidden className="size-4 shrink-0 text-ok" />
          No rule is broken.
        </p>
      ) : null}
      <ul className="flex flex-col gap-2 text-sm">
        {violations.before.map(({ rule, strict, sentence }) => (
          <RuleLine
            key={rule}
            icon={<TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />}
            mark={
              left.has(rule) ? (
                <Badge tone={strict ? "warn" : "neutral"}>stays broken</Badge>
              ) : (
                <Badge tone="ok">repaired by this plan</Badge>
              )
            }
          >
            {sentence}
          </RuleLine>
        ))}
        {conflicts.map(({ rules, sentence }) => (
          <RuleLine
            key={rules.join("\n")}
            icon={<CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-bad" />}
            mark={<Badge tone="bad">contradiction</Badge>}
          >
            {sentence}
          </RuleLine>
        ))}
      </ul>
    </Panel>
  );
}

function RuleLine({ icon, mark, children }: { icon: ReactNode; mark: ReactNode; children: ReactNode }) {
  return (
    <li className="flex items-start gap-2">
      {icon}
      <span className="min-w-0 break-words">
        {children} {mark}
      </span>
    </li>
  );
}
