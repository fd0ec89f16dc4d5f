"use client";

import { SettingsForm } from "@/components/settings/settings-form";
import { Skeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/values/states";
import type { AutomationCluster } from "@/lib/api/automation";
import { useAutomationSettings } from "@/lib/client/automation/use-automation-settings";
import { messageOf } from "@/lib/client/http/api-error";
import { useViewer } from "@/lib/client/state/viewer-context";
import { ScopeSwitch } from "./scope-switch";

/** Edited as a picture instead, beside these. */
const SCHEDULE = "automation.schedule";

interface ClusterSettingsProps {
  automation: AutomationCluster;
  onChanged: () => Promise<unknown>;
}

/** Everything that automation can be told, in place. */
export function ClusterSettings({ automation: { clusterId, clusterName }, onChanged }: ClusterSettingsProps) {
  const { everywhere, setEverywhere, sections, error } = useAutomationSettings(clusterId);
  const refusal = useViewer().refusal("admin");
  return (
    <div className="flex flex-col gap-3">
      <ScopeSwitch clusterName={clusterName} everywhere={everywhere} onChange={setEverywhere} />
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
            section={{ ...section, settings: section.settings.filter(({ key }) => key !== SCHEDULE) }}
            clusterId={everywhere ? null : clusterId}
            onSaved={onChanged}
          />
        </section>
      ))}
    </div>
  );
}
