import { ExpectedTimes } from "@/components/moves/expected-times";
import { Table, TableCell, TableHead, TableRow } from "@/components/ui/table";
import type { PlannedMoveRow } from "@/lib/api/recommendations";
import { formatDuration } from "@/lib/client/format/format-duration";
import { formatFraction, fractionQuantity } from "@/lib/client/format/format-percent";
import type { Quantity } from "@/lib/client/format/quantity";
import { shortNumber } from "@/lib/client/format/quantity";
import { benefitSeconds, type NodeEffect, nodeEffects } from "@/lib/client/recommendations/node-effects";
import { BeforeAfter } from "./before-after";
import { MoveFeedback } from "./move-feedback";

interface MoveDetailsProps {
  clusterId: string;
  move: PlannedMoveRow;
  recommendationId: string | null;
}

/** What a move does to both its nodes, and what its figures mean. */
export function MoveDetails({ clusterId, move, recommendationId }: MoveDetailsProps) {
  const benefit = benefitSeconds(move);
  return (
    <div className="mt-3 grid gap-x-8 gap-y-3 rounded-md bg-bg p-3 lg:grid-cols-2">
      <Table label={`Effect on ${move.from} and ${move.to}`}>
        <thead>
          <tr>
            <TableHead>Node</TableHead>
            <TableHead>Figure</TableHead>
            <TableHead className="text-right">Before → after</TableHead>
            <TableHead className="text-right">Limit</TableHead>
          </tr>
        </thead>
        <tbody>{nodeEffects(move).flatMap(effectRows)}</tbody>
      </Table>
      <div className="flex min-w-0 flex-col gap-2 text-sm">
        <p>{move.reason.sentence}</p>
        <p>
          <span className="font-medium">Confidence {Math.round(move.confidence)} of 100.</span>{" "}
          <span className="text-muted">
            Counts the relief against the noise of readings (40), how much history both nodes have (20),
            whether now and the last day agree (15), the room left on {move.to} (15) and the move's price
            (10).
          </span>
        </p>
        <p>
          <span className="font-medium">Risk {Math.round(move.risk)} of 100.</span>{" "}
          <span className="text-muted">
            Counts memory to copy (20), how fast the guest writes to it (20), local disks (20), downtime (15),
            how busy both nodes are (15) and high availability (10).
          </span>
        </p>
        <p className="text-muted">
          Health of the cluster after it: <span className="figure text-fg">{move.scoreAfter.toFixed(1)}</span>
          {benefit === null ? null : (
            <>
              . Worth <span className="figure text-fg">{formatDuration(benefit)}</span> of better balance,
              against <span className="figure text-fg">{formatDuration(move.seconds)}</span> spent
            </>
          )}
          .
        </p>
        <ExpectedTimes clusterId={clusterId} />
        {recommendationId === null ? null : (
          <MoveFeedback clusterId={clusterId} recommendationId={recommendationId} move={move} />
        )}
      </div>
    </div>
  );
}

function effectRows({ node, role, factors }: NodeEffect) {
  return factors.map((factor, index) => (
    <TableRow key={`${node}:${factor.key}`}>
      <TableCell className="whitespace-nowrap font-medium">
        {index === 0 ? (
          <>
            {node} <span className="font-normal text-muted">{role === "from" ? "leaves" : "arrives"}</span>
          </>
        ) : null}
      </TableCell>
      <TableCell className="text-muted">{factor.title}</TableCell>
      <TableCell className="text-right">
        <BeforeAfter
          before={quantityOf(factor.before, factor.unit)}
          after={quantityOf(factor.after, factor.unit)}
        />
      </TableCell>
      <TableCell className="figure whitespace-nowrap text-right text-muted">
        {factor.limit === null ? "" : formatFraction(factor.limit)}
      </TableCell>
    </TableRow>
  ));
}

function quantityOf(value: number, unit: NodeEffect["factors"][number]["unit"]): Quantity {
  if (unit === "fraction") return fractionQuantity(value);
  if (unit === "score") return { number: value.toFixed(0), unit: "" };
  return { number: shortNumber(value), unit: "" };
}
