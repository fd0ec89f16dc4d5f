"use client";

import { useMemo, useState } from "react";
import type { SettingRow, SettingsResponse } from "@/lib/api/settings";
import { settingsResponse } from "@/lib/api/settings";
import { fieldIssuesOf, messageOf } from "@/lib/client/http/api-error";
import { requestApi } from "@/lib/client/http/request-api";
import { notify } from "@/lib/client/state/notices";
import {
  changeDraft,
  type DraftValue,
  draftProblem,
  draftUpdate,
  editedValues,
  type SettingDraft,
  shownValue,
} from "@/lib/client/state/setting-draft";
import { useLeaveWarning } from "@/lib/client/state/use-leave-warning";
import { useViewer } from "@/lib/client/state/viewer-context";
import { SCORING_SECTIONS } from "@/lib/scoring/scoring-settings";
import { ScorePreviewPanel } from "./score-preview-panel";
import { SettingField } from "./setting-field";
import { UnsavedBar } from "./unsaved-bar";

const SCORING_KEYS: ReadonlySet<string> = new Set(
  SCORING_SECTIONS.flatMap(({ settings }) => settings.map(({ key }): string => key)),
);

interface SettingsFormProps {
  section: SettingsResponse["sections"][number];
  /** Set when the values are one cluster's own. */
  clusterId: string | null;
  onSaved?: () => unknown;
}

/** One section of the settings, edited as a whole: everything is saved or nothing. */
export function SettingsForm({ section, clusterId, onSaved }: SettingsFormProps) {
  const { refusal } = useViewer();
  const [settings, setSettings] = useState<readonly SettingRow[]>(section.settings);
  const [draft, setDraft] = useState<SettingDraft>({});
  const [serverIssues, setServerIssues] = useState<Readonly<Record<string, string>>>({});
  const [saving, setSaving] = useState(false);

  const changed = Object.keys(draft);
  const previews = useMemo(() => settings.some(({ key }) => SCORING_KEYS.has(key)), [settings]);
  useLeaveWarning(changed.length > 0);
  const problems = useMemo(() => {
    const found = settings.map(
      (setting) => [setting.key, draftProblem(setting, draft[setting.key])] as const,
    );
    return Object.fromEntries(found.filter(([, problem]) => problem !== null));
  }, [settings, draft]);

  function change(setting: SettingRow, value: DraftValue) {
    setDraft(changeDraft(draft, setting, value));
    const { [setting.key]: _solved, ...others } = serverIssues;
    setServerIssues(others);
  }

  async function save() {
    setSaving(true);
    try {
      const { data } = await requestApi("/api/v1/settings", {
        method: "PUT",
        schema: settingsResponse,
        body: { ...(clusterId ? { cluster: clusterId } : {}), values: draftUpdate(settings, draft) },
      });
      const fresh = data.sections.find(({ id }) => id === section.id)?.settings ?? settings;
      const keys = new Set(settings.map(({ key }) => key));
      setSettings(fresh.filter(({ key }) => keys.has(key)));
      setDraft({});
      setServerIssues({});
      notify("Settings saved", { detail: "They apply from the next reading on." });
      onSaved?.();
    } catch (problem) {
      setServerIssues(issuesByKey(fieldIssuesOf(problem), changed));
      notify("Settings were not saved", { tone: "bad", detail: messageOf(problem) });
    } finally {
      setSaving(false);
    }
  }

  return (
    <form
      aria-label={section.title}
      onSubmit={(event) => {
        event.preventDefault();
        if (changed.length > 0 && Object.keys(problems).length === 0) void save();
      }}
    >
      <div className={previews ? "grid items-start gap-3 xl:grid-cols-[minmax(0,1fr)_24rem]" : undefined}>
        <div className="panel px-4">
          {settings.map((setting) => (
            <SettingField
              key={setting.key}
              setting={setting}
              value={shownValue(setting, draft)}
              edited={setting.key in draft}
              problem={problems[setting.key] ?? serverIssues[setting.key] ?? null}
              refusal={refusal("admin")}
              onChange={(value) => change(setting, value)}
            />
          ))}
        </div>
        {previews ? (
          <ScorePreviewPanel
            clusterId={clusterId}
            edited={Object.keys(problems).length > 0 ? null : editedValues(settings, draft)}
          />
        ) : null}
      </div>
      <UnsavedBar
        count={changed.length}
        blocked={Object.keys(problems).length > 0}
        saving={saving}
        onDiscard={() => {
          setDraft({});
          setServerIssues({});
        }}
      />
    </form>
  );
}

/** The server names a field `values.collection.intervalSeconds`; the form knows it by its key. */
function issuesByKey(
  issues: Readonly<Record<string, string>>,
  keys: readonly string[],
): Readonly<Record<string, string>> {
  const entries = Object.entries(issues).map(([path, message]) => {
    const key = keys.find((candidate) => path === candidate || path.endsWith(`.${candidate}`));
    return [key ?? path, message] as const;
  });
  return Object.fromEntries(entries);
}
