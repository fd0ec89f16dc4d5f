import "server-only";
import { z } from "zod";
import type { AutomationRunDetail, AutomationRunRow, automationRunQuery } from "@/lib/api/automation";
import type { ListMeta } from "@/lib/api/envelope";
import { prisma } from "@/lib/server/db/prisma";
import { AppError } from "@/lib/server/http/app-error";
import type { Prisma } from "@/prisma/generated/client";
import { WITH_DECISIONS } from "./run-record";
import { decisionRowFrom, runRowsFrom, WITH_NAME } from "./run-row";

const storedSettings = z.record(z.string(), z.union([z.number(), z.boolean(), z.string()]));

/** One page of runs, newest first. */
export async function readRuns(
  query: z.output<typeof automationRunQuery>,
): Promise<{ readonly rows: readonly AutomationRunRow[]; readonly meta: ListMeta }> {
  const where = filterOf(query);
  const before = query.cursor === undefined ? null : readCursor(query.cursor);
  const [total, runs] = await Promise.all([
    prisma.automationRun.count({ where }),
    prisma.automationRun.findMany({
      where: before === null ? where : { AND: [where, before] },
      orderBy: [{ startedAt: "desc" }, { id: "desc" }],
      take: query.limit + 1,
      include: WITH_NAME,
    }),
  ]);
  const page = runs.slice(0, query.limit);
  const last = runs.length > query.limit ? page.at(-1) : undefined;
  const nextCursor = last ? `${last.startedAt.getTime()}_${last.id}` : null;
  return { rows: await runRowsFrom(page), meta: { total, nextCursor } };
}

/** @throws AppError not_found */
export async function readRun(runId: string): Promise<AutomationRunRow> {
  const run = await prisma.automationRun.findFirst({ where: thereIs(runId), include: WITH_NAME });
  const [row] = run ? await runRowsFrom([run]) : [];
  return row ?? gone();
}

/** @throws AppError not_found */
export async function readRunDetail(runId: string): Promise<AutomationRunDetail> {
  const run = await prisma.automationRun.findFirst({
    where: thereIs(runId),
    include: { ...WITH_NAME, ...WITH_DECISIONS },
  });
  const [row] = run ? await runRowsFrom([run]) : [];
  if (!run || !row) return gone();
  return {
    ...row,
    decisions: run.decisions.map(decisionRowFrom),
    settings: storedSettings.parse(run.settings),
  };
}

function thereIs(runId: string): Prisma.AutomationRunWhereInput {
  return { id: runId, cluster: { removedAt: null } };
}

function gone(): never {
  throw new AppError("not_found", "There is no such run of automation any more.");
}

function filterOf({ cluster, outcome }: z.output<typeof automationRunQuery>): Prisma.AutomationRunWhereInput {
  return {
    cluster: { removedAt: null },
    ...(cluster !== undefined && { clusterId: cluster }),
    ...(outcome !== undefined && { outcome }),
  };
}

/** Where the page before ended: time and id of its last run. */
function readCursor(cursor: string): Prisma.AutomationRunWhereInput {
  const match = /^(\d{1,15})_([0-9a-f-]{36})$/.exec(cursor);
  if (!match)
    throw new AppError("invalid_input", "The cursor is not one of this list.", [
      { path: "cursor", message: "is not one of this list" },
    ]);
  const startedAt = new Date(Number(match[1]));
  return { OR: [{ startedAt: { lt: startedAt } }, { startedAt, id: { lt: match[2] ?? "" } }] };
}
