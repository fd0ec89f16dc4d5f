"use client";

import { MoveWay } from "@/components/moves/move-way";
import { GuestName } from "@/components/recommendations/guest-name";
import { Badge } from "@/components/ui/badge";
import { Table, TableCell, TableHead, TableRow } from "@/components/ui/table";
import { Missing } from "@/components/values/figure";
import { RelativeTime } from "@/components/values/relative-time";
import type { DecisionView } from "@/lib/client/automation/decision-view";
import { guardrailTitle } from "@/lib/client/automation/guardrail-words";
import { needWord } from "@/lib/client/automation/run-words";
import { ActionMark, DecisionReason } from "./decision-parts";

interface DecisionTableProps {
  clusterId: string;
  views: readonly DecisionView[];
  dryRun: boolean;
}

export function DecisionTable({ clusterId, views, dryRun }: DecisionTableProps) {
  return (
    <Table label="Decisions">
      <thead>
        <tr>
          <TableHead className="pl-4 text-right">Rank</TableHead>
          <TableHead>Guest</TableHead>
          <TableHead>Way</TableHead>
          <TableHead>Action</TableHead>
          <TableHead>Guardrail</TableHead>
          <TableHead className="w-full">Why</TableHead>
          <TableHead className="pr-4">Until</TableHead>
        </tr>
      </thead>
      <tbody>
        {views.map((view) => {
          const { decision } = view;
          return (
            <TableRow key={`${decision.vmid}:${decision.from}:${decision.to}`} className="align-baseline">
              <TableCell className="figure pl-4 text-right text-muted">{decision.rank}</TableCell>
              <TableCell className="min-w-36">
                <GuestName clusterId={clusterId} vmid={decision.vmid} name={decision.guestName} />
              </TableCell>
              <TableCell>
                <MoveWay from={decision.from} to={decision.to} className="font-medium" />
                <span className="block whitespace-nowrap text-muted">
                  {needWord(decision.need)}
                  {decision.forced ? <Badge className="ml-1.5">must</Badge> : null}
                </span>
              </TableCell>
              <TableCell className="whitespace-nowrap">
                <ActionMark decision={decision} dryRun={dryRun} />
              </TableCell>
              <TableCell className="whitespace-nowrap">
                {decision.guardrail === null ? (
                  <Missing reason="Nothing held it back" />
                ) : (
                  guardrailTitle(decision.guardrail)
                )}
              </TableCell>
              <TableCell className="min-w-64 text-pretty">
                <DecisionReason view={view} />
              </TableCell>
              <TableCell className="pr-4">
                <RelativeTime atMs={decision.untilMs} missing="Not known, or not for a time" />
              </TableCell>
            </TableRow>
          );
        })}
      </tbody>
    </Table>
  );
}
