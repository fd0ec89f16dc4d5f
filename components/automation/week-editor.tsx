"use client";

import { Plus, RotateCcw } from "lucide-react";
import { useId, useState } from "react";
import { UnsavedBar } from "@/components/settings/unsaved-bar";
import { Label } from "@/components/ui/label";
import { Select } from "@/components/ui/select";
import { GuardedButton } from "@/components/values/guarded-button";
import { Panel } from "@/components/values/panel";
import { type AutomationSchedule, WEEKDAYS } from "@/lib/automation/automation-schedule";
import { timeOfMinute } from "@/lib/client/automation/clock-text";
import {
  KIND_WORDS,
  type PeriodKind,
  type PlacedPeriod,
  scheduleOf,
  textOfSchedule,
  withoutPeriod,
  withPeriod,
} from "@/lib/client/automation/schedule-draft";
import { ownTimeZone, timeZoneGroups } from "@/lib/client/automation/time-zones";
import { useLeaveWarning } from "@/lib/client/state/use-leave-warning";
import { OpeningList } from "./opening-list";
import { PeriodDialog } from "./period-dialog";
import { PeriodList } from "./period-list";
import { type Drawn, WeekPicture } from "./week-picture";

interface WeekEditorProps {
  /** As stored. */
  text: string;
  /** Why it may not be changed; null when it may. */
  refusal: string | null;
  /** Stores it; throws with a sentence when that is refused. */
  onSave: (text: string) => Promise<string | null>;
  /** Takes back everything that was stored here; null where nothing was. */
  reset: { readonly title: string; readonly onReset: () => Promise<void> } | null;
}

/** Windows and blackouts as a picture of the week and in words. Nothing applies before it is saved. */
export function WeekEditor({ text, refusal, onSave, reset }: WeekEditorProps) {
  const [draft, setDraft] = useState<AutomationSchedule>(() => scheduleOf(text, ownTimeZone()));
  const [editing, setEditing] = useState<PlacedPeriod | null>(null);
  const [saving, setSaving] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const stored = scheduleOf(text, draft.timeZone);
  const changes = changedParts(stored, draft);
  useLeaveWarning(changes > 0);

  async function save() {
    setSaving(true);
    setProblem(await onSave(textOfSchedule(draft)));
    setSaving(false);
  }
  const put = (placed: PlacedPeriod) => setDraft(withPeriod(draft, placed));
  const draw = (drawn: Drawn) => setEditing(newPeriod("windows", drawn));

  return (
    <>
      {/* The dialog is outside: what is submitted in it would be submitted here too. */}
      <form
        aria-label="Windows and blackouts"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <div className="grid items-start gap-3 xl:grid-cols-[minmax(0,1fr)_24rem]">
          <Panel
            title="The week"
            aside={
              <TimeZone
                value={draft.timeZone}
                refusal={refusal}
                onChange={(timeZone) => setDraft({ ...draft, timeZone })}
              />
            }
          >
            <WeekPicture
              schedule={draft}
              onDraw={refusal === null ? draw : null}
              onChoose={({ kind, index, period }) =>
                refusal === null ? setEditing({ kind, index, period }) : undefined
              }
            />
            <Legend schedule={draft} mayDraw={refusal === null} />
            <div className="my-3 flex flex-wrap gap-2">
              <GuardedButton refusal={refusal} onClick={() => setEditing(newPeriod("windows"))}>
                <Plus /> Add a window
              </GuardedButton>
              <GuardedButton refusal={refusal} onClick={() => setEditing(newPeriod("blackouts"))}>
                <Plus /> Add a blackout
              </GuardedButton>
              {reset === null ? null : (
                <GuardedButton
                  variant="ghost"
                  className="ml-auto"
                  refusal={refusal}
                  onClick={() => void reset.onReset()}
                >
                  <RotateCcw /> {reset.title}
                </GuardedButton>
              )}
            </div>
            <PeriodList
              schedule={draft}
              refusal={refusal}
              onEdit={setEditing}
              onChange={put}
              onRemove={(placed) => setDraft(withoutPeriod(draft, placed))}
            />
            {refusal ? <p className="mt-3 text-muted text-sm">{refusal}</p> : null}
          </Panel>
          <Panel title="When moves may be made next" aside={changes > 0 ? "as edited" : null}>
            <OpeningList schedule={draft} />
          </Panel>
        </div>
        {problem ? (
          <p role="alert" className="mt-3 text-bad">
            {problem}
          </p>
        ) : null}
        <UnsavedBar
          count={changes}
          blocked={false}
          saving={saving}
          onDiscard={() => {
            setDraft(scheduleOf(text, ownTimeZone()));
            setProblem(null);
          }}
        />
      </form>
      {editing === null ? null : (
        <PeriodDialog
          placed={editing}
          timeZone={draft.timeZone}
          onClose={() => setEditing(null)}
          onDone={(placed) => {
            put(placed);
            setEditing(null);
          }}
        />
      )}
    </>
  );
}

function TimeZone({
  value,
  refusal,
  onChange,
}: {
  value: string;
  refusal: string | null;
  onChange: (zone: string) => void;
}) {
  const id = useId();
  return (
    <span className="flex items-center gap-2 py-0.5">
      <Label htmlFor={id} className="font-normal text-muted text-sm">
        Time zone
      </Label>
      <Select
        id={id}
        className="w-52"
        value={value}
        disabled={refusal !== null}
        aria-description={refusal ?? undefined}
        onChange={(event) => onChange(event.target.value)}
      >
        {timeZoneGroups(value).map(([group, zones]) => (
          <optgroup key={group} label={group}>
            {zones.map((zone) => (
              <option key={zone}>{zone}</option>
            ))}
          </optgroup>
        ))}
      </Select>
    </span>
  );
}

function Legend({ schedule, mayDraw }: { schedule: AutomationSchedule; mayDraw: boolean }) {
  const limited = schedule.windows.some(({ enabled }) => enabled);
  return (
    <p className="mt-2 ml-9 flex flex-wrap gap-x-4 gap-y-1 text-muted text-sm">
      <span className="inline-flex items-center gap-1.5">
        <span aria-hidden className="size-3 rounded-sm border border-ok bg-ok/20" />
        {limited ? "window: moves may be made" : "no window: moves may be made at any time"}
      </span>
      <span className="inline-flex items-center gap-1.5">
        <span aria-hidden className="hatch size-3 rounded-sm border border-bad" />
        blackout: none
      </span>
      {mayDraw ? <span className="max-md:hidden">Pull over the picture to add a window.</span> : null}
    </p>
  );
}

function newPeriod(kind: PeriodKind, drawn: Drawn | null = null): PlacedPeriod {
  return {
    kind,
    index: null,
    period: {
      name: drawn ? KIND_WORDS[kind] : "",
      enabled: true,
      days: drawn ? [drawn.day] : [...WEEKDAYS.slice(0, 5)],
      start: drawn ? timeOfMinute(drawn.startMinute) : "22:00",
      end: drawn ? timeOfMinute(drawn.endMinute) : "06:00",
    },
  };
}

/** How many periods differ, the zone counted as one. */
function changedParts(stored: AutomationSchedule, draft: AutomationSchedule): number {
  const kinds: readonly PeriodKind[] = ["windows", "blackouts"];
  const periods = kinds.map((kind) => {
    const before = new Set(stored[kind].map((period) => JSON.stringify(period)));
    const kept = draft[kind].filter((period) => before.has(JSON.stringify(period))).length;
    return Math.max(before.size, draft[kind].length) - kept;
  });
  const zone = stored.timeZone === draft.timeZone ? 0 : 1;
  return periods.reduce((sum, count) => sum + count, zone);
}
