"use client";

import Link from "next/link";
import { Table, TableCell, TableHead, TableRow } from "@/components/ui/table";
import { Meter } from "@/components/values/meter";
import { Panel } from "@/components/values/panel";
import type { PlanView } from "@/lib/api/recommendations";
import { nodeAddress, withScope } from "@/lib/client/addresses";
import { compareNames } from "@/lib/client/format/compare-names";
import { fractionQuantity } from "@/lib/client/format/format-percent";
import { useScope } from "@/lib/client/state/use-scope";
import { BeforeAfter } from "./before-after";

type PlannedNode = PlanView["nodes"][string];

/** Every node before and after, as paired bars with their numbers. */
export function PlanNodes({ clusterId, plan }: { clusterId: string; plan: PlanView }) {
  const { text } = useScope();
  const nodes = Object.entries(plan.nodes).sort(([one], [other]) => compareNames(one, other));
  const moving = plan.moves.length > 0;
  return (
    <Panel title="Nodes" aside={moving ? "before → after" : null} bodyClassName="p-0">
      <Table label={moving ? "Nodes before and after" : "Nodes as they are"}>
        <thead>
          <tr>
            <TableHead className="pl-4 sm:pl-4">Node</TableHead>
            <TableHead className="sm:px-2">CPU</TableHead>
            <TableHead className="sm:px-2">Memory</TableHead>
            <TableHead className="text-right sm:px-2">Score</TableHead>
            <TableHead className="pr-4 text-right sm:pr-4">Guests</TableHead>
          </tr>
        </thead>
        <tbody>
          {nodes.map(([name, node]) => (
            <TableRow key={name}>
              <TableCell className="pl-4 sm:pl-4">
                <Link
                  href={withScope(nodeAddress(clusterId, name), text)}
                  className="font-medium hover:text-accent hover:underline"
                >
                  {name}
                </Link>
              </TableCell>
              <ShareCell kind="cpu" share="cpu" node={node} moving={moving} />
              <ShareCell kind="mem" share="memory" node={node} moving={moving} />
              <TableCell className="text-right sm:px-2">
                <BeforeAfter before={whole(node.before.score)} after={whole(node.after.score)} />
              </TableCell>
              <TableCell className="pr-4 text-right sm:pr-4">
                <BeforeAfter before={whole(node.before.guests)} after={whole(node.after.guests)} />
              </TableCell>
            </TableRow>
          ))}
        </tbody>
      </Table>
    </Panel>
  );
}

interface ShareCellProps {
  kind: "cpu" | "mem";
  share: "cpu" | "memory";
  node: PlannedNode;
  moving: boolean;
}

function ShareCell({ kind, share, node, moving }: ShareCellProps) {
  const { before, after } = node;
  return (
    <TableCell className="sm:px-2">
      <BeforeAfter before={rounded(before[share])} after={rounded(after[share])} />
      <Meter kind={kind} fraction={before[share]} className={moving ? "mt-1 h-1 opacity-50" : "mt-1 h-1"} />
      {moving ? <Meter kind={kind} fraction={after[share]} className="mt-0.5 h-1" /> : null}
    </TableCell>
  );
}

function rounded(fraction: number) {
  return fractionQuantity(Math.round(fraction * 100) / 100);
}

function whole(value: number) {
  return { number: value.toFixed(0), unit: "" };
}
