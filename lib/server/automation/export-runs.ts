import "server-only";
import type { AutomationRunRow } from "@/lib/api/automation";
import { prisma } from "@/lib/server/db/prisma";
import { csvFrom } from "@/lib/server/http/csv";
import { runRowsFrom, WITH_NAME } from "./run-row";

/** Newer ones first; a spreadsheet takes about a million lines, and nobody reads so many. */
const MOST_RUNS = 50_000;
const PAGE = 500;

const HEADER = [
  ...["run", "cluster", "started", "ended", "trigger", "requested by", "dry run", "outcome", "sentence"],
  ...["health before", "health after", "rounds", "planned", "executed", "arrived", "not arrived"],
  ...["skipped", "filtered", "deferred", "observing"],
];

/** All runs that are kept, of one cluster or of all (null), newest first. */
export async function exportRuns(clusterId: string | null) {
  const lines: (string | number | boolean | null)[][] = [];
  let after: string | undefined;
  while (lines.length < MOST_RUNS) {
    const runs = await prisma.automationRun.findMany({
      where: { cluster: { removedAt: null }, ...(clusterId !== null && { clusterId }) },
      orderBy: [{ startedAt: "desc" }, { id: "desc" }],
      take: PAGE,
      include: WITH_NAME,
      ...(after !== undefined && { cursor: { id: after }, skip: 1 }),
    });
    lines.push(...(await runRowsFrom(runs)).map(lineOf));
    after = runs.at(-1)?.id;
    if (runs.length < PAGE) break;
  }
  return {
    fileName: "evenkeel-automation-runs.csv",
    contentType: "text/csv; charset=utf-8",
    text: csvFrom(HEADER, lines),
  } as const;
}

function lineOf(run: AutomationRunRow) {
  const { counts } = run;
  return [
    run.id,
    run.clusterName,
    new Date(run.startedAtMs).toISOString(),
    run.endedAtMs === null ? null : new Date(run.endedAtMs).toISOString(),
    run.trigger,
    run.requestedBy,
    run.dryRun,
    run.outcome,
    run.sentence,
    rounded(run.healthBefore),
    rounded(run.healthAfter),
    run.rounds,
    counts.planned,
    counts.executed,
    counts.done,
    counts.failed,
    counts.skipped,
    counts.filtered,
    counts.deferred,
    counts.observing,
  ];
}

function rounded(health: number | null): number | null {
  return health === null ? null : Math.round(health * 10) / 10;
}
