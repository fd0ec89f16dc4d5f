"use client";

import Link from "next/link";
import { ClusterLogPanel } from "@/components/events/cluster-log-panel";
import { Panel } from "@/components/values/panel";
import { type ClusterDetail, clusterDetail } from "@/lib/api/cluster-detail";
import { type ClusterLogRow, clusterLogList } from "@/lib/api/cluster-log";
import { useAutomation } from "@/lib/client/automation/use-automation";
import { clusterDetailAddress, clusterLogAddress } from "@/lib/client/http/api-addresses";
import { useApi } from "@/lib/client/http/use-api";
import { useClusters } from "@/lib/client/state/initial-rows";
import { BalancerPanel } from "./balancer-panel";
import { ClusterBackups } from "./cluster-backups";
import { ClusterState } from "./cluster-state";
import { ClusterStorages } from "./cluster-storages";
import { ClusterUse } from "./cluster-use";
import { HaRuleList } from "./ha-rule-list";
import { HaServices } from "./ha-services";
import { NotReadYet } from "./not-read-yet";
import { ReplicationList } from "./replication-list";

const LINES = 15;

interface ClusterPageProps {
  initial: ClusterDetail;
  initialLog: readonly ClusterLogRow[];
}

/** One cluster: what PVE itself decides in it, what protects its guests, what its storages hold. */
export function ClusterPage({ initial, initialLog }: ClusterPageProps) {
  const { id } = initial.row;
  const live = useClusters().find((cluster) => cluster.id === id);
  const { data } = useApi(clusterDetailAddress(id), clusterDetail, {
    refreshInterval: 15_000,
    fallbackData: { data: initial, meta: undefined },
  });
  const log = useApi(clusterLogAddress({ cluster: id, limit: String(LINES) }), clusterLogList, {
    refreshInterval: 30_000,
    fallbackData: { data: [...initialLog], meta: undefined },
  });
  const { automation } = useAutomation(id);
  const detail = data?.data ?? initial;
  const row = live ?? detail.row;
  const { highAvailability, replication } = detail;

  return (
    <>
      <div className="mb-3">
        <nav aria-label="Where this is" className="text-muted text-sm">
          <Link href="/clusters" className="hover:text-fg hover:underline">
            Clusters
          </Link>
        </nav>
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h1 className="font-semibold text-xl">{row.name}</h1>
          <ClusterState cluster={row} />
        </div>
        <p className="text-muted">
          {detail.corosyncName ? `Cluster ${detail.corosyncName}` : "Single host"}
          {row.pveVersion ? `, Proxmox VE ${row.pveVersion}` : ""}
        </p>
        {row.problem ? (
          <p role="alert" className="mt-1 text-bad">
            {row.problem.message}
          </p>
        ) : null}
      </div>
      <ClusterUse row={row} />
      <div className="mt-3 grid items-start gap-3 lg:grid-cols-[minmax(0,1fr)_26rem]">
        <div className="flex min-w-0 flex-col gap-3">
          <HaServices clusterId={id} services={highAvailability?.services ?? null} />
          <ClusterStorages storages={detail.storages} />
          <ClusterLogPanel clusterId={id} rows={log.data?.data ?? initialLog} />
        </div>
        <div className="flex min-w-0 flex-col gap-3">
          <BalancerPanel
            balancer={detail.balancer}
            standalone={detail.corosyncName === null}
            acting={automation?.nativeBalancer ?? null}
          />
          <Panel title="Rules of high availability">
            {highAvailability ? (
              <HaRuleList
                clusterId={id}
                rules={highAvailability.rules}
                empty="Proxmox VE keeps no rule here."
              />
            ) : (
              <NotReadYet what="The rules have" />
            )}
          </Panel>
          <ClusterBackups clusterId={id} backups={detail.backups} />
          <Panel title="Replication">
            {replication ? (
              <ReplicationList clusterId={id} jobs={replication} empty="No guest's disks are replicated." />
            ) : (
              <NotReadYet what="Replication has" />
            )}
          </Panel>
          <FailedParts parts={detail.failedParts} />
        </div>
      </div>
    </>
  );
}

function FailedParts({ parts }: { parts: ClusterDetail["failedParts"] }) {
  if (parts.length === 0) return null;
  return (
    <Panel title="Could not be read">
      <ul className="flex flex-col gap-1 text-sm">
        {parts.map(({ part, error }) => (
          <li key={part} className="break-words">
            <span className="font-mono">{part}</span> <span className="text-muted">{error}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
