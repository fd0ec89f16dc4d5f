import "server-only";
import type { AutomationDecisionRow } from "@/lib/api/automation";
import { prisma } from "@/lib/server/db/prisma";
import { type CsvValue, csvFrom } from "@/lib/server/http/csv";
import { readRunDetail } from "./read-runs";
import { decisionRowFrom, WITH_DECISIONS_AND_NAME } from "./run-row";

/** A spreadsheet takes about a million lines. */
const MOST_LINES = 500_000;
const PAGE = 500;
const CSV = "text/csv; charset=utf-8" as const;

const HEADER = [
  ...["round", "rank", "unit", "decided", "vmid", "guest", "from", "to", "kind", "need", "forced", "action"],
  ...["guardrail", "reason", "not before", "confidence", "risk", "seconds", "downtime ms", "bytes", "move"],
  "move ended as",
];

/** Everything that one run decided, in the order of its rounds and ranks. */
export async function exportDecisions(runId: string) {
  const { id, decisions } = await readRunDetail(runId);
  const text = csvFrom(HEADER, decisions.map(lineOf));
  return { fileName: `evenkeel-automation-run-${id.slice(0, 8)}.csv`, contentType: CSV, text };
}

/** Everything that the runs that are kept decided, of one cluster or of all (null): newest run first. */
export async function exportAllDecisions(clusterId: string | null) {
  const lines: (readonly CsvValue[])[] = [];
  let after: string | undefined;
  while (lines.length < MOST_LINES) {
    const runs = await prisma.automationRun.findMany({
      where: { cluster: { removedAt: null }, ...(clusterId !== null && { clusterId }) },
      orderBy: [{ startedAt: "desc" }, { id: "desc" }],
      take: PAGE,
      include: WITH_DECISIONS_AND_NAME,
      ...(after !== undefined && { cursor: { id: after }, skip: 1 }),
    });
    for (const run of runs) {
      const began = [run.id, run.cluster.name, run.startedAt.toISOString(), run.dryRun, run.outcome];
      lines.push(...run.decisions.map((one) => [...began, ...lineOf(decisionRowFrom(one))]));
    }
    after = runs.at(-1)?.id;
    if (runs.length < PAGE) break;
  }
  const text = csvFrom(["run", "cluster", "started", "dry run", "outcome", ...HEADER], lines);
  return { fileName: "evenkeel-automation-decisions.csv", contentType: CSV, text };
}

function lineOf(one: AutomationDecisionRow): readonly CsvValue[] {
  return [
    one.round,
    one.rank,
    one.unit,
    new Date(one.decidedAtMs).toISOString(),
    one.vmid,
    one.guestName,
    one.from,
    one.to,
    one.kind,
    one.need,
    one.forced,
    one.action,
    one.guardrail,
    one.reason,
    one.untilMs === null ? null : new Date(one.untilMs).toISOString(),
    one.confidence,
    one.risk,
    one.seconds,
    one.downtimeMs,
    one.bytes,
    one.moveId,
    one.moveState,
  ];
}
