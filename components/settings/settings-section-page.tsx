"use client";

import { Label } from "@/components/ui/label";
import { Select } from "@/components/ui/select";
import { Skeleton } from "@/components/ui/skeleton";
import { PageHeading } from "@/components/values/page-heading";
import { ErrorState } from "@/components/values/states";
import { type SettingsResponse, settingsResponse } from "@/lib/api/settings";
import { messageOf } from "@/lib/client/http/api-error";
import { useApi } from "@/lib/client/http/use-api";
import { useClusters } from "@/lib/client/state/initial-rows";
import { useSearchState } from "@/lib/client/state/use-search-state";
import { useViewer } from "@/lib/client/state/viewer-context";
import { SettingsForm } from "./settings-form";

type Section = SettingsResponse["sections"][number];

/** One section of the settings, for everything or as one cluster's own. */
export function SettingsSectionPage({ section }: { section: Section }) {
  const [parameters, change] = useSearchState();
  const { refusal } = useViewer();
  const clusters = useClusters();
  const forCluster = parameters.get("for");
  const perCluster = section.settings.some(({ scope }) => scope === "cluster");

  return (
    <>
      <PageHeading
        title={section.title}
        description={section.help}
        actions={
          perCluster && clusters.length > 0 ? (
            <div className="flex items-center gap-2">
              <Label htmlFor="settings-for" className="font-normal text-muted">
                For
              </Label>
              <Select
                id="settings-for"
                className="w-44"
                value={forCluster ?? ""}
                onChange={(event) => change({ for: event.target.value || null })}
              >
                <option value="">all clusters</option>
                {clusters.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name} only
                  </option>
                ))}
              </Select>
            </div>
          ) : null
        }
      />
      {refusal("admin") ? <p className="mb-3 text-muted">{refusal("admin")}</p> : null}
      {forCluster && perCluster ? (
        <ClusterSettings key={forCluster} sectionId={section.id} clusterId={forCluster} />
      ) : (
        <SettingsForm section={section} clusterId={null} />
      )}
    </>
  );
}

function ClusterSettings({ sectionId, clusterId }: { sectionId: string; clusterId: string }) {
  const { data, error } = useApi(`/api/v1/settings?cluster=${clusterId}`, settingsResponse, {
    revalidateOnFocus: false,
  });
  if (error) return <ErrorState title="The settings could not be read">{messageOf(error)}</ErrorState>;
  if (!data) return <Skeleton className="h-64" />;
  const section = data.data.sections.find(({ id }) => id === sectionId);
  if (!section) return <p className="text-muted">Nothing here can be set for one cluster.</p>;
  return <SettingsForm section={section} clusterId={clusterId} />;
}
