import Link from "next/link";
import { memo } from "react";
import { Sparkline } from "@/components/charts/sparkline";
import { Figure, Missing } from "@/components/values/figure";
import { Meter } from "@/components/values/meter";
import { StateMark } from "@/components/values/state-mark";
import { VerdictMark } from "@/components/values/verdict-mark";
import type { NodeRow } from "@/lib/api/nodes";
import { nodeAddress, withScope } from "@/lib/client/addresses";
import { bytesQuantity } from "@/lib/client/format/format-bytes";
import { formatShortDuration } from "@/lib/client/format/format-duration";
import { fractionQuantity, shareOf } from "@/lib/client/format/format-percent";
import { MISSING_QUANTITY, shortNumber } from "@/lib/client/format/quantity";
import { type NodeColumnKey, worstPressure } from "@/lib/client/nodes/node-columns";

interface NodeCellProps {
  column: NodeColumnKey;
  node: NodeRow;
  clusterName: string | null;
  /** CPU of the last hour. */
  history: readonly (number | null)[];
  scope: string | null;
}

/** The content of one cell of the node table; drawn anew only when what it shows has changed. */
export const NodeCell = memo(NodeCellContent, isSameCell);

/** What each column shows of a node, beside its name. */
const SHOWN: Readonly<Record<NodeColumnKey, readonly (keyof NodeRow)[]>> = {
  name: [],
  state: ["status"],
  score: ["verdict", "suitabilityPercent"],
  cpu: ["cpuFraction"],
  iowait: ["ioWaitFraction"],
  memory: ["memoryUsedBytes", "memoryTotalBytes", "memoryAllocatedBytes"],
  load: ["loadAverageOneMinute", "cpuCount"],
  pressure: ["pressureCpuSomeFraction", "pressureIoSomeFraction", "pressureMemorySomeFraction"],
  guests: ["guestsRunning", "guestsTotal"],
  uptime: ["uptimeSeconds"],
  reason: ["mainReason"],
};

function isSameCell(before: NodeCellProps, after: NodeCellProps): boolean {
  const { column, node, history } = before;
  return (
    column === after.column &&
    node.name === after.node.name &&
    node.clusterId === after.node.clusterId &&
    node.status === after.node.status &&
    before.clusterName === after.clusterName &&
    before.scope === after.scope &&
    (column !== "cpu" || history === after.history) &&
    SHOWN[column].every((field) => node[field] === after.node[field])
  );
}

function NodeCellContent({ column, node, clusterName, history, scope }: NodeCellProps) {
  const reason =
    node.status === "online" ? "Not reported by Proxmox VE" : `Not known: the node is ${node.status}`;
  switch (column) {
    case "name":
      return (
        <Link
          href={withScope(nodeAddress(node.clusterId, node.name), scope)}
          className="whitespace-nowrap font-medium hover:text-accent hover:underline"
        >
          {clusterName ? <span className="font-normal text-muted">{clusterName} / </span> : null}
          {node.name}
        </Link>
      );
    case "state":
      return <StateMark state={node.status} />;
    case "score":
      return (
        <VerdictMark
          verdict={node.verdict}
          suitabilityPercent={node.suitabilityPercent}
          missingReason={reason}
        />
      );
    case "cpu":
      return (
        <span className="flex items-center justify-end gap-2">
          <Sparkline kind="cpu" values={history} maximum={1} className="h-5 w-16" />
          <Figure quantity={fractionQuantity(node.cpuFraction)} reason={reason} className="w-12 text-right" />
        </span>
      );
    case "iowait":
      return <Figure quantity={fractionQuantity(node.ioWaitFraction)} reason={reason} />;
    case "memory":
      return <NodeMemory node={node} reason={reason} />;
    case "load":
      return (
        <Figure
          quantity={
            node.loadAverageOneMinute === null
              ? MISSING_QUANTITY
              : {
                  number: node.loadAverageOneMinute.toFixed(2),
                  unit: node.cpuCount ? `/ ${node.cpuCount}` : "",
                }
          }
          reason={reason}
        />
      );
    case "pressure":
      return (
        <Figure
          quantity={fractionQuantity(worstPressure(node))}
          reason="Reported by Proxmox VE 9 and later"
        />
      );
    case "guests":
      return (
        <span className="figure whitespace-nowrap">
          {shortNumber(node.guestsRunning)}
          <span className="text-faint"> / {shortNumber(node.guestsTotal)}</span>
        </span>
      );
    case "uptime":
      return node.uptimeSeconds ? (
        <span className="figure whitespace-nowrap">{formatShortDuration(node.uptimeSeconds)}</span>
      ) : (
        <Missing reason={reason} />
      );
    case "reason":
      return (
        <span className="text-muted" title={node.mainReason ?? undefined}>
          {node.mainReason ?? "Nothing costs it anything"}
        </span>
      );
  }
}

function NodeMemory({ node, reason }: { node: NodeRow; reason: string }) {
  const share = shareOf(node.memoryUsedBytes, node.memoryTotalBytes);
  return (
    <span className="flex items-center justify-end gap-2">
      <Meter
        kind="mem"
        fraction={share}
        allocated={shareOf(node.memoryAllocatedBytes, node.memoryTotalBytes)}
        className="w-16"
      />
      <Figure quantity={fractionQuantity(share)} reason={reason} className="w-12 text-right" />
      <span className="figure w-16 whitespace-nowrap text-right text-muted">
        <Figure quantity={bytesQuantity(node.memoryTotalBytes)} reason={reason} />
      </span>
    </span>
  );
}
