"use client";

import Link from "next/link";
import { memo } from "react";
import { RowLink } from "@/components/ui/row-link";
import { Table, TableCell, TableHead, TableRow } from "@/components/ui/table";
import { Figure } from "@/components/values/figure";
import { Meter } from "@/components/values/meter";
import { Panel } from "@/components/values/panel";
import { StateMark } from "@/components/values/state-mark";
import { VerdictMark } from "@/components/values/verdict-mark";
import type { NodeRow } from "@/lib/api/nodes";
import { nodeAddress, withScope } from "@/lib/client/addresses";
import { compareNames } from "@/lib/client/format/compare-names";
import { countOf } from "@/lib/client/format/format-count";
import { fractionQuantity, shareOf } from "@/lib/client/format/format-percent";

interface NodeRowsProps {
  nodes: readonly NodeRow[];
  scope: string | null;
}

const MOST = 8;

/** The nodes with their use, score and main reason, the least comfortable first. */
export function NodeRows({ nodes, scope }: NodeRowsProps) {
  // Rows stay where they are and change what they tell: nothing moves under the eye when nodes change places.
  const worstFirst = [...nodes]
    .sort(byNeed)
    .slice(0, MOST)
    .map((node, place) => ({ place, node }));
  return (
    <Panel
      title="Nodes"
      aside={
        <Link href={withScope("/nodes", scope)} className="text-accent hover:underline">
          {nodes.length > MOST ? `All ${nodes.length}` : countOf(nodes.length, "node")}
        </Link>
      }
      bodyClassName="p-0"
    >
      <Table label="Nodes">
        <thead>
          <tr>
            <TableHead className="pl-4 min-[1400px]:min-w-28">Node</TableHead>
            <TableHead>CPU</TableHead>
            <TableHead>Memory</TableHead>
            <TableHead className="hidden text-right sm:table-cell">Guests</TableHead>
            <TableHead className="min-[1400px]:min-w-36">Score</TableHead>
            <TableHead className="hidden w-full lg:table-cell">Main reason</TableHead>
          </tr>
        </thead>
        <tbody>
          {worstFirst.map(({ place, node }) => (
            <NodeShortRow key={place} node={node} scope={scope} />
          ))}
        </tbody>
      </Table>
    </Panel>
  );
}

const NodeShortRow = memo(function NodeShortRow({ node, scope }: { node: NodeRow; scope: string | null }) {
  return (
    <TableRow>
      <TableCell className="pl-4">
        <RowLink
          href={withScope(nodeAddress(node.clusterId, node.name), scope)}
          className="flex items-center gap-2 font-medium hover:underline"
        >
          <StateMark state={node.status} compact />
          {node.name}
        </RowLink>
      </TableCell>
      <TableCell>
        <Share kind="cpu" fraction={node.cpuFraction} />
      </TableCell>
      <TableCell>
        <Share kind="mem" fraction={shareOf(node.memoryUsedBytes, node.memoryTotalBytes)} />
      </TableCell>
      <TableCell className="figure hidden whitespace-nowrap text-right sm:table-cell">
        {node.guestsRunning}
        <span className="text-faint"> / {node.guestsTotal}</span>
      </TableCell>
      <TableCell>
        <VerdictMark
          verdict={node.verdict}
          suitabilityPercent={node.suitabilityPercent}
          missingReason={node.status === "online" ? "No score before the first reading" : "Not online"}
        />
      </TableCell>
      <TableCell
        className="hidden max-w-0 truncate text-muted lg:table-cell"
        title={node.mainReason ?? undefined}
      >
        {node.mainReason ?? "Nothing costs it anything"}
      </TableCell>
    </TableRow>
  );
});

function Share({ kind, fraction }: { kind: "cpu" | "mem"; fraction: number | null }) {
  return (
    <span className="flex items-center gap-2">
      <Meter kind={kind} fraction={fraction} className="hidden w-20 sm:block" />
      <Figure quantity={fractionQuantity(fraction)} className="w-12 text-right" />
    </span>
  );
}

function byNeed(a: NodeRow, b: NodeRow): number {
  const down = Number(a.status === "online") - Number(b.status === "online");
  if (down !== 0) return down;
  // Whole percents, so that rows do not change places for a hair's breadth.
  const score = Math.round((a.suitabilityPercent ?? 101) / 5) - Math.round((b.suitabilityPercent ?? 101) / 5);
  return score || compareNames(a.name, b.name);
}
