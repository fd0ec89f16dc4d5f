"use client";

import { Ban, CalendarCheck, Pencil, Trash2 } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { Switch } from "@/components/ui/switch";
import { GuardedButton } from "@/components/values/guarded-button";
import { type AutomationSchedule, periodText, type WeeklyPeriod } from "@/lib/automation/automation-schedule";
import { KIND_WORDS, type PeriodKind, type PlacedPeriod } from "@/lib/client/automation/schedule-draft";

interface PeriodListProps {
  schedule: AutomationSchedule;
  refusal: string | null;
  onEdit: (placed: PlacedPeriod) => void;
  onChange: (placed: PlacedPeriod) => void;
  onRemove: (placed: PlacedPeriod) => void;
}

/** Every window and blackout in words, with the ways to change it. */
export function PeriodList({ schedule, ...actions }: PeriodListProps) {
  const { windows, blackouts } = schedule;
  if (windows.length + blackouts.length === 0) {
    return (
      <p className="text-muted">
        No window and no blackout: moves may be made at any time. Add a window to allow them at certain times
        only, or a blackout to forbid them at some.
      </p>
    );
  }
  return (
    <ul aria-label="Windows and blackouts" className="-mx-4 divide-y divide-line border-line border-y">
      {windows.map((period, index) => (
        <PeriodItem key={keyOf("windows", index)} kind="windows" index={index} period={period} {...actions} />
      ))}
      {blackouts.map((period, index) => (
        <PeriodItem
          key={keyOf("blackouts", index)}
          kind="blackouts"
          index={index}
          period={period}
          {...actions}
        />
      ))}
    </ul>
  );
}

interface PeriodItemProps extends Omit<PeriodListProps, "schedule"> {
  kind: PeriodKind;
  index: number;
  period: WeeklyPeriod;
}

function PeriodItem({ kind, index, period, refusal, onEdit, onChange, onRemove }: PeriodItemProps) {
  const placed = { kind, index, period };
  const Icon = kind === "windows" ? CalendarCheck : Ban;
  const what = `${KIND_WORDS[kind].toLowerCase()} ${period.name}`;
  return (
    <li className="flex items-center gap-3 px-4 py-2">
      <Icon
        aria-hidden
        className={
          period.enabled
            ? kind === "windows"
              ? "size-4 shrink-0 text-ok"
              : "size-4 shrink-0 text-bad"
            : "size-4 shrink-0 text-off"
        }
      />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2">
          <span className="min-w-0 break-words font-medium">{period.name}</span>
          <Badge>{KIND_WORDS[kind].toLowerCase()}</Badge>
          {period.enabled ? null : <Badge tone="off">switched off</Badge>}
        </p>
        <p className="text-muted text-sm first-letter:uppercase">{periodText(period)}</p>
      </div>
      <Switch
        aria-label={`Heed ${what}`}
        checked={period.enabled}
        disabled={refusal !== null}
        aria-description={refusal ?? undefined}
        onCheckedChange={(enabled) => onChange({ ...placed, period: { ...period, enabled } })}
      />
      <span className="flex">
        <GuardedButton
          variant="ghost"
          size="icon"
          refusal={refusal}
          aria-label={`Edit ${what}`}
          onClick={() => onEdit(placed)}
        >
          <Pencil />
        </GuardedButton>
        <GuardedButton
          variant="ghost"
          size="icon"
          refusal={refusal}
          aria-label={`Remove ${what}`}
          onClick={() => onRemove(placed)}
        >
          <Trash2 />
        </GuardedButton>
      </span>
    </li>
  );
}

function keyOf(kind: PeriodKind, index: number): string {
  return `${kind}:${index}`;
}
