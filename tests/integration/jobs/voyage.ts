import type { InngestFunction } from "inngest";
import { pool } from "@/lib/server/db/pool";
import type { TestClient } from "@/tests/support/job-runner";

export const STEP_LOG = `create table if not exists step_log (
  id bigserial primary key, run_id text not null, step text not null, pid int not null,
  started_at timestamptz not null default clock_timestamp(), ended_at timestamptz)`;

/** Leaves a trace of the step's beginning and end that no crash can take back. */
export async function logged<T>(runId: string, step: string, work: () => T | Promise<T>): Promise<T> {
  const row = await pool().query<{ id: string }>(
    "insert into step_log (run_id, step, pid) values ($1, $2, $3) returning id",
    [runId, step, process.pid],
  );
  const result = await work();
  await pool().query("update step_log set ended_at = clock_timestamp() where id = $1", [row.rows[0]?.id]);
  return result;
}

/** A run with one of everything: steps in a row and side by side, a sleep, an invoked function. */
export function voyageFunctions(
  client: TestClient,
  crashInside: (step: string, data: Record<string, unknown>) => void = () => undefined,
): readonly InngestFunction.Any[] {
  const helper = client.createFunction({ id: "helper", triggers: [] }, async ({ event, step, runId }) => {
    const data: Record<string, unknown> = event.data;
    return await step.run("h", () =>
      logged(String(data.parent), "h", () => {
        crashInside("h", data);
        return `h(${runId.length})`;
      }),
    );
  });
  const voyage = client.createFunction(
    { id: "voyage", triggers: [{ event: "voyage" }] },
    async ({ event, step, runId }) => {
      const leg = (name: string) =>
        step.run(name, () =>
          logged(runId, name, () => {
            crashInside(name, event.data);
            return name;
          }),
        );
      const a = await leg("a");
      await step.sleep("nap", "1s");
      const [b, c] = await Promise.all([leg("b"), leg("c")]);
      const h = await step.invoke("ask", { function: helper, data: { ...event.data, parent: runId } });
      const d = await leg("d");
      return [a, b, c, h, d].join(" ");
    },
  );
  return [voyage, helper];
}

export const VOYAGE_RESULT = "a b c h(36) d";
