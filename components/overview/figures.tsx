"use client";

import { useMemo } from "react";
import type { ClusterRow } from "@/lib/api/clusters";
import type { NodeRow } from "@/lib/api/nodes";
import { formatBytes } from "@/lib/client/format/format-bytes";
import { formatNumber } from "@/lib/client/format/format-count";
import { fractionQuantity, percentQuantity, shareOf } from "@/lib/client/format/format-percent";
import { clusterTotals } from "@/lib/client/overview/cluster-totals";
import { type NodeWeight, overviewHistory, storageHistory } from "@/lib/client/overview/overview-history";
import { useChunkedSeries } from "@/lib/client/overview/use-chunked-series";
import { suitabilityPercent } from "@/lib/scoring/suitability";
import { BigFigure } from "./big-figure";

interface FiguresProps {
  clusters: readonly ClusterRow[];
  nodes: readonly NodeRow[];
  storageObjects: readonly { readonly clusterId: string; readonly objectId: number }[];
  /** Penalty points that mean 50 %. */
  halfPoints: number;
}

const METRICS = ["cpuFraction", "memoryUsedBytes", "penaltyPoints"] as const;

/** Health, CPU, memory and storage of everything in view. */
export function Figures({ clusters, nodes, storageObjects, halfPoints }: FiguresProps) {
  const totals = useMemo(() => clusterTotals(clusters), [clusters]);
  const shownClusters = new Set(clusters.map(({ id }) => id));
  const nodeAnswers = useChunkedSeries({ kind: "node", objectIds: idsOf(nodes), metrics: METRICS });
  const storageAnswers = useChunkedSeries({
    kind: "storage",
    objectIds: idsOf(storageObjects.filter(({ clusterId }) => shownClusters.has(clusterId))),
    metrics: ["usedBytes"],
  });
  const weights = useNodeWeights(nodes);
  const history = useMemo(() => overviewHistory(nodeAnswers, weights), [nodeAnswers, weights]);
  const storage = useMemo(() => storageHistory(storageAnswers), [storageAnswers]);
  const health = useMemo(
    () => history.penalty.map((points) => (points === null ? null : suitabilityPercent(points, halfPoints))),
    [history, halfPoints],
  );

  return (
    <div className="panel grid divide-line sm:grid-cols-2 sm:divide-x xl:grid-cols-4">
      <BigFigure
        title="Health"
        quantity={percentQuantity(totals.healthPercent)}
        kind="ok"
        fraction={null}
        history={health}
        maximum={100}
        detail={`${totals.nodesOnline} of ${totals.nodesTotal} nodes online, ${totals.guestsRunning} of ${totals.guestsTotal} guests running`}
      />
      <BigFigure
        title="CPU"
        quantity={fractionQuantity(shareOf(totals.cpuUsedThreads, totals.cpuTotalThreads))}
        kind="cpu"
        fraction={shareOf(totals.cpuUsedThreads, totals.cpuTotalThreads)}
        allocated={shareOf(totals.cpuAllocatedThreads, totals.cpuTotalThreads)}
        history={history.cpu}
        maximum={totals.cpuTotalThreads}
        detail={`${formatNumber(totals.cpuUsedThreads)} used, ${formatNumber(totals.cpuAllocatedThreads)} allocated of ${formatNumber(totals.cpuTotalThreads)} threads`}
      />
      <BigFigure
        title="Memory"
        quantity={fractionQuantity(shareOf(totals.memoryUsedBytes, totals.memoryTotalBytes))}
        kind="mem"
        fraction={shareOf(totals.memoryUsedBytes, totals.memoryTotalBytes)}
        allocated={shareOf(totals.memoryAllocatedBytes, totals.memoryTotalBytes)}
        history={history.memory}
        maximum={totals.memoryTotalBytes}
        detail={`${formatBytes(totals.memoryUsedBytes)} used, ${formatBytes(totals.memoryAllocatedBytes)} allocated of ${formatBytes(totals.memoryTotalBytes)}`}
      />
      <BigFigure
        title="Storage"
        quantity={fractionQuantity(shareOf(totals.storageUsedBytes, totals.storageTotalBytes))}
        kind="disk"
        fraction={shareOf(totals.storageUsedBytes, totals.storageTotalBytes)}
        history={storage}
        maximum={totals.storageTotalBytes}
        detail={`${formatBytes(totals.storageUsedBytes)} used of ${formatBytes(totals.storageTotalBytes)}`}
      />
    </div>
  );
}

/** What the sizes of the nodes are; the same list with each reading. */
function useNodeWeights(nodes: readonly NodeRow[]): readonly NodeWeight[] {
  const text = JSON.stringify(
    nodes.map(({ objectId, cpuCount, memoryTotalBytes }) => ({ objectId, cpuCount, memoryTotalBytes })),
  );
  return useMemo(() => JSON.parse(text) as NodeWeight[], [text]);
}

function idsOf(objects: readonly { readonly objectId: number }[]): readonly number[] {
  return objects.map(({ objectId }) => objectId).sort((a, b) => a - b);
}
