"use client";

import { Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import { z } from "zod";
import { Badge } from "@/components/ui/badge";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { GuardedButton } from "@/components/values/guarded-button";
import { RelativeTime } from "@/components/values/relative-time";
import type { RuleRow } from "@/lib/api/rules";
import { rulesAddress } from "@/lib/client/http/api-addresses";
import { requestApi } from "@/lib/client/http/request-api";
import { RULE_KIND_WORDS } from "@/lib/client/recommendations/plan-words";
import { notify } from "@/lib/client/state/notices";
import { useViewer } from "@/lib/client/state/viewer-context";
import { RuleGuests } from "./rule-guests";

interface RuleTableProps {
  clusterId: string;
  rules: readonly RuleRow[];
  names: ReadonlyMap<number, string>;
  onEdit: (rule: RuleRow) => void;
  onRemoved: () => void;
}

/** The rules made here, each with its guests and the ways to change it. */
export function RuleTable({ clusterId, rules, names, onEdit, onRemoved }: RuleTableProps) {
  const refusal = useViewer().refusal("operator");
  const [removing, setRemoving] = useState<RuleRow | null>(null);
  return (
    <>
      <ul className="divide-y divide-line">
        {rules.map((rule) => (
          <li key={rule.id} className="flex items-start gap-3 px-4 py-2.5">
            <div className="min-w-0 flex-1">
              <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
                <span className="break-words font-medium">{rule.name}</span>
                <Badge>{RULE_KIND_WORDS[rule.kind]}</Badge>
                {rule.strict ? <Badge tone="accent">strict</Badge> : <Badge>where possible</Badge>}
                {rule.enabled ? null : <Badge tone="off">switched off</Badge>}
              </p>
              <p className="text-sm">
                <RuleGuests clusterId={clusterId} rule={rule} names={names} />
              </p>
              <p className="text-muted text-sm">
                changed <RelativeTime atMs={rule.updatedAtMs} />
                {rule.updatedBy ? ` by ${rule.updatedBy}` : ""}
              </p>
            </div>
            <span className="flex gap-1">
              <GuardedButton
                variant="ghost"
                size="icon"
                refusal={refusal}
                aria-label={`Edit ${rule.name}`}
                onClick={() => onEdit(rule)}
              >
                <Pencil />
              </GuardedButton>
              <GuardedButton
                variant="ghost"
                size="icon"
                refusal={refusal}
                aria-label={`Remove ${rule.name}`}
                onClick={() => setRemoving(rule)}
              >
                <Trash2 />
              </GuardedButton>
            </span>
          </li>
        ))}
      </ul>
      <ConfirmDialog
        open={removing !== null}
        onOpenChange={(open) => (open ? undefined : setRemoving(null))}
        title={`Remove ${removing?.name ?? "this rule"}?`}
        action="Remove rule"
        onConfirm={async () => {
          if (!removing) return;
          await requestApi(rulesAddress(clusterId, removing.id), { method: "DELETE", schema: z.unknown() });
          notify(`${removing.name} removed`);
          onRemoved();
        }}
      >
        <p>The next plan no longer heeds it: its guests may then be moved as they were not before.</p>
      </ConfirmDialog>
    </>
  );
}
