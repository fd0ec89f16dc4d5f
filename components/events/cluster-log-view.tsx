"use client";

import { ScrollText } from "lucide-react";
import { SearchField } from "@/components/ui/search-field";
import { Select } from "@/components/ui/select";
import { Skeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState } from "@/components/values/states";
import { clusterLogList } from "@/lib/api/cluster-log";
import { clusterLogAddress } from "@/lib/client/http/api-addresses";
import { messageOf } from "@/lib/client/http/api-error";
import { useApi } from "@/lib/client/http/use-api";
import { useClusters } from "@/lib/client/state/initial-rows";
import { useScope } from "@/lib/client/state/use-scope";
import { useSearchState } from "@/lib/client/state/use-search-state";
import { useSearchText } from "@/lib/client/state/use-search-text";
import { ClusterLogList } from "./cluster-log-list";

const MOST = "500";

/** The clusters' own logs, as far back as Proxmox VE still tells them. */
export function ClusterLogView() {
  const [parameters, change] = useSearchState();
  const [text, setText] = useSearchText("text");
  const scope = useScope();
  const clusters = useClusters();
  const priority = parameters.get("priority");
  const only = scope.ids?.size === 1 ? ([...scope.ids][0] ?? null) : null;
  const { data, error } = useApi(
    clusterLogAddress({ limit: MOST, text: parameters.get("text"), priority, cluster: only }),
    clusterLogList,
    { refreshInterval: 15_000 },
  );
  const rows = (data?.data ?? []).filter(({ clusterId }) => scope.has(clusterId));
  const names = new Map(clusters.map(({ id, name }) => [id, name]));
  const several = clusters.filter(({ id }) => scope.has(id)).length > 1;
  const filtered = text !== "" || priority !== null;

  return (
    <>
      <div className="mb-2 flex flex-wrap gap-2">
        <SearchField
          label="Search in the cluster log"
          placeholder="Message, user, node or tag"
          className="w-72 max-w-full"
          value={text}
          onSearch={setText}
        />
        <Select
          aria-label="Urgency"
          className="w-52"
          value={priority ?? ""}
          onChange={(event) => change({ priority: event.target.value || null })}
        >
          <option value="">Every line</option>
          <option value="4">Warnings and errors</option>
          <option value="3">Errors</option>
        </Select>
      </div>
      <div className="panel">
        {error && !data ? (
          <ErrorState title="The log could not be read">{messageOf(error)}</ErrorState>
        ) : null}
        {data || error ? null : <Skeleton className="m-4 h-40" />}
        {data && rows.length === 0 ? (
          <EmptyState Icon={ScrollText} title={filtered ? "No line is like that" : "The log is empty"}>
            {filtered
              ? "Search for less, or look at every line."
              : "Sign-ins, changes of the membership and of high availability appear here. Starts and ends of tasks are listed with their node or guest."}
          </EmptyState>
        ) : null}
        <ClusterLogList
          rows={rows}
          clusterNameOf={({ clusterId }) => (several ? (names.get(clusterId) ?? null) : null)}
        />
      </div>
    </>
  );
}
