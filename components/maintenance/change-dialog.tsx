"use client";

import { useState } from "react";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { MaintenanceDetail } from "@/lib/api/maintenance";
import { formatMinute } from "@/lib/client/format/format-time";
import { LENGTHS, untilOf } from "@/lib/client/maintenance/start-form";
import { changeMaintenance } from "@/lib/client/maintenance/use-maintenance";

/** The end that is set stays. */
const AS_IT_IS = "kept";

interface ChangeDialogProps {
  detail: MaintenanceDetail;
  onClose: () => void;
}

/** Changes why a node is in maintenance and until when. */
export function ChangeDialog({ detail, onClose }: ChangeDialogProps) {
  const [reason, setReason] = useState(detail.reason);
  const [length, setLength] = useState(AS_IT_IS);
  return (
    <ConfirmDialog
      title={`Maintenance of ${detail.node}`}
      action="Save"
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      variant="primary"
      onConfirm={() =>
        changeMaintenance(detail.id, {
          reason: reason.trim(),
          ...(length === AS_IT_IS ? {} : { untilMs: untilOf(length === "" ? null : Number(length)) }),
        })
      }
    >
      <Field label="Why? (optional)">
        {(control) => (
          <Input
            {...control}
            value={reason}
            maxLength={500}
            autoComplete="off"
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
      <Field label="How long, from now on" help="It is a reminder: nothing ends by itself.">
        {(control) => (
          <Select {...control} value={length} onChange={(event) => setLength(event.target.value)}>
            <option value={AS_IT_IS}>
              {detail.untilMs === null
                ? "as it is: until it is ended"
                : `as it is: until ${formatMinute(detail.untilMs)}`}
            </option>
            {LENGTHS.map(({ hours, title }) => (
              <option key={title} value={hours ?? ""}>
                {title}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </ConfirmDialog>
  );
}
