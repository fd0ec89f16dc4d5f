"use client";

import { useRouter } from "next/navigation";
import { useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogBody, DialogContent } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";
import { Select } from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";
import { maintenanceAddress } from "@/lib/client/addresses";
import { fieldIssuesOf, messageOf } from "@/lib/client/http/api-error";
import {
  EMPTY_START,
  LENGTHS,
  type StartForm,
  startProblem,
  untilOf,
  wishesOf,
  withChoice,
} from "@/lib/client/maintenance/start-form";
import {
  askMaintenance,
  startMaintenance,
  useEvacuationPreview,
} from "@/lib/client/maintenance/use-maintenance";
import { notify } from "@/lib/client/state/notices";
import { EvacuationPreviewView } from "./evacuation-preview-view";

interface StartDialogProps {
  clusterId: string;
  node: string;
  /** Of a node that is in maintenance already and is to be emptied; null starts one. */
  maintenanceId: string | null;
  /** What was chosen before, by VMID. */
  choices?: StartForm["choices"];
  onClose: () => void;
}

/** Puts a node into maintenance and empties it: shows first what that does to every guest and every other node. */
export function StartDialog({ clusterId, node, maintenanceId, choices, onClose }: StartDialogProps) {
  const router = useRouter();
  const [form, setForm] = useState<StartForm>({ ...EMPTY_START, choices: choices ?? new Map() });
  const [failure, setFailure] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const preview = useEvacuationPreview(form.evacuate ? { clusterId, node, ...wishesOf(form) } : null);
  const hint = startProblem(form, node);
  const issues = fieldIssuesOf(failure);
  const change = (part: Partial<StartForm>) => setForm({ ...form, ...part });

  async function send() {
    setBusy(true);
    setFailure(null);
    try {
      const confirm = form.confirm.trim();
      if (maintenanceId === null) {
        const { reason, evacuate } = form;
        const row = await startMaintenance({
          clusterId,
          node,
          reason: reason.trim(),
          untilMs: untilOf(form.hours),
          evacuate,
          confirm,
          ...wishesOf(form),
        });
        notify(`${node} is in maintenance`, { detail: "No plan and no move sends a guest there." });
        router.push(maintenanceAddress(row.id));
      } else {
        await askMaintenance(maintenanceId, "evacuate", { confirm, ...wishesOf(form) });
        notify(`${node} is being emptied`);
      }
      onClose();
    } catch (problem) {
      setFailure(problem);
    } finally {
      setBusy(false);
    }
  }

  return (
    <Dialog open onOpenChange={(open) => (open ? undefined : onClose())}>
      <DialogContent
        title={maintenanceId === null ? `Maintenance of ${node}` : `Empty ${node}`}
        description={
          maintenanceId === null
            ? "While it is in maintenance, no plan and no move sends a guest there."
            : "What happens to every guest, before anything is moved."
        }
        className="max-w-3xl"
      >
        <form
          className="contents"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            if (hint === null) void send();
          }}
        >
          <DialogBody className="flex flex-col gap-4">
            {maintenanceId === null ? <Purpose form={form} issues={issues} onChange={change} /> : null}
            <Evacuation form={form} node={node} fixed={maintenanceId !== null} onChange={change} />
            {form.evacuate ? (
              <EvacuationPreviewView
                preview={preview.data?.data}
                error={preview.error}
                busy={preview.isValidating}
                onChoose={(vmid, choice) => change({ choices: withChoice(form.choices, vmid, choice) })}
              />
            ) : null}
          </DialogBody>
          <div className="flex flex-col gap-2 border-line border-t px-4 py-3">
            {failure ? (
              <p role="alert" className="text-bad">
                {messageOf(failure)}
              </p>
            ) : null}
            <div className="flex flex-wrap items-end justify-end gap-2">
              {form.evacuate ? (
                <Field label={`Type ${node} to confirm`} problem={issues.confirm} className="mr-auto w-56">
                  {(control) => (
                    <Input
                      {...control}
                      value={form.confirm}
                      autoComplete="off"
                      autoCapitalize="off"
                      spellCheck={false}
                      onChange={(event) => change({ confirm: event.target.value })}
                    />
                  )}
                </Field>
              ) : null}
              <Button variant="ghost" onClick={onClose}>
                Cancel
              </Button>
              <Button
                type="submit"
                variant={form.evacuate ? "danger" : "primary"}
                disabled={busy || hint !== null}
                title={hint ?? undefined}
              >
                {form.evacuate ? `Empty ${node}` : "Start maintenance"}
              </Button>
            </div>
          </div>
        </form>
      </DialogContent>
    </Dialog>
  );
}

interface PartProps {
  form: StartForm;
  onChange: (part: Partial<StartForm>) => void;
}

function Purpose({ form, issues, onChange }: PartProps & { issues: Readonly<Record<string, string>> }) {
  return (
    <div className="grid gap-4 sm:grid-cols-[minmax(0,1fr)_12rem]">
      <Field label="Why? (optional)" problem={issues.reason}>
        {(control) => (
          <Input
            {...control}
            value={form.reason}
            maxLength={500}
            placeholder="Memory is replaced"
            autoComplete="off"
            onChange={(event) => onChange({ reason: event.target.value })}
          />
        )}
      </Field>
      <Field label="How long">
        {(control) => (
          <Select
            {...control}
            value={String(form.hours ?? "")}
            onChange={(event) =>
              onChange({ hours: event.target.value === "" ? null : Number(event.target.value) })
            }
          >
            {LENGTHS.map(({ hours, title }) => (
              <option key={title} value={hours ?? ""}>
                {title}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </div>
  );
}

function Evacuation({ form, node, fixed, onChange }: PartProps & { node: string; fixed: boolean }) {
  const id = useId();
  return (
    <div className="flex flex-wrap gap-x-8 gap-y-2">
      {fixed ? null : (
        <span className="flex items-center gap-3">
          <Switch
            id={`${id}-evacuate`}
            checked={form.evacuate}
            onCheckedChange={(evacuate) => onChange({ evacuate })}
          />
          <Label htmlFor={`${id}-evacuate`}>Move the guests of {node} away</Label>
        </span>
      )}
      {form.evacuate ? (
        <span className="flex items-center gap-3">
          <Switch
            id={`${id}-stopped`}
            checked={form.leaveStopped}
            onCheckedChange={(leaveStopped) => onChange({ leaveStopped })}
          />
          <Label htmlFor={`${id}-stopped`}>Leave stopped guests where they are</Label>
        </span>
      ) : null}
    </div>
  );
}
