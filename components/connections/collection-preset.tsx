"use client";

import Link from "next/link";
import { useId } from "react";
import { Label } from "@/components/ui/label";
import { Select } from "@/components/ui/select";
import { type SettingRow, settingsResponse } from "@/lib/api/settings";
import { settingsAddress } from "@/lib/client/addresses";
import { formatDuration } from "@/lib/client/format/format-duration";
import { clusterSettingsAddress, SETTINGS_ADDRESS } from "@/lib/client/http/api-addresses";
import { messageOf } from "@/lib/client/http/api-error";
import { requestApi } from "@/lib/client/http/request-api";
import { useApi } from "@/lib/client/http/use-api";
import { notify } from "@/lib/client/state/notices";
import { useViewer } from "@/lib/client/state/viewer-context";

const KEY = "collection.preset";
const INHERITED = "";

interface CollectionPresetProps {
  clusterId: string;
  name: string;
  /** That applies now. */
  intervalSeconds: number | null;
  /** The connection's own interval goes before the preset's. */
  hasOwnInterval: boolean;
}

/** How often and how hard one cluster is read: as all clusters, by a preset, or by values of its own. */
export function CollectionPreset({
  clusterId,
  name,
  intervalSeconds,
  hasOwnInterval,
}: CollectionPresetProps) {
  const id = useId();
  const { refusal } = useViewer();
  const { data, mutate } = useApi(clusterSettingsAddress({ cluster: clusterId }), settingsResponse, {
    revalidateOnFocus: false,
  });
  const preset = data?.data.sections.flatMap(({ settings }) => settings).find(({ key }) => key === KEY);

  async function choose(value: string) {
    try {
      await requestApi(SETTINGS_ADDRESS, {
        method: "PUT",
        schema: settingsResponse,
        body: { cluster: clusterId, values: { [KEY]: value === INHERITED ? null : value } },
      });
      notify(`How ${name} is read was changed`, { detail: "It applies from the next minute on." });
      await mutate();
    } catch (problem) {
      notify(`How ${name} is read was not changed`, { tone: "bad", detail: messageOf(problem) });
    }
  }

  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
      <Label htmlFor={id} className="font-normal text-muted">
        Collection
      </Label>
      <Select
        id={id}
        className="w-64 max-w-full"
        disabled={refusal("admin") !== null}
        title={refusal("admin") ?? undefined}
        aria-description={refusal("admin") ?? undefined}
        value={preset?.isSet ? String(preset.value) : INHERITED}
        onChange={(event) => void choose(event.target.value)}
      >
        <option value={INHERITED}>
          As all clusters{preset ? ` (${titleOf(preset, preset.default)})` : ""}
        </option>
        {(preset?.options ?? []).map(({ value, title }) => (
          <option key={value} value={value}>
            {value === "own" ? "Values of its own" : title}
          </option>
        ))}
      </Select>
      <span className="text-muted">
        {intervalSeconds === null ? null : (
          <>
            Read every <span className="figure text-fg">{formatDuration(intervalSeconds)}</span>
            {hasOwnInterval ? ", as this connection says" : ""}.{" "}
          </>
        )}
        <Link
          href={`${settingsAddress("collection")}?for=${clusterId}`}
          className="text-accent underline underline-offset-2"
        >
          All values
        </Link>
      </span>
    </div>
  );
}

function titleOf({ options }: SettingRow, chosen: SettingRow["default"]): string {
  const title = options.find(({ value }) => value === chosen)?.title ?? "";
  return chosen === "own" ? "their values" : (title.split(",")[0] ?? title).toLowerCase();
}
