"use client";

import { RotateCcw } from "lucide-react";
import { useId } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Label } from "@/components/ui/label";
import type { SettingRow } from "@/lib/api/settings";
import { formatSettingValue } from "@/lib/client/format/format-setting";
import type { DraftValue } from "@/lib/client/state/setting-draft";
import { SettingControl } from "./setting-control";

interface SettingFieldProps {
  setting: SettingRow;
  value: string | boolean;
  edited: boolean;
  problem: string | null;
  /** Why it may not be changed; null when it may. */
  refusal: string | null;
  onChange: (value: DraftValue) => void;
}

/** One setting: title, help, control with unit, default and range, changed mark and reset. */
export function SettingField({ setting, value, edited, problem, refusal, onChange }: SettingFieldProps) {
  const id = useId();
  const helpId = `${id}-help`;
  const problemId = `${id}-problem`;
  const refusalId = `${id}-refusal`;
  const described = [helpId, problem && problemId, refusal && refusalId].filter(Boolean).join(" ");

  return (
    <div className="grid gap-x-8 gap-y-2 border-line border-b py-3.5 last:border-b-0 md:grid-cols-[minmax(0,1fr)_18rem]">
      <div className="min-w-0">
        <div className="flex flex-wrap items-center gap-2">
          <Label htmlFor={id}>{setting.title}</Label>
          {edited ? <Badge tone="accent">not saved</Badge> : null}
          {!edited && setting.isSet ? <Badge>changed</Badge> : null}
        </div>
        <p id={helpId} className="text-muted text-sm">
          {setting.help}
        </p>
        <p className="font-mono text-faint text-xs">{setting.key}</p>
        {refusal ? (
          <p id={refusalId} hidden>
            {refusal}
          </p>
        ) : null}
      </div>
      <div className="flex min-w-0 flex-col gap-1">
        <div className="flex items-center gap-2">
          <SettingControl
            id={id}
            describedBy={described}
            setting={setting}
            value={value}
            invalid={problem !== null}
            disabled={refusal !== null}
            onChange={onChange}
          />
          {setting.isSet || edited ? (
            <Button
              variant="ghost"
              size="icon"
              aria-label={`Reset ${setting.title} to its default`}
              title={`Reset to ${formatSettingValue(setting.default, setting.unit)}`}
              disabled={refusal !== null}
              onClick={() => onChange(null)}
            >
              <RotateCcw />
            </Button>
          ) : null}
        </div>
        {problem ? (
          <p id={problemId} role="alert" className="text-bad text-sm">
            {problem}
          </p>
        ) : null}
        <p className="text-faint text-xs">{rangeText(setting)}</p>
      </div>
    </div>
  );
}

function rangeText(setting: SettingRow): string {
  if (setting.kind === "secret") return setting.isSet ? "Stored sealed; never shown." : "Not set.";
  const parts = [`Default ${formatSettingValue(setting.default, setting.unit)}`];
  if (setting.minimum !== null && setting.maximum !== null) {
    parts.push(`${setting.minimum} to ${formatSettingValue(setting.maximum, setting.unit)}`);
  }
  if (setting.isSet && setting.updatedBy) parts.push(`changed by ${setting.updatedBy}`);
  return parts.join(" · ");
}
