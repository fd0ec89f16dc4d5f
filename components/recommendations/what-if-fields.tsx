"use client";

import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { type SettingRow, settingsResponse } from "@/lib/api/settings";
import { formatSettingValue, settingUnitWord } from "@/lib/client/format/format-setting";
import { clusterSettingsAddress } from "@/lib/client/http/api-addresses";
import { useApi } from "@/lib/client/http/use-api";
import { type WhatIfForm, whatIfRows } from "@/lib/client/recommendations/what-if-form";
import { useNodes } from "@/lib/client/state/initial-rows";
import { SCORING_PRESETS } from "@/lib/scoring/scoring-presets";

interface WhatIfFieldsProps {
  clusterId: string;
  form: WhatIfForm;
  issues: Readonly<Record<string, string>>;
  onChange: (form: WhatIfForm) => void;
}

/** What may be different: settings left empty stay as they are stored. */
export function WhatIfFields({ clusterId, form, issues, onChange }: WhatIfFieldsProps) {
  const { data } = useApi(clusterSettingsAddress({ cluster: clusterId }), settingsResponse);
  const rows = whatIfRows(data?.data.sections.flatMap(({ settings }) => settings) ?? []);
  const nodes = useNodes().filter((node) => node.clusterId === clusterId);
  const toggleNode = (name: string, on: boolean) =>
    onChange({
      ...form,
      evacuate: on ? [...form.evacuate, name] : form.evacuate.filter((known) => known !== name),
    });

  return (
    <>
      <div className="grid min-h-14 gap-3 sm:grid-cols-2 lg:grid-cols-4">
        {rows.map((setting) => (
          <WhatIfField
            key={setting.key}
            setting={setting}
            value={form.values[setting.key] ?? ""}
            problem={issues[`settings.${setting.key}`]}
            onChange={(value) => onChange({ ...form, values: { ...form.values, [setting.key]: value } })}
          />
        ))}
        <Field label="Scoring preset">
          {(control) => (
            <Select
              {...control}
              value={form.preset}
              onChange={(event) => onChange({ ...form, preset: event.target.value })}
            >
              <option value="">As set</option>
              {SCORING_PRESETS.map(({ id, title }) => (
                <option key={id} value={id}>
                  {title}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </div>
      <fieldset className="mt-3">
        <legend className="font-medium">Nodes to empty</legend>
        <div className="mt-1 flex flex-wrap gap-x-4 gap-y-1">
          {nodes.map(({ name }) => (
            <label key={name} className="inline-flex min-h-6 items-center gap-1.5">
              <input
                type="checkbox"
                className="size-4 accent-accent"
                checked={form.evacuate.includes(name)}
                onChange={(event) => toggleNode(name, event.target.checked)}
              />
              {name}
            </label>
          ))}
        </div>
      </fieldset>
    </>
  );
}

interface WhatIfFieldProps {
  setting: SettingRow;
  value: string;
  problem: string | undefined;
  onChange: (value: string) => void;
}

function WhatIfField({ setting, value, problem, onChange }: WhatIfFieldProps) {
  const unit = settingUnitWord(setting.unit);
  const stored = setting.options.find((option) => option.value === setting.value)?.title;
  return (
    <Field label={TITLES[setting.key] ?? setting.title} problem={problem}>
      {(control) =>
        setting.kind === "choice" ? (
          <Select {...control} value={value} onChange={(event) => onChange(event.target.value)}>
            <option value="">{stored ?? String(setting.value)}, as set</option>
            {setting.options
              .filter((option) => option.value !== setting.value)
              .map((option) => (
                <option key={option.value} value={option.value}>
                  {option.title}
                </option>
              ))}
          </Select>
        ) : (
          <span className="flex items-center gap-1.5">
            <Input
              {...control}
              inputMode="decimal"
              autoComplete="off"
              className="figure"
              placeholder={formatSettingValue(setting.value, null)}
              value={value}
              onChange={(event) => onChange(event.target.value)}
            />
            {unit ? <span className="text-muted text-sm">{unit}</span> : null}
          </span>
        )
      }
    </Field>
  );
}

/** Shorter than on the settings page, where there is room. */
const TITLES: Readonly<Record<string, string>> = {
  "planning.balanciness": "Balanciness",
  "planning.maxMoves": "Most moves",
};
