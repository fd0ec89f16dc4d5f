import { pool } from "@/lib/server/db/pool";
import { startTestRunner } from "@/tests/support/job-runner";
import { voyageFunctions } from "./voyage";

/**
 * A process that runs voyages. CRASH names the case: `boundary:7` dies at the seventh boundary of the run that
 * carries the same case in its event, `inside:b` in the middle of step b. Without it the process ends by itself
 * when nothing is left to do.
 */
const crash = process.env.CRASH ?? "";
let boundaries = 0;

function die(): void {
  process.kill(process.pid, "SIGKILL");
}

await startTestRunner(
  (client) =>
    voyageFunctions(client, (step, data) => {
      if (data.case === crash && crash === `inside:${step}`) die();
    }),
  {
    // Those who crash must not bring the others back: the last process does.
    janitorMs: crash === "" ? 100 : 3_600_000,
    onBoundary: (name, run) => {
      if (run.event.data.case !== crash) return;
      boundaries += 1;
      if (process.env.LOG_BOUNDARIES) process.stdout.write(`${boundaries} ${name}\n`);
      if (crash === `boundary:${boundaries}`) die();
    },
  },
);

const timer = setInterval(async () => {
  // One statement: between two a run might appear that the first did not see.
  const state = await pool().query<{ ended: boolean }>(
    `select exists (select 1 from job_run where function_id = 'voyage' and ($1 = '' or event -> 'data' ->> 'case' = $1))
        and not exists (select 1 from job_run
                        where ended_at is null and ($1 = '' or event -> 'data' ->> 'case' = $1))
        and not exists (select 1 from graphile_worker._private_jobs where $1 = '') as ended`,
    [crash],
  );
  if (state.rows[0]?.ended === true) {
    clearInterval(timer);
    process.exit(0);
  }
}, 50);
