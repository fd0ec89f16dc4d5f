import { BeforeAfter } from "@/components/recommendations/before-after";
import { Table, TableCell, TableHead, TableRow } from "@/components/ui/table";
import { Meter } from "@/components/values/meter";
import type { EvacuationPreview } from "@/lib/api/maintenance";
import { fractionQuantity } from "@/lib/client/format/format-percent";

/** What the other nodes have to carry, before and after. */
export function PreviewNodes({ nodes }: { nodes: EvacuationPreview["nodes"] }) {
  return (
    <Table label="Nodes before and after">
      <thead>
        <tr>
          <TableHead className="pl-4">Node</TableHead>
          <TableHead className="text-right">Guests</TableHead>
          <TableHead>CPU</TableHead>
          <TableHead>Memory</TableHead>
          <TableHead className="pr-4 text-right">Score</TableHead>
        </tr>
      </thead>
      <tbody>
        {nodes.map((node) => (
          <TableRow key={node.node}>
            <TableCell className="pl-4 font-medium">{node.node}</TableCell>
            <TableCell className="text-right">
              <BeforeAfter before={whole(node.guestsBefore)} after={whole(node.guestsAfter)} />
            </TableCell>
            <TableCell>
              <BeforeAfter before={rounded(node.cpuBefore)} after={rounded(node.cpuAfter)} />
              <Meter kind="cpu" fraction={node.cpuAfter} className="mt-1 h-1" />
            </TableCell>
            <TableCell>
              <BeforeAfter before={rounded(node.memoryBefore)} after={rounded(node.memoryAfter)} />
              <Meter kind="mem" fraction={node.memoryAfter} className="mt-1 h-1" />
            </TableCell>
            <TableCell className="pr-4 text-right">
              <BeforeAfter before={whole(node.scoreBefore)} after={whole(node.scoreAfter)} />
            </TableCell>
          </TableRow>
        ))}
      </tbody>
    </Table>
  );
}

function rounded(fraction: number) {
  return fractionQuantity(Math.round(fraction * 100) / 100);
}

function whole(value: number) {
  return { number: value.toFixed(0), unit: "" };
}
