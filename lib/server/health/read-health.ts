import "server-only";
import type { z } from "zod";
import type { healthResponse } from "@/lib/api/health";
import { DATABASE_TROUBLE_SENTENCES, databaseTrouble } from "@/lib/server/db/database-trouble";
import { prisma } from "@/lib/server/db/prisma";
import { AppError } from "@/lib/server/http/app-error";
import { usesInngestServer } from "@/lib/server/jobs/uses-inngest-server";

/** The scheduler fires something every minute; silence for this long means that it has stopped. */
const LONGEST_SILENCE_SECONDS = 300;
const DATABASE_TIMEOUT_MS = 3_000;

/**
 * Liveness costs nothing and touches nothing. Readiness asks the database, and when a background job was last started.
 *
 * @throws AppError `upstream_unavailable` when not ready; an Inngest server's jobs are its own business
 */
export async function readHealth({
  ready,
}: {
  readonly ready: boolean;
}): Promise<z.input<typeof healthResponse>> {
  if (!ready) return { status: "ok", database: null, lastJobSecondsAgo: null };

  const lastJobSecondsAgo = await secondsSinceLastJob();
  if (databaseTrouble()?.kind === "full")
    throw new AppError("upstream_unavailable", DATABASE_TROUBLE_SENTENCES.full);
  if (!usesInngestServer() && lastJobSecondsAgo !== null && lastJobSecondsAgo > LONGEST_SILENCE_SECONDS) {
    throw new AppError("upstream_unavailable", `No background job has started for ${lastJobSecondsAgo} s.`);
  }
  return { status: "ok", database: "ok", lastJobSecondsAgo };
}

async function secondsSinceLastJob(): Promise<number | null> {
  const asked = prisma.jobSchedule.aggregate({ _max: { lastFiredAt: true } });
  const late = new Promise<never>((_resolve, reject) => {
    setTimeout(() => reject(new Error("time-out")), DATABASE_TIMEOUT_MS).unref();
  });
  try {
    const { _max } = await Promise.race([asked, late]);
    return _max.lastFiredAt && Math.max(0, Math.round((Date.now() - _max.lastFiredAt.getTime()) / 1000));
  } catch {
    throw new AppError("upstream_unavailable", "The database does not answer.");
  }
}
