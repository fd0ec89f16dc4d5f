"use client";

import Link from "next/link";
import { Fragment } from "react";
import { guestAddress, nodeAddress, withScope } from "@/lib/client/addresses";
import { useScope } from "@/lib/client/state/use-scope";

interface RuleGuestsProps {
  clusterId: string;
  rule: {
    readonly kind: "affinity" | "anti-affinity" | "pin" | "ignore";
    readonly vmids: readonly number[];
    readonly tags?: readonly string[];
    readonly pools?: readonly string[];
    readonly nodes: readonly string[];
  };
  names: ReadonlyMap<number, string>;
}

const MOST = 12;
const LINK = "text-accent underline underline-offset-2";

/** Whom a rule is about and what it wants of them, as a sentence. */
export function RuleGuests({ clusterId, rule, names }: RuleGuestsProps) {
  const { text } = useScope();
  const { vmids, tags = [], pools = [], nodes, kind } = rule;
  const shown = vmids.slice(0, MOST);
  return (
    <>
      {shown.map((vmid, index) => (
        <Fragment key={vmid}>
          {index > 0 ? ", " : ""}
          <Link href={withScope(guestAddress(clusterId, vmid), text)} className={LINK}>
            {names.get(vmid) ?? vmid}
          </Link>
        </Fragment>
      ))}
      {vmids.length > MOST ? ` and ${vmids.length - MOST} more` : ""}
      {tags.length > 0 ? `${vmids.length > 0 ? " and " : ""}guests tagged ${tags.join(", ")}` : ""}
      {pools.length > 0
        ? `${vmids.length + tags.length > 0 ? " and " : ""}guests of pool ${pools.join(", ")}`
        : ""}
      {vmids.length + tags.length + pools.length === 0 ? "Nobody" : ""} {WANTS[kind]}
      {kind === "pin" ? " " : ""}
      {nodes.map((node, index) => (
        <Fragment key={node}>
          {index > 0 ? ", " : ""}
          <Link href={withScope(nodeAddress(clusterId, node), text)} className={LINK}>
            {node}
          </Link>
        </Fragment>
      ))}
    </>
  );
}

const WANTS = {
  affinity: "on one node",
  "anti-affinity": "each on a node of its own",
  pin: "only on",
  ignore: "never moved",
} as const;
