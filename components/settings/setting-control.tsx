"use client";

import Link from "next/link";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";
import type { SettingRow } from "@/lib/api/settings";
import { settingUnitWord } from "@/lib/client/format/format-setting";

/** Holds JSON that nobody should have to type. */
const SCHEDULE_KEY = "automation.schedule";

interface SettingControlProps {
  id: string;
  describedBy: string;
  setting: SettingRow;
  value: string | boolean;
  invalid: boolean;
  disabled: boolean;
  onChange: (value: string | boolean) => void;
}

export function SettingControl(props: SettingControlProps) {
  const { id, describedBy, setting, value, invalid, disabled, onChange } = props;
  const common = { id, "aria-describedby": describedBy, "aria-invalid": invalid || undefined, disabled };

  switch (setting.kind) {
    case "boolean":
      return <Switch {...common} checked={value === true} onCheckedChange={onChange} />;
    case "choice":
      return (
        <Select {...common} value={String(value)} onChange={(event) => onChange(event.target.value)}>
          {setting.options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.title}
            </option>
          ))}
        </Select>
      );
    case "number":
      return (
        <span className="flex flex-1 items-center gap-2">
          <Input
            {...common}
            inputMode={setting.integer ? "numeric" : "decimal"}
            autoComplete="off"
            className="figure w-28 text-right"
            value={String(value)}
            onChange={(event) => onChange(event.target.value)}
          />
          <span className="text-muted text-sm">{settingUnitWord(setting.unit)}</span>
        </span>
      );
    case "secret":
    case "text":
      if (setting.key === SCHEDULE_KEY) return <WeekLink id={id} describedBy={describedBy} />;
      return (
        <Input
          {...common}
          type={setting.kind === "secret" ? "password" : "text"}
          autoComplete="off"
          placeholder={setting.kind === "secret" && setting.isSet ? "Stored; type to replace" : undefined}
          value={String(value)}
          onChange={(event) => onChange(event.target.value)}
        />
      );
  }
}

/** Leads to the picture of the week, where windows and blackouts are edited. */
function WeekLink({ id, describedBy }: { id: string; describedBy: string }) {
  return (
    <Button asChild>
      <Link id={id} aria-describedby={describedBy} href="/automation?view=week">
        Edit the week
      </Link>
    </Button>
  );
}
