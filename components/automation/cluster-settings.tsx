"use client";

import { SettingsForm } from "@/components/settings/settings-form";
import { Skeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/values/states";
import type { AutomationCluster } from "@/lib/api/automation";
import type { SettingRow } from "@/lib/api/settings";
import { useAutomationSettings } from "@/lib/client/automation/use-automation-settings";
import { messageOf } from "@/lib/client/http/api-error";
import { useViewer } from "@/lib/client/state/viewer-context";

/** Edited as a picture instead, beside these. */
const SCHEDULE = "automation.schedule";

/** Chosen above, for one cluster: off, dry run or on. */
const MODE: readonly string[] = ["automation.enabled", "automation.dryRun"];

interface ClusterSettingsProps {
  automation: AutomationCluster;
  /** Of all clusters that have none of their own. */
  everywhere: boolean;
  onChanged: () => Promise<unknown>;
}

/** Everything that automation can be told, in place. */
export function ClusterSettings({ automation: { clusterId }, everywhere, onChanged }: ClusterSettingsProps) {
  const { sections, error } = useAutomationSettings(clusterId, everywhere);
  const isShown = ({ key }: SettingRow) => key !== SCHEDULE && (everywhere || !MODE.includes(key));
  const refusal = useViewer().refusal("admin");
  return (
    <div className="flex flex-col gap-3">
      {refusal ? <p className="text-muted">{refusal}</p> : null}
      {error && !sections ? (
        <div className="panel">
          <ErrorState title="The settings could not be read">{messageOf(error)}</ErrorState>
        </div>
      ) : null}
      {sections || error ? null : <Skeleton className="h-80 rounded-lg" />}
      {sections?.map((section) => (
        <section
          key={`${everywhere}:${section.id}`}
          aria-labelledby={`${section.id}-title`}
          className="max-w-4xl"
        >
          <h2 id={`${section.id}-title`} className="font-semibold text-lg">
            {section.title}
          </h2>
          <p className="mb-2 text-muted">{section.help}</p>
          <SettingsForm
            section={{ ...section, settings: section.settings.filter(isShown) }}
            clusterId={everywhere ? null : clusterId}
            onSaved={onChanged}
          />
        </section>
      ))}
    </div>
  );
}
