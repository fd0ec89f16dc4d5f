import { expect, it } from "vitest";
import { pool } from "@/lib/server/db/pool";
import { useDatabaseServer } from "@/tests/support/database-server";
import { startTestRunner } from "@/tests/support/job-runner";
import { endedRuns } from "@/tests/support/jobs";

// The log's position is one for a whole server: other test files must not write there.
useDatabaseServer();

const CLUSTER = "5b0f1d0e-3a0e-4f7c-9a55-0d4a2b6c7d8e";

async function walPosition(): Promise<number> {
  const row = await pool().query<{ bytes: string }>("select pg_current_wal_insert_lsn() - '0/0' as bytes");
  return Number(row.rows[0]?.bytes);
}

/** The product may write 150 MB a day, of which jobs 20 MB: that is 2.4 kB for each reading every 10 s, all included. */
it("stays within its share of the write budget with one cluster read every ten seconds", async () => {
  const runner = await startTestRunner(
    (client) => [
      client.createFunction({ id: "fan-out", triggers: [{ event: "minute" }] }, async ({ event, step }) => {
        await step.sendEvent("fan-out", [
          {
            name: "due",
            id: `collection:${CLUSTER}:${event.data.n}`,
            data: { clusterId: CLUSTER, minuteMs: 1 },
          },
        ]);
        return { clusters: 1 };
      }),
      client.createFunction(
        { id: "read", triggers: [{ event: "due" }], concurrency: { limit: 1, key: "event.data.clusterId" } },
        async ({ step }) => {
          const plan = await step.run("plan", () => {
            const start = Date.now();
            return {
              ticks: [1, 2, 3, 4, 5, 6].map((n) => ({ atMs: start + n * 30, untilMs: start + n * 60 })),
            };
          });
          for (const { atMs } of plan.ticks) {
            await step.sleepUntil(`until-${atMs}`, new Date(atMs));
            await step.run(`collect-${atMs}`, () => ({ outcome: "stored" }));
          }
          return { readings: plan.ticks.length };
        },
      ),
      client.createFunction(
        { id: "roll-up", triggers: [{ event: "minute" }], singleton: { mode: "skip" } },
        () => null,
      ),
    ],
    { janitorMs: 60_000 },
  );
  const minute = async (n: number): Promise<void> => {
    await runner.send({ name: "minute", data: { n } });
    await endedRuns("read", n);
    await endedRuns("roll-up", n);
  };
  await minute(1);
  const before = await walPosition();
  for (let n = 2; n <= 21; n += 1) await minute(n);
  const perMinute = ((await walPosition()) - before) / 20;
  await runner.stop();

  const megabytesPerDay = (perMinute * 1_440) / 1e6;
  process.stdout.write(
    `jobs write ${Math.round(perMinute)} bytes a minute, ${megabytesPerDay.toFixed(1)} MB a day\n`,
  );
  expect(megabytesPerDay).toBeLessThan(20);
}, 60_000);
