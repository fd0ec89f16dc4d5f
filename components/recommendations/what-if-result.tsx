import type { ReactNode } from "react";
import { Table, TableCell, TableHead, TableRow } from "@/components/ui/table";
import type { PlanView } from "@/lib/api/recommendations";
import { formatBytes } from "@/lib/client/format/format-bytes";
import { formatDuration } from "@/lib/client/format/format-duration";
import { formatFraction } from "@/lib/client/format/format-percent";
import { planTotals } from "@/lib/client/recommendations/plan-totals";
import { VERDICT_WORDS } from "@/lib/client/recommendations/plan-words";
import { GuestName } from "./guest-name";

interface WhatIfResultProps {
  clusterId: string;
  /** What is advised now; null before the first plan. */
  current: PlanView | null;
  plan: PlanView;
}

/** Two plans side by side: their figures, then their moves. */
export function WhatIfResult({ clusterId, current, plan }: WhatIfResultProps) {
  return (
    <section aria-label="The plan with these" className="mt-4 border-line border-t pt-3">
      <p role="status" className="mb-3 max-w-4xl">
        <span className="font-semibold">{VERDICT_WORDS[plan.verdict]}.</span> {plan.reason}
      </p>
      <Table label="What is advised now and with these">
        <thead>
          <tr>
            <TableHead className="w-1/5">Figure</TableHead>
            <TableHead className="w-2/5">Advised now</TableHead>
            <TableHead className="w-2/5">With these</TableHead>
          </tr>
        </thead>
        <tbody>
          {FIGURES.map(([title, figureOf]) => (
            <TableRow key={title}>
              <TableCell className="text-muted">{title}</TableCell>
              <TableCell className="figure">{current ? figureOf(current) : "–"}</TableCell>
              <TableCell className="figure">{figureOf(plan)}</TableCell>
            </TableRow>
          ))}
          <TableRow className="align-top">
            <TableCell className="pt-2 text-muted">Guests</TableCell>
            <TableCell className="pt-2">
              {current ? <MoveList clusterId={clusterId} plan={current} other={plan} /> : "–"}
            </TableCell>
            <TableCell className="pt-2">
              <MoveList clusterId={clusterId} plan={plan} other={current} />
            </TableCell>
          </TableRow>
        </tbody>
      </Table>
      {plan.blocked.length > 0 ? (
        <>
          <h3 className="mt-3 mb-1 font-medium text-muted text-sm">Must move and cannot</h3>
          <ul className="flex flex-col gap-1 text-sm">
            {plan.blocked.map(({ vmid, detail, fix }) => (
              <li key={vmid}>
                {detail} <span className="text-muted">{fix}</span>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </section>
  );
}

const FIGURES: readonly (readonly [string, (plan: PlanView) => string])[] = [
  ["Moves", ({ moves }) => String(moves.length)],
  ["Takes", ({ moves }) => formatDuration(planTotals(moves).seconds)],
  ["Sent", ({ moves }) => formatBytes(planTotals(moves).bytes)],
  ["Health afterwards", ({ score }) => score.after?.toFixed(1) ?? "–"],
  ["CPU spread afterwards", ({ imbalance }) => formatFraction(imbalance.after.cpu)],
  ["Memory spread afterwards", ({ imbalance }) => formatFraction(imbalance.after.memory)],
  ["Rules left broken", ({ violations }) => String(violations.after.length)],
];

interface MoveListProps {
  clusterId: string;
  plan: PlanView;
  other: PlanView | null;
}

/** The moves of one plan; those that the other plan has as well are dimmer. */
function MoveList({ clusterId, plan, other }: MoveListProps): ReactNode {
  if (plan.moves.length === 0) return <span className="text-muted">None moves.</span>;
  const shared = new Set(other?.moves.map(({ vmid, to }) => `${vmid}:${to}`));
  return (
    <ul className="flex flex-col gap-0.5 pb-1">
      {plan.moves.map(({ vmid, name, from, to, wave }) => (
        <li key={`${wave}:${vmid}`} className="flex flex-wrap gap-x-2">
          <GuestName clusterId={clusterId} vmid={vmid} name={name} />
          <span className="text-muted">
            {from} → {to}
            {shared.has(`${vmid}:${to}`) ? ", in both" : ""}
          </span>
        </li>
      ))}
    </ul>
  );
}
