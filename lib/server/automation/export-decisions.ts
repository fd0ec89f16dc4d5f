import "server-only";
import type { AutomationDecisionRow } from "@/lib/api/automation";
import { type CsvValue, csvFrom } from "@/lib/server/http/csv";
import { readRunDetail } from "./read-runs";

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
