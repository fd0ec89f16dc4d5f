import "server-only";
import { type AutomationCounts, automationCounts } from "@/lib/api/automation";
import { prisma } from "@/lib/server/db/prisma";
import { Prisma } from "@/prisma/generated/client";

const NOTHING: AutomationCounts = {
  planned: 0,
  pending: 0,
  executed: 0,
  skipped: 0,
  filtered: 0,
  deferred: 0,
  observing: 0,
  done: 0,
  failed: 0,
};

type Run = { readonly id: string; readonly counts: Prisma.JsonValue };

/** How many moves have which decision, by run: as it was stored at the end of the run, and for one that goes on as it is now. */
export async function readCounts(runs: readonly Run[]): Promise<ReadonlyMap<string, AutomationCounts>> {
  const known = new Map<string, AutomationCounts>();
  for (const { id, counts } of runs) {
    const stored = automationCounts.safeParse(counts);
    if (stored.success) known.set(id, stored.data);
  }
  const open = runs.filter(({ id }) => !known.has(id)).map(({ id }) => id);
  const counted = open.length === 0 ? [] : await countOf(open);
  return new Map([...open.map((id) => [id, NOTHING] as const), ...counted, ...known]);
}

/** The last word on every move counts, as in `lastDecisions`: one that was made stays made. */
async function countOf(runIds: readonly string[]): Promise<readonly (readonly [string, AutomationCounts])[]> {
  const rows = await prisma.$queryRaw<({ readonly run_id: string } & AutomationCounts)[]>`
    WITH last AS (
      SELECT DISTINCT ON (run_id, vmid, from_node, to_node) run_id, action, move_state
        FROM automation_decision
       WHERE run_id IN (${Prisma.join(runIds.map((id) => Prisma.sql`${id}::uuid`))})
       ORDER BY run_id, vmid, from_node, to_node, (action = 'executed') DESC,
                CASE action WHEN 'executed' THEN -round ELSE round END DESC,
                CASE action WHEN 'executed' THEN -rank ELSE rank END DESC)
    SELECT run_id,
           count(*)::int AS planned,
           count(*) FILTER (WHERE action = 'pending')::int AS pending,
           count(*) FILTER (WHERE action = 'executed')::int AS executed,
           count(*) FILTER (WHERE action = 'skipped')::int AS skipped,
           count(*) FILTER (WHERE action = 'filtered')::int AS filtered,
           count(*) FILTER (WHERE action = 'deferred')::int AS deferred,
           count(*) FILTER (WHERE action = 'observing')::int AS observing,
           count(*) FILTER (WHERE action = 'executed' AND move_state = 'done')::int AS done,
           count(*) FILTER (WHERE action = 'executed' AND move_state <> 'done')::int AS failed
      FROM last GROUP BY run_id`;
  return rows.map(({ run_id: id, ...counts }) => [id, counts]);
}
