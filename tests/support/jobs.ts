import { vi } from "vitest";
import { pool } from "@/lib/server/db/pool";

export interface StoredRun {
  readonly id: string;
  readonly function_id: string;
  readonly status: string;
  readonly output: unknown;
  readonly error: { readonly name: string; readonly message: string } | null;
  readonly started_at: Date;
  readonly ended_at: Date | null;
  readonly event: { readonly data: Record<string, unknown> };
}

export async function readRuns(functionId: string): Promise<readonly StoredRun[]> {
  const runs = await pool().query<StoredRun>(
    "select * from job_run where function_id = $1 order by queued_at, id",
    [functionId],
  );
  return runs.rows;
}

/** Waits until `count` runs of the function have ended and returns all of its runs. */
export async function endedRuns(functionId: string, count = 1): Promise<readonly StoredRun[]> {
  return await vi.waitFor(
    async () => {
      const runs = await readRuns(functionId);
      const ended = runs.filter(({ ended_at }) => ended_at !== null);
      if (ended.length < count)
        throw new Error(`${ended.length} of ${count} runs of ${functionId} have ended`);
      return runs;
    },
    { timeout: 20_000, interval: 20 },
  );
}
