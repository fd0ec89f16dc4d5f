"use client";

import { EndpointTable } from "@/components/connections/endpoint-table";
import { PageHeading } from "@/components/values/page-heading";
import { Panel } from "@/components/values/panel";
import { ErrorState } from "@/components/values/states";
import { connectionActivityList } from "@/lib/api/connection-activity";
import { type PerformanceFigures, performanceFigures } from "@/lib/api/performance";
import { CONNECTION_ACTIVITY_ADDRESS, PERFORMANCE_ADDRESS } from "@/lib/client/http/api-addresses";
import { messageOf } from "@/lib/client/http/api-error";
import { useApi } from "@/lib/client/http/use-api";
import { useViewer } from "@/lib/client/state/viewer-context";
import { CallTable } from "./call-table";
import { CollectionTable } from "./collection-table";
import { DatabasePanel } from "./database-panel";
import { ProcessPanels } from "./process-panels";

const REFRESH_MS = 5_000;

/** What Evenkeel itself costs, and what it costs Proxmox VE. */
export function PerformancePage({ initial }: { initial: PerformanceFigures }) {
  const { data, error } = useApi(PERFORMANCE_ADDRESS, performanceFigures, {
    refreshInterval: REFRESH_MS,
    fallbackData: { data: initial, meta: undefined },
  });
  const figures = data?.data ?? initial;

  return (
    <>
      <PageHeading
        title="Performance"
        description="What Evenkeel costs this machine, its database and Proxmox VE."
      />
      {error ? <ErrorState title="The figures could not be read">{messageOf(error)}</ErrorState> : null}
      <div className="grid items-start gap-3 lg:grid-cols-[minmax(0,1fr)_26rem]">
        <div className="flex min-w-0 flex-col gap-3">
          <CollectionTable collection={figures.collection} />
          <EndpointPanel collection={figures.collection} />
          <CallTable calls={figures.calls} />
        </div>
        <div className="flex min-w-0 flex-col gap-3">
          <DatabasePanel database={figures.database} />
          <ProcessPanels figures={figures} />
        </div>
      </div>
    </>
  );
}

/** Hosts are shown to administrators only. */
function EndpointPanel({ collection }: Pick<PerformanceFigures, "collection">) {
  const { refusal } = useViewer();
  const isAdmin = refusal("admin") === null;
  const { data } = useApi(isAdmin ? CONNECTION_ACTIVITY_ADDRESS : null, connectionActivityList, {
    refreshInterval: REFRESH_MS,
  });
  const activities = data?.data ?? [];
  if (!isAdmin || activities.length === 0) return null;
  const nameOf = (id: string) => collection.find(({ clusterId }) => clusterId === id)?.name ?? "a cluster";
  return (
    <Panel title="Endpoints" bodyClassName="p-0">
      {activities.map(({ clusterId, endpoints }) => (
        <section
          key={clusterId}
          aria-label={nameOf(clusterId)}
          className="border-line border-b last:border-b-0"
        >
          {activities.length > 1 ? <h3 className="px-4 pt-2 font-medium">{nameOf(clusterId)}</h3> : null}
          <EndpointTable label={`Endpoints of ${nameOf(clusterId)}`} endpoints={endpoints} />
        </section>
      ))}
    </Panel>
  );
}
