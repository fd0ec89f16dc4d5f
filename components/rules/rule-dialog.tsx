"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogBody, DialogContent, DialogFooter } from "@/components/ui/dialog";
import { type RuleRow, ruleRow } from "@/lib/api/rules";
import { rulesAddress } from "@/lib/client/http/api-addresses";
import { requestApi } from "@/lib/client/http/request-api";
import { type RuleDraft, ruleBody, ruleDraftOf } from "@/lib/client/recommendations/rule-draft";
import { notify } from "@/lib/client/state/notices";
import { useSaving } from "@/lib/client/state/use-saving";
import { RuleFields } from "./rule-fields";

interface RuleDialogProps {
  clusterId: string;
  /** Null makes a new one. */
  rule: RuleRow | null;
  onClose: () => void;
  onSaved: () => void;
}

/** Makes or changes a rule; what the server refuses is said at its field. */
export function RuleDialog({ clusterId, rule, onClose, onSaved }: RuleDialogProps) {
  const [draft, setDraft] = useState<RuleDraft>(() => ruleDraftOf(rule));
  const { busy, issues, problem, save } = useSaving(async () => {
    const { data } = await requestApi(rulesAddress(clusterId, rule?.id ?? null), {
      method: rule ? "PUT" : "POST",
      schema: ruleRow,
      body: ruleBody(draft),
    });
    notify(`${data.name} ${rule ? "saved" : "added"}`, { detail: "The next plan heeds it." });
    onSaved();
    onClose();
  });

  return (
    <Dialog open onOpenChange={(open) => (open ? undefined : onClose())}>
      <DialogContent title={rule ? `Edit ${rule.name}` : "Add a rule"}>
        <form
          className="contents"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            void save();
          }}
        >
          <DialogBody className="flex flex-col gap-4">
            <RuleFields
              clusterId={clusterId}
              draft={draft}
              issues={issues}
              onChange={(part) => setDraft({ ...draft, ...part })}
            />
            {problem ? (
              <p role="alert" className="text-bad">
                {problem}
              </p>
            ) : null}
          </DialogBody>
          <DialogFooter>
            <Button variant="ghost" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" variant="primary" disabled={busy}>
              {rule ? "Save" : "Add rule"}
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
