import { afterAll, expect, it } from "vitest";
import { startServer } from "@/inngest/start-server";
import { pool } from "@/lib/server/db/pool";
import { useRestartableDatabase } from "@/tests/support/restartable-database";

const database = useRestartableDatabase();
process.env.EVENKEEL_SECRET_KEY = Buffer.alloc(32, 7).toString("base64");
process.env.EVENKEEL_DEMO = "off";

let stop = async () => {};
afterAll(() => stop());

it("a server that starts while the database is down waits for it and runs its jobs then", async () => {
  await database.crash();
  const started = startServer();
  const early = await Promise.race([started.then(() => "started"), anAttempt()]);
  expect(early).toBe("still waiting");
  await database.start();
  const runner = await started;
  if (runner === null) throw new Error("the embedded runner did not start");
  stop = () => runner.stop();
  const { eventIds } = await runner.send([{ name: "evenkeel/nothing" }]);
  expect(eventIds).toHaveLength(1);
});

/** Settles once the database was asked for in vain, as the server does meanwhile. */
async function anAttempt(): Promise<string> {
  for (let tries = 0; tries < 3; tries += 1)
    await pool()
      .query("SELECT 1")
      .catch(() => undefined);
  return "still waiting";
}
