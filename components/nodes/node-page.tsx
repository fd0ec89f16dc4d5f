"use client";

import Link from "next/link";
import { useMemo } from "react";
import { RangeSwitch } from "@/components/charts/range-switch";
import { HaRuleList } from "@/components/clusters/ha-rule-list";
import { ReplicationList } from "@/components/clusters/replication-list";
import { EventList } from "@/components/events/event-list";
import { NodeMaintenance } from "@/components/maintenance/node-maintenance";
import { Badge } from "@/components/ui/badge";
import { Panel } from "@/components/values/panel";
import { StateMark } from "@/components/values/state-mark";
import { VerdictMark } from "@/components/values/verdict-mark";
import type { EventRow } from "@/lib/api/events";
import { eventList } from "@/lib/api/events";
import { type NodeDetail, nodeDetail } from "@/lib/api/nodes";
import type { SeriesResponse } from "@/lib/api/series";
import { clusterAddress, withScope } from "@/lib/client/addresses";
import { eventMarks } from "@/lib/client/format/event-marks";
import { formatDuration } from "@/lib/client/format/format-duration";
import { eventsAddress, nodeDetailAddress } from "@/lib/client/http/api-addresses";
import { useApi } from "@/lib/client/http/use-api";
import { useClusters, useNodes } from "@/lib/client/state/initial-rows";
import { useChartSpan } from "@/lib/client/state/use-chart-span";
import { useScope } from "@/lib/client/state/use-scope";
import { NodeCharts } from "./node-charts";
import { NodeFacts } from "./node-facts";
import { NodeGuests } from "./node-guests";
import { NodePolicyPanel } from "./node-policy-panel";
import { NodeStorages } from "./node-storages";
import { NodeTasks } from "./node-tasks";
import { ScoreBreakdown } from "./score-breakdown";

interface NodePageProps {
  initial: NodeDetail;
  /** Key of the span that the series is of. */
  initialSpan: string;
  initialSeries: SeriesResponse | null;
  initialEvents: readonly EventRow[];
}

export function NodePage({ initial, initialSpan, initialSeries, initialEvents }: NodePageProps) {
  const { clusterId, name } = initial.row;
  const [{ key: span }] = useChartSpan();
  const clusters = useClusters();
  const live = useNodes().find((row) => row.clusterId === clusterId && row.name === name);
  const { data } = useApi(nodeDetailAddress(clusterId, name), nodeDetail, {
    refreshInterval: 10_000,
    fallbackData: { data: initial, meta: undefined },
  });
  const { data: eventAnswer } = useApi(
    eventsAddress({ cluster: clusterId, node: name, limit: "100" }),
    eventList,
    {
      refreshInterval: 15_000,
      fallbackData: { data: [...initialEvents], meta: undefined },
    },
  );
  const detail = data?.data ?? initial;
  const row = live ?? detail.row;
  const events = eventAnswer?.data ?? initialEvents;
  const marks = useMemo(() => eventMarks(events), [events]);
  const cluster = clusters.find(({ id }) => id === clusterId);

  return (
    <>
      <NodeHeader detail={detail} row={row} clusterName={cluster?.name ?? ""} />
      <div className="grid items-start gap-3 lg:grid-cols-[minmax(0,1fr)_24rem]">
        <div className="flex min-w-0 flex-col gap-3">
          <NodeCharts row={row} initial={span === initialSpan ? initialSeries : null} marks={marks} />
          <NodeGuests
            clusterId={clusterId}
            node={name}
            threads={row.cpuCount}
            memoryBytes={row.memoryTotalBytes}
          />
        </div>
        <div className="flex min-w-0 flex-col gap-3">
          <ScoreBreakdown score={detail.score} />
          <NodeFacts detail={detail} row={row} />
          <NodePolicyPanel clusterId={clusterId} node={name} />
          <NodeStorages storages={detail.storages} />
          <NodeRules clusterId={clusterId} detail={detail} />
          <NodeTasks clusterId={clusterId} tasks={detail.tasks} />
          <Panel title="Events" bodyClassName="p-0">
            <EventList events={events.slice(0, 8)} empty="Nothing has happened to this node yet." />
          </Panel>
        </div>
      </div>
    </>
  );
}

/** PVE's own rules and replication jobs that have to do with the node; nothing when there are none. */
function NodeRules({ clusterId, detail }: { clusterId: string; detail: NodeDetail }) {
  const { haRules, replication } = detail;
  return (
    <>
      {haRules && haRules.length > 0 ? (
        <Panel title="Rules of high availability" bodyClassName="max-h-72 overflow-y-auto">
          <HaRuleList clusterId={clusterId} rules={haRules} empty="" />
        </Panel>
      ) : null}
      {replication && replication.length > 0 ? (
        <Panel title="Replication" bodyClassName="max-h-72 overflow-y-auto">
          <ReplicationList clusterId={clusterId} jobs={replication} empty="" />
        </Panel>
      ) : null}
    </>
  );
}

function NodeHeader({
  detail,
  row,
  clusterName,
}: {
  detail: NodeDetail;
  row: NodeDetail["row"];
  clusterName: string;
}) {
  const { text } = useScope();
  return (
    <div className="mb-3 flex flex-wrap items-end justify-between gap-x-4 gap-y-2">
      <div className="min-w-0">
        <nav aria-label="Where this is" className="text-muted text-sm">
          <Link href={withScope("/nodes", text)} className="hover:text-fg hover:underline">
            Nodes
          </Link>{" "}
          /{" "}
          <Link href={clusterAddress(row.clusterId)} className="hover:text-fg hover:underline">
            {clusterName}
          </Link>
        </nav>
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h1 className="font-semibold text-xl">{row.name}</h1>
          <StateMark state={row.status} />
          <VerdictMark verdict={row.verdict} suitabilityPercent={row.suitabilityPercent} />
          {row.haState && row.haState !== "online" ? <Badge tone="warn">HA {row.haState}</Badge> : null}
        </div>
        <p className="text-muted">
          {row.mainReason ?? "Nothing costs this node anything"}
          <span className="whitespace-nowrap"> · up {formatDuration(row.uptimeSeconds)}</span>
          {detail.row.pveVersion ? `, Proxmox VE ${detail.row.pveVersion}` : ""}
        </p>
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <NodeMaintenance clusterId={row.clusterId} node={row.name} />
        <RangeSwitch />
      </div>
    </div>
  );
}
