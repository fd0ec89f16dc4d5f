"use client";

import { Network } from "lucide-react";
import Link from "next/link";
import { Table, TableCell, TableHead, TableRow } from "@/components/ui/table";
import { Figure } from "@/components/values/figure";
import { Meter, type MetricKind } from "@/components/values/meter";
import { PageHeading } from "@/components/values/page-heading";
import { EmptyState } from "@/components/values/states";
import type { ClusterRow } from "@/lib/api/clusters";
import { clusterAddress, settingsAddress } from "@/lib/client/addresses";
import { cn } from "@/lib/client/class-names";
import { countOf } from "@/lib/client/format/format-count";
import { fractionQuantity, percentQuantity, shareOf } from "@/lib/client/format/format-percent";
import { useClusters } from "@/lib/client/state/initial-rows";
import { usePhone } from "@/lib/client/state/use-phone";
import { useScope } from "@/lib/client/state/use-scope";
import { ClusterState } from "./cluster-state";
import { ClusterUse } from "./cluster-use";

/** Every cluster in one row: how it is, what it holds and how full it is. */
export function ClustersPage() {
  const scope = useScope();
  const clusters = useClusters().filter(({ id }) => scope.has(id));
  const phone = usePhone();
  return (
    <>
      <PageHeading title="Clusters" description={countOf(clusters.length, "cluster")} />
      {phone ? <ClusterCards clusters={clusters} /> : null}
      <div className={cn("panel", phone && clusters.length > 0 && "hidden")}>
        {clusters.length === 0 ? (
          <EmptyState Icon={Network} title="No cluster yet">
            <Link href={settingsAddress("connections")} className="text-accent underline underline-offset-2">
              Connect one
            </Link>{" "}
            with the address of any of its nodes.
          </EmptyState>
        ) : (
          <Table label="Clusters">
            <thead>
              <tr>
                <TableHead className="pl-4">Cluster</TableHead>
                <TableHead>State</TableHead>
                <TableHead className="text-right">Health</TableHead>
                <TableHead className="text-right">Nodes</TableHead>
                <TableHead className="text-right">Guests</TableHead>
                <TableHead className="text-right">CPU</TableHead>
                <TableHead className="text-right">Memory</TableHead>
                <TableHead className="text-right">Storage</TableHead>
                <TableHead className="pr-4">Version</TableHead>
              </tr>
            </thead>
            <tbody>
              {clusters.map((cluster) => (
                <ClusterTableRow key={cluster.id} cluster={cluster} />
              ))}
            </tbody>
          </Table>
        )}
      </div>
    </>
  );
}

/** The clusters for narrow screens. */
function ClusterCards({ clusters }: { clusters: readonly ClusterRow[] }) {
  return (
    <ul className="flex flex-col gap-4">
      {clusters.map((cluster) => (
        <li key={cluster.id}>
          <div className="mb-1 flex flex-wrap items-center gap-x-3">
            <h2 className="font-semibold text-lg">
              <Link href={clusterAddress(cluster.id)}>{cluster.name}</Link>
            </h2>
            <ClusterState cluster={cluster} />
          </div>
          <ClusterUse row={cluster} among />
        </li>
      ))}
    </ul>
  );
}

function ClusterTableRow({ cluster }: { cluster: ClusterRow }) {
  return (
    <TableRow>
      <TableCell className="whitespace-nowrap pl-4">
        <Link href={clusterAddress(cluster.id)} className="font-medium hover:text-accent hover:underline">
          {cluster.name}
        </Link>
      </TableCell>
      <TableCell>
        <ClusterState cluster={cluster} />
      </TableCell>
      <TableCell className="text-right">
        <Figure quantity={percentQuantity(cluster.healthPercent)} reason="No reading yet" />
      </TableCell>
      <TableCell className="figure whitespace-nowrap text-right">
        {cluster.nodesOnline}
        <span className="text-muted"> / {cluster.nodesTotal}</span>
      </TableCell>
      <TableCell className="figure whitespace-nowrap text-right">
        {cluster.guestsRunning}
        <span className="text-muted"> / {cluster.guestsTotal}</span>
      </TableCell>
      <Share kind="cpu" used={cluster.cpuUsedThreads} total={cluster.cpuTotalThreads} />
      <Share kind="mem" used={cluster.memoryUsedBytes} total={cluster.memoryTotalBytes} />
      <Share kind="disk" used={cluster.storageUsedBytes} total={cluster.storageTotalBytes} />
      <TableCell className="figure pr-4">{cluster.pveVersion ?? "–"}</TableCell>
    </TableRow>
  );
}

interface ShareProps {
  kind: MetricKind;
  used: number | null;
  total: number | null;
}

function Share({ kind, used, total }: ShareProps) {
  const share = shareOf(used, total);
  return (
    <TableCell>
      <span className="flex items-center justify-end gap-2">
        <Meter kind={kind} fraction={share} className="hidden w-16 sm:block" />
        <Figure quantity={fractionQuantity(share)} reason="No reading yet" className="w-12 text-right" />
      </span>
    </TableCell>
  );
}
