import Link from "next/link";
import { Figure } from "@/components/values/figure";
import { Meter } from "@/components/values/meter";
import { StateMark } from "@/components/values/state-mark";
import { VerdictMark } from "@/components/values/verdict-mark";
import type { NodeRow } from "@/lib/api/nodes";
import { nodeAddress, withScope } from "@/lib/client/addresses";
import { fractionQuantity, shareOf } from "@/lib/client/format/format-percent";

interface NodeCardProps {
  node: NodeRow;
  clusterName: string | null;
  scope: string | null;
}

/** A node on a narrow screen. */
export function NodeCard({ node, clusterName, scope }: NodeCardProps) {
  const memory = shareOf(node.memoryUsedBytes, node.memoryTotalBytes);
  return (
    <Link
      href={withScope(nodeAddress(node.clusterId, node.name), scope)}
      className="panel flex flex-col gap-1.5 px-3 py-2.5 hover:bg-hover"
    >
      <span className="flex items-center gap-2">
        <StateMark state={node.status} compact />
        <span className="flex-1 truncate font-semibold">
          {clusterName ? <span className="font-normal text-muted">{clusterName} / </span> : null}
          {node.name}
        </span>
        <VerdictMark verdict={node.verdict} suitabilityPercent={node.suitabilityPercent} />
      </span>
      <Line title="CPU" kind="cpu" fraction={node.cpuFraction} />
      <Line title="Mem" kind="mem" fraction={memory} />
      <span className="text-muted text-sm">
        {node.guestsRunning} of {node.guestsTotal} guests running ·{" "}
        {node.mainReason ?? "nothing costs it anything"}
      </span>
    </Link>
  );
}

function Line({ title, kind, fraction }: { title: string; kind: "cpu" | "mem"; fraction: number | null }) {
  return (
    <span className="flex items-center gap-2 text-sm">
      <span className="w-8 text-muted">{title}</span>
      <Meter kind={kind} fraction={fraction} className="flex-1" />
      <Figure quantity={fractionQuantity(fraction)} className="w-12 text-right" />
    </span>
  );
}
