import "server-only";
import type { z } from "zod";
import type { ListMeta } from "@/lib/api/envelope";
import type { PlanRunDetail, PlanRunRow, planQuery } from "@/lib/api/plans";
import { prisma } from "@/lib/server/db/prisma";
import { AppError } from "@/lib/server/http/app-error";
import type { Prisma } from "@/prisma/generated/client";
import { planRunDetailFrom, planRunRowFrom } from "./plan-run-row";
import { ACTIVE_PLAN_STATES, ENDED_PLAN_STATES } from "./plan-states";

/** @throws AppError not_found */
export async function readPlan(planId: string): Promise<PlanRunDetail> {
  const run = await prisma.planRun.findFirst({
    where: { id: planId, cluster: { removedAt: null } },
    include: { steps: { orderBy: { position: "asc" } }, events: { orderBy: { id: "asc" } } },
  });
  if (!run) throw new AppError("not_found", "There is no such approved plan.");
  const ids = run.steps.flatMap(({ moveId }) => moveId ?? []);
  const moves = await prisma.move.findMany({ where: { id: { in: ids } }, select: { id: true, state: true } });
  return planRunDetailFrom(run, new Map(moves.map(({ id, state }) => [id, state])));
}

/** One page of approved plans, newest first. */
export async function readPlans(
  query: z.output<typeof planQuery>,
): Promise<{ readonly rows: readonly PlanRunRow[]; readonly meta: ListMeta }> {
  const where = filterOf(query);
  const [total, runs] = await Promise.all([
    prisma.planRun.count({ where }),
    prisma.planRun.findMany({
      where,
      include: { steps: { orderBy: { position: "asc" } } },
      orderBy: [{ requestedAt: "desc" }, { id: "desc" }],
      take: query.limit + 1,
      ...(query.cursor !== undefined && { cursor: { id: readCursor(query.cursor) }, skip: 1 }),
    }),
  ]);
  const page = runs.slice(0, query.limit);
  const last = runs.length > query.limit ? page.at(-1) : undefined;
  return { rows: page.map(planRunRowFrom), meta: { total, nextCursor: last?.id ?? null } };
}

function filterOf({ cluster, recommendation, state }: z.output<typeof planQuery>): Prisma.PlanRunWhereInput {
  return {
    cluster: { removedAt: null },
    ...(cluster !== undefined && { clusterId: cluster }),
    ...(recommendation !== undefined && { recommendationId: recommendation }),
    ...(state === "active" && { state: { in: [...ACTIVE_PLAN_STATES] } }),
    ...(state === "ended" && { state: { in: [...ENDED_PLAN_STATES] } }),
    ...(state !== undefined && state !== "active" && state !== "ended" && { state }),
  };
}

function readCursor(cursor: string): string {
  if (/^[0-9a-f-]{36}$/.test(cursor)) return cursor;
  const message = "is not one of this list";
  throw new AppError("invalid_input", "The cursor is not one of this list.", [{ path: "cursor", message }]);
}
