"use client";

import { CircleAlert } from "lucide-react";
import Link from "next/link";
import { Fragment } from "react";
import { Badge } from "@/components/ui/badge";
import type { HaRuleRow } from "@/lib/api/cluster-parts";
import { guestAddress, nodeAddress, withScope } from "@/lib/client/addresses";
import { useScope } from "@/lib/client/state/use-scope";

const KINDS = {
  "node-affinity": "where to be",
  "keep-together": "keep together",
  "keep-apart": "keep apart",
} as const;

interface HaRuleListProps {
  clusterId: string;
  rules: readonly HaRuleRow[];
  empty: string;
}

/** PVE's own rules of placement, each as a sentence. */
export function HaRuleList({ clusterId, rules, empty }: HaRuleListProps) {
  if (rules.length === 0) return <p className="text-muted">{empty}</p>;
  return (
    <ul className="divide-y divide-line">
      {rules.map((rule) => (
        <li key={rule.id} className="py-2 first:pt-0 last:pb-0">
          <p className="flex flex-wrap items-center gap-1.5">
            <span className="font-medium">{rule.id}</span>
            <Badge>{KINDS[rule.kind]}</Badge>
            {rule.strict ? <Badge tone="accent">strict</Badge> : null}
            {rule.enabled ? null : <Badge tone="off">switched off</Badge>}
          </p>
          <p className="text-sm">
            <HaRuleSentence clusterId={clusterId} rule={rule} />
          </p>
          {rule.error ? (
            <p className="flex items-start gap-1.5 text-bad text-sm">
              <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
              Proxmox VE ignores it: {rule.error}
            </p>
          ) : null}
        </li>
      ))}
    </ul>
  );
}

function HaRuleSentence({ clusterId, rule }: { clusterId: string; rule: HaRuleRow }) {
  const { text } = useScope();
  const guests = rule.guests.map(({ vmid, name }) => ({
    key: String(vmid),
    title: name ?? String(vmid),
    href: withScope(guestAddress(clusterId, vmid), text),
  }));
  const nodes = rule.nodes.map(({ name, priority }) => ({
    key: name,
    title: priority === 0 ? name : `${name} (${priority})`,
    href: withScope(nodeAddress(clusterId, name), text),
  }));
  if (rule.kind === "node-affinity") {
    return (
      <>
        <Names names={guests} /> {rule.strict ? "only on" : "rather on"} <Names names={nodes} />
      </>
    );
  }
  return (
    <>
      <Names names={guests} /> {rule.kind === "keep-together" ? "on one node" : "each on a node of its own"}
    </>
  );
}

interface Name {
  readonly key: string;
  readonly title: string;
  readonly href: ReturnType<typeof withScope>;
}

function Names({ names }: { names: readonly Name[] }) {
  return names.map(({ key, title, href }, index) => (
    <Fragment key={key}>
      {index > 0 ? ", " : ""}
      <Link href={href} className="text-accent underline underline-offset-2">
        {title}
      </Link>
    </Fragment>
  ));
}
