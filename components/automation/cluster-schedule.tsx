"use client";

import { Skeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/values/states";
import type { AutomationCluster } from "@/lib/api/automation";
import { settingsResponse } from "@/lib/api/settings";
import { useAutomationSettings } from "@/lib/client/automation/use-automation-settings";
import { SETTINGS_ADDRESS } from "@/lib/client/http/api-addresses";
import { fieldIssuesOf, messageOf } from "@/lib/client/http/api-error";
import { requestApi } from "@/lib/client/http/request-api";
import { notify } from "@/lib/client/state/notices";
import { useViewer } from "@/lib/client/state/viewer-context";
import { WeekEditor } from "./week-editor";

const KEY = "automation.schedule";

interface ClusterScheduleProps {
  automation: AutomationCluster;
  /** Of all clusters that have none of their own. */
  everywhere: boolean;
  onChanged: () => Promise<unknown>;
}

/** The week of one cluster, or of all that have none of their own. */
export function ClusterSchedule({ automation: { clusterId }, everywhere, onChanged }: ClusterScheduleProps) {
  const { sections, error, reread } = useAutomationSettings(clusterId, everywhere);
  const refusal = useViewer().refusal("admin");
  const setting = sections?.flatMap(({ settings }) => settings).find(({ key }) => key === KEY);

  async function save(text: string | null): Promise<string | null> {
    try {
      await requestApi(SETTINGS_ADDRESS, {
        method: "PUT",
        schema: settingsResponse,
        body: { ...(everywhere ? {} : { cluster: clusterId }), values: { [KEY]: text } },
      });
      await Promise.all([reread(), onChanged()]);
      notify("Windows and blackouts saved", { detail: "The next run heeds them." });
      return null;
    } catch (problem) {
      return Object.values(fieldIssuesOf(problem))[0] ?? messageOf(problem);
    }
  }

  async function reset() {
    const problem = await save(null);
    if (problem !== null) notify("Windows and blackouts were not changed", { tone: "bad", detail: problem });
  }

  return (
    <div className="flex flex-col gap-3">
      {error && !setting ? (
        <div className="panel">
          <ErrorState title="The windows could not be read">{messageOf(error)}</ErrorState>
        </div>
      ) : null}
      {setting || error ? null : <Skeleton className="h-80 rounded-lg" />}
      {setting ? (
        <WeekEditor
          key={`${everywhere}:${String(setting.value)}`}
          text={String(setting.value)}
          refusal={refusal}
          onSave={save}
          reset={
            setting.isSet
              ? { title: everywhere ? "Remove all" : "Use those of all clusters", onReset: reset }
              : null
          }
        />
      ) : null}
    </div>
  );
}
