"use client";

import Link from "next/link";
import { GuestName } from "@/components/recommendations/guest-name";
import { Table, TableCell, TableHead, TableRow } from "@/components/ui/table";
import { Missing } from "@/components/values/figure";
import { RelativeTime } from "@/components/values/relative-time";
import type { MoveRow } from "@/lib/api/moves";
import { moveAddress, withScope } from "@/lib/client/addresses";
import { formatDuration } from "@/lib/client/format/format-duration";
import { moveOutcome, moveSeconds } from "@/lib/client/moves/move-outcome";
import { MOVE_SOURCE_WORDS } from "@/lib/client/moves/move-words";
import { usePhone } from "@/lib/client/state/use-phone";
import { useScope } from "@/lib/client/state/use-scope";
import { MoveState } from "./move-state";
import { MoveWay } from "./move-way";

interface HistoryTableProps {
  moves: readonly MoveRow[];
  clusterNameOf: (move: MoveRow) => string | null;
}

/** Ended moves with what was expected and what came of it. */
export function HistoryTable({ moves, clusterNameOf }: HistoryTableProps) {
  const phone = usePhone();
  if (phone) {
    return (
      <ul aria-label="History" className="divide-y divide-line">
        {moves.map((move) => (
          <HistoryCard key={move.id} move={move} clusterName={clusterNameOf(move)} />
        ))}
      </ul>
    );
  }
  return (
    <Table label="History">
      <thead>
        <tr>
          <TableHead className="pl-4 sm:pl-4">State</TableHead>
          <TableHead>Guest</TableHead>
          <TableHead>Way</TableHead>
          <TableHead>Source</TableHead>
          <TableHead>Ended</TableHead>
          <TableHead className="text-right">Took</TableHead>
          <TableHead className="hidden text-right lg:table-cell">Expected</TableHead>
          <TableHead className="hidden text-right lg:table-cell">Downtime</TableHead>
          <TableHead className="hidden text-right xl:table-cell">Sent</TableHead>
          <TableHead className="w-1/3 pr-4 sm:pr-4">What became of it</TableHead>
        </tr>
      </thead>
      <tbody>
        {moves.map((move) => (
          <HistoryRow key={move.id} move={move} clusterName={clusterNameOf(move)} />
        ))}
      </tbody>
    </Table>
  );
}

interface EntryProps {
  move: MoveRow;
  clusterName: string | null;
}

function HistoryRow({ move, clusterName }: EntryProps) {
  const seconds = moveSeconds(move);
  return (
    <TableRow>
      <TableCell className="pl-4 sm:pl-4">
        <MoveState state={move.state} warned={move.warnings.length > 0} />
      </TableCell>
      <TableCell className="whitespace-nowrap">
        <GuestName clusterId={move.clusterId} vmid={move.vmid} name={move.guestName} />
        {clusterName ? <span className="text-muted"> {clusterName}</span> : null}
      </TableCell>
      <TableCell>
        <WayLink move={move} />
      </TableCell>
      <TableCell className="whitespace-nowrap text-muted">
        {MOVE_SOURCE_WORDS[move.source]}, {move.requestedBy}
      </TableCell>
      <TableCell>
        <RelativeTime atMs={move.endedAtMs} missing="Not ended" />
      </TableCell>
      <TableCell className="figure whitespace-nowrap text-right">
        {seconds === null ? <Missing reason="It was not started" /> : formatDuration(seconds)}
      </TableCell>
      <TableCell className="figure hidden whitespace-nowrap text-right text-muted lg:table-cell">
        {move.predicted.seconds === undefined ? (
          <Missing reason="Nothing was predicted" />
        ) : (
          formatDuration(move.predicted.seconds)
        )}
      </TableCell>
      <TableCell className="figure hidden whitespace-nowrap text-right lg:table-cell">
        {figureOf(move, "Downtime") ?? <Missing reason="Proxmox VE did not report it" />}
      </TableCell>
      <TableCell className="figure hidden whitespace-nowrap text-right xl:table-cell">
        {figureOf(move, "Sent") ?? <Missing reason="Proxmox VE did not report it" />}
      </TableCell>
      <TableCell className="max-w-0 truncate pr-4 text-muted sm:pr-4" title={resultOf(move)}>
        {resultOf(move)}
      </TableCell>
    </TableRow>
  );
}

function HistoryCard({ move, clusterName }: EntryProps) {
  const seconds = moveSeconds(move);
  return (
    <li className="flex flex-col gap-0.5 px-4 py-2.5">
      <div className="flex items-start justify-between gap-3">
        <GuestName clusterId={move.clusterId} vmid={move.vmid} name={move.guestName} />
        <MoveState state={move.state} warned={move.warnings.length > 0} className="text-sm" />
      </div>
      <div className="flex flex-wrap items-center justify-between gap-x-3">
        <WayLink move={move} />
        <span className="text-muted text-sm">
          <RelativeTime atMs={move.endedAtMs} missing="Not ended" />
        </span>
      </div>
      <p className="text-pretty break-words text-muted text-sm">
        {clusterName ? `${clusterName}. ` : ""}
        {seconds === null ? "" : `Took ${formatDuration(seconds)}. `}
        {resultOf(move)}
      </p>
    </li>
  );
}

function WayLink({ move }: { move: MoveRow }) {
  const { text } = useScope();
  return (
    <Link
      href={withScope(moveAddress(move.id), text)}
      className="font-medium hover:text-accent hover:underline"
    >
      <MoveWay from={move.from} to={move.to} />
      <span className="sr-only">, to this move</span>
    </Link>
  );
}

function figureOf(move: MoveRow, title: string): string | null {
  return moveOutcome(move).find((line) => line.title === title)?.actual ?? null;
}

function resultOf({ failure, warnings, result }: MoveRow): string {
  return failure?.cause ?? warnings[0] ?? result ?? "";
}
