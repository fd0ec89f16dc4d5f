"use client";

import { useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogBody, DialogContent, DialogFooter } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";
import { Switch } from "@/components/ui/switch";
import { periodText, type WeeklyPeriod } from "@/lib/automation/automation-schedule";
import { clockText } from "@/lib/client/automation/clock-text";
import {
  KIND_WORDS,
  type PlacedPeriod,
  periodIssues,
  tidyPeriod,
} from "@/lib/client/automation/schedule-draft";
import { DayButtons } from "./day-buttons";

interface PeriodDialogProps {
  placed: PlacedPeriod;
  timeZone: string;
  onClose: () => void;
  /** With the period as it is to be. */
  onDone: (placed: PlacedPeriod) => void;
}

/** Adds or changes a window or a blackout; what is wrong is said at its field. */
export function PeriodDialog({ placed, timeZone, onClose, onDone }: PeriodDialogProps) {
  const [draft, setDraft] = useState<WeeklyPeriod>(placed.period);
  const [asked, setAsked] = useState(false);
  const tidy = tidyPeriod(draft);
  const found = periodIssues(tidy);
  const issues = asked ? found : {};
  const change = (part: Partial<WeeklyPeriod>) => setDraft({ ...draft, ...part });
  const word = KIND_WORDS[placed.kind].toLowerCase();

  function finish() {
    setAsked(true);
    if (Object.keys(found).length > 0) return;
    onDone({ ...placed, period: tidy });
  }

  return (
    <Dialog open onOpenChange={(open) => (open ? undefined : onClose())}>
      <DialogContent
        title={placed.index === null ? `Add a ${word}` : `Edit ${placed.period.name}`}
        description={
          placed.kind === "windows" ? "Moves may be made in it." : "No moves in it, whatever the windows say."
        }
      >
        <form
          className="contents"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            finish();
          }}
        >
          <DialogBody className="flex flex-col gap-4">
            <Field label="Name" problem={issues.name}>
              {(control) => (
                <Input
                  {...control}
                  value={draft.name}
                  autoComplete="off"
                  onChange={(event) => change({ name: event.target.value })}
                />
              )}
            </Field>
            <DayButtons days={draft.days} problem={issues.days} onChange={(days) => change({ days })} />
            <div className="grid grid-cols-2 gap-4">
              <TimeField
                label="From"
                value={draft.start}
                problem={issues.start}
                onChange={(start) => change({ start })}
              />
              <TimeField
                label="To"
                value={draft.end}
                problem={issues.end}
                onChange={(end) => change({ end })}
              />
            </div>
            <Enabled enabled={draft.enabled} onChange={(enabled) => change({ enabled })} />
            <p role="status" className="border-line border-t pt-3 text-muted">
              {Object.keys(found).some((field) => field !== "name")
                ? "An end before the start is on the next day. A whole day is 00:00 to 24:00."
                : `${sentenceCase(periodText(tidy))}, ${timeZone} time.`}
            </p>
          </DialogBody>
          <DialogFooter>
            <Button variant="ghost" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" variant="primary">
              {placed.index === null ? `Add ${word}` : "Take over"}
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}

interface TimeFieldProps {
  label: string;
  value: string;
  problem: string | undefined;
  onChange: (value: string) => void;
}

/** A time of day, typed as one likes; written out when the field is left. */
function TimeField({ label, value, problem, onChange }: TimeFieldProps) {
  return (
    <Field label={label} problem={problem}>
      {(control) => (
        <Input
          {...control}
          className="figure"
          value={value}
          placeholder="22:00"
          autoComplete="off"
          onChange={(event) => onChange(event.target.value)}
          onBlur={() => onChange(clockText(value))}
        />
      )}
    </Field>
  );
}

function Enabled({ enabled, onChange }: { enabled: boolean; onChange: (enabled: boolean) => void }) {
  const id = useId();
  return (
    <div className="flex items-center gap-3">
      <Switch id={id} checked={enabled} onCheckedChange={onChange} />
      <Label htmlFor={id}>Heed it</Label>
    </div>
  );
}

function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
