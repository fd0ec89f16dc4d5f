import { Table, TableCell, TableHead, TableRow } from "@/components/ui/table";
import { Missing } from "@/components/values/figure";
import { Panel } from "@/components/values/panel";
import { RelativeTime } from "@/components/values/relative-time";
import type { MoveDetail, MoveOutcome } from "@/lib/api/moves";
import { isEndedMove } from "@/lib/client/moves/move-groups";
import { moveOutcome } from "@/lib/client/moves/move-outcome";

const POINT_WORDS: Readonly<Record<MoveOutcome["point"], string>> = {
  "5m": "After 5 minutes",
  "1h": "After an hour",
  "24h": "After a day",
};

/** What was expected of the move beside what it took, and what it led to later. */
export function MoveOutcomePanel({ move }: { move: MoveDetail }) {
  const missing = isEndedMove(move.state) ? "Proxmox VE did not report it" : "It has not ended";
  const { scoreBefore, scoreAfter, confidence } = move.predicted;
  return (
    <Panel title="Expected and what happened" bodyClassName="p-0">
      <Table label="Expected and what happened">
        <thead>
          <tr>
            <TableHead className="pl-4 sm:pl-4">Figure</TableHead>
            <TableHead className="text-right">Expected</TableHead>
            <TableHead className="pr-4 text-right sm:pr-4">Happened</TableHead>
          </tr>
        </thead>
        <tbody>
          {moveOutcome(move).map(({ title, predicted, actual }) => (
            <TableRow key={title}>
              <TableCell className="pl-4 text-muted sm:pl-4">{title}</TableCell>
              <TableCell className="figure whitespace-nowrap text-right">
                {predicted ?? <Missing reason="Nothing was predicted" />}
              </TableCell>
              <TableCell className="figure whitespace-nowrap pr-4 text-right sm:pr-4">
                {actual ?? <Missing reason={missing} />}
              </TableCell>
            </TableRow>
          ))}
        </tbody>
      </Table>
      {scoreBefore != null && scoreAfter != null ? (
        <p className="border-line border-t px-4 py-2 text-muted text-sm">
          Health of the cluster expected from <span className="figure text-fg">{scoreBefore.toFixed(1)}</span>{" "}
          to <span className="figure text-fg">{scoreAfter.toFixed(1)}</span>
          {confidence === undefined ? "" : `, with a confidence of ${Math.round(confidence)}`}.
        </p>
      ) : null}
      {move.outcomes.length > 0 ? (
        <ul className="divide-y divide-line border-line border-t">
          {move.outcomes.map((outcome) => (
            <Outcome key={outcome.point} outcome={outcome} />
          ))}
        </ul>
      ) : null}
    </Panel>
  );
}

function Outcome({ outcome }: { outcome: MoveOutcome }) {
  const { point, sentence, otherMoves } = outcome;
  return (
    <li className="px-4 py-2 text-sm">
      <div className="flex justify-between gap-3">
        <span className="font-medium">{POINT_WORDS[point]}</span>
        <span className="text-muted">
          <OutcomeFigures outcome={outcome} />
        </span>
      </div>
      {sentence ? <p className="text-pretty text-muted">{sentence}</p> : null}
      {otherMoves !== null && otherMoves > 0 ? (
        <p className="text-muted">
          {otherMoves === 1 ? "Another move" : `${otherMoves} other moves`} ended since; not all of it is this
          one's.
        </p>
      ) : null}
    </li>
  );
}

function OutcomeFigures({ outcome: { state, dueAtMs, cluster } }: { outcome: MoveOutcome }) {
  if (state === "missed") return "not measured";
  if (state === "pending") {
    return (
      <>
        measured <RelativeTime atMs={dueAtMs} />
      </>
    );
  }
  const { before, predicted, after } = cluster.health;
  if (before === null || after === null) return null;
  return (
    <span className="figure">
      health {before.toFixed(1)} → {after.toFixed(1)}
      {predicted === null ? "" : ` (${predicted.toFixed(1)})`}
    </span>
  );
}
