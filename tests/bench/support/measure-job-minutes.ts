import { setTimeout as delay } from "node:timers/promises";
import { startTestRunner } from "@/tests/support/job-runner";
import { walPosition, withClient } from "./write-parts";

const CLUSTER = "5b0f1d0e-3a0e-4f7c-9a55-0d4a2b6c7d8e";
const TICK_MS = 30;
const ENDED_WITHIN_MS = 10_000;

/**
 * Bytes of write-ahead log that the jobs of one minute cost: the real runner and queue, with functions of the same steps as
 * ours (a minute that begins, one cluster read six times, readings summed up), their ten seconds shortened.
 */
export async function measureJobMinutes(url: string, minutes: number): Promise<number> {
  const runner = await startTestRunner(
    (client) => [
      client.createFunction({ id: "begin", triggers: [{ event: "minute" }] }, async ({ event, step }) => {
        const { n } = event.data;
        await step.sendEvent("fan-out", [
          { name: "due", id: `collection:${CLUSTER}:${n}`, data: { clusterId: CLUSTER, minuteMs: n } },
        ]);
        return { clusters: 1 };
      }),
      client.createFunction(
        { id: "read", triggers: [{ event: "due" }], concurrency: { limit: 1, key: "event.data.clusterId" } },
        async ({ step }) => {
          const plan = await step.run("plan", () => ({
            ticks: [1, 2, 3, 4, 5, 6].map((n) => ({ atMs: Date.now() + n * TICK_MS, untilMs: 0 })),
          }));
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
  try {
    const minute = async (n: number): Promise<void> => {
      await runner.send({ name: "minute", data: { n } });
      await untilEnded(url, 3 * n);
    };
    await minute(1);
    const before = await walPosition(url);
    for (let n = 2; n <= minutes + 1; n += 1) await minute(n);
    const after = await walPosition(url);
    const { rows } = await withClient(url, (client) =>
      client.query<{ bytes: string }>("SELECT pg_wal_lsn_diff($2::pg_lsn, $1::pg_lsn) AS bytes", [
        before,
        after,
      ]),
    );
    return Number(rows[0]?.bytes) / minutes;
  } finally {
    await runner.stop();
  }
}

async function untilEnded(url: string, runs: number): Promise<void> {
  const untilMs = Date.now() + ENDED_WITHIN_MS;
  await withClient(url, async (client) => {
    for (;;) {
      const { rows } = await client.query<{ count: number }>(
        "SELECT count(*)::int AS count FROM job_run WHERE ended_at IS NOT NULL",
      );
      if ((rows[0]?.count ?? 0) >= runs) return;
      if (Date.now() > untilMs) throw new Error("the jobs of a minute did not end in time");
      await delay(20);
    }
  });
}
