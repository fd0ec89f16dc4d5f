import type { ReactNode } from "react";
import { Figure, Missing } from "@/components/values/figure";
import { Panel } from "@/components/values/panel";
import type { NodeDetail } from "@/lib/api/nodes";
import { bytesQuantity, formatBytesOf } from "@/lib/client/format/format-bytes";
import { fractionQuantity, shareOf } from "@/lib/client/format/format-percent";
import { shortNumber } from "@/lib/client/format/quantity";

/** What the node is and how it is used now, as a list. */
export function NodeFacts({ detail, row }: { detail: NodeDetail; row: NodeDetail["row"] }) {
  const facts: readonly (readonly [string, ReactNode])[] = [
    ["CPU", <Figure key="cpu" quantity={fractionQuantity(row.cpuFraction)} />],
    ["IO wait", <Figure key="io" quantity={fractionQuantity(row.ioWaitFraction)} />],
    [
      "Memory",
      textOrMissing(
        row.memoryTotalBytes === null ? null : formatBytesOf(row.memoryUsedBytes, row.memoryTotalBytes),
      ),
    ],
    [
      "Swap",
      textOrMissing(
        row.swapTotalBytes === null ? null : formatBytesOf(row.swapUsedBytes, row.swapTotalBytes),
      ),
    ],
    [
      "Root disk",
      textOrMissing(
        row.rootTotalBytes === null ? null : formatBytesOf(row.rootUsedBytes, row.rootTotalBytes),
      ),
    ],
    ["KSM shared", <Figure key="ksm" quantity={bytesQuantity(detail.ksmSharedBytes)} />],
    ["Load", textOrMissing(loadText(detail))],
    ["vCPUs given", textOrMissing(overcommitText(row))],
    ["Threads", textOrMissing(threadsText(detail, row))],
    ["Processor", textOrMissing(detail.cpuModel)],
    ["Kernel", textOrMissing(detail.kernelVersion)],
  ];
  return (
    <Panel title="Now">
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-sm">
        {facts.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-muted">{name}</dt>
            <dd className="text-right">{value}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}

function textOrMissing(text: string | null): ReactNode {
  if (text === null) return <Missing reason="Not reported by Proxmox VE" />;
  return <span className="figure break-words">{text}</span>;
}

function loadText({ loadAverage }: NodeDetail): string | null {
  if (!loadAverage) return null;
  const { oneMinute, fiveMinutes, fifteenMinutes } = loadAverage;
  return [oneMinute, fiveMinutes, fifteenMinutes].map((value) => value.toFixed(2)).join("  ");
}

function overcommitText(row: NodeDetail["row"]): string | null {
  if (row.cpuAllocatedThreads === null) return null;
  const ratio = shareOf(row.cpuAllocatedThreads, row.cpuCount);
  return `${shortNumber(row.cpuAllocatedThreads)}${ratio === null ? "" : ` (${ratio.toFixed(1)} per thread)`}`;
}

function threadsText(detail: NodeDetail, row: NodeDetail["row"]): string | null {
  if (row.cpuCount === null) return null;
  return detail.cpuSockets
    ? `${row.cpuCount} on ${detail.cpuSockets} ${detail.cpuSockets === 1 ? "socket" : "sockets"}`
    : String(row.cpuCount);
}
