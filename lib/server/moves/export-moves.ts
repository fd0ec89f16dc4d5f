import "server-only";
import type { z } from "zod";
import type { MoveRow, moveExportQuery } from "@/lib/api/moves";
import { prisma } from "@/lib/server/db/prisma";
import { type CsvValue, csvFrom } from "@/lib/server/http/csv";
import { readAllMoves } from "./read-moves";

/** More than anybody reads; what is older is left out. */
const MOST_MOVES = 50_000;

type Column = readonly [title: string, value: (move: MoveRow, cluster: string) => CsvValue];

const COLUMNS: readonly Column[] = [
  ["requested", ({ requestedAtMs }) => moment(requestedAtMs)],
  ["cluster", (_move, cluster) => cluster],
  ["guest", ({ vmid }) => vmid],
  ["name", ({ guestName }) => guestName],
  ["type", ({ guestKind }) => guestKind],
  ["from", ({ from }) => from],
  ["to", ({ to }) => to],
  ["way", ({ kind }) => kind],
  ["state", ({ state }) => state],
  ["source", ({ source }) => source],
  ["requested_by", ({ requestedBy }) => requestedBy],
  ["reason", ({ reason }) => reason],
  ["started", ({ startedAtMs }) => moment(startedAtMs)],
  ["ended", ({ endedAtMs }) => moment(endedAtMs)],
  ["seconds", ({ progress }) => progress?.durationSeconds ?? null],
  ["seconds_predicted", ({ predicted }) => predicted.seconds ?? null],
  ["downtime_ms", ({ progress }) => progress?.downtimeMs ?? null],
  ["downtime_ms_predicted", ({ predicted }) => predicted.downtimeMs ?? null],
  ["result", ({ result }) => result],
  ["cause", ({ failure }) => failure?.cause ?? null],
  ["advice", ({ failure }) => failure?.advice ?? null],
  ["warnings", ({ warnings }) => warnings.join(" ")],
  ["task", ({ upid }) => upid],
  ["id", ({ id }) => id],
];

/** Moves as comma-separated values, newest first; times in UTC. */
export async function exportMoves(query: z.output<typeof moveExportQuery>): Promise<string> {
  const clusters = await prisma.cluster.findMany({ select: { id: true, name: true } });
  const names = new Map(clusters.map(({ id, name }) => [id, name]));
  const rows: CsvValue[][] = [];
  for await (const moves of readAllMoves(query, MOST_MOVES))
    for (const move of moves)
      rows.push(COLUMNS.map(([, value]) => value(move, names.get(move.clusterId) ?? move.clusterId)));
  return csvFrom(
    COLUMNS.map(([title]) => title),
    rows,
  );
}

function moment(atMs: number | null): string | null {
  return atMs === null ? null : new Date(atMs).toISOString();
}
