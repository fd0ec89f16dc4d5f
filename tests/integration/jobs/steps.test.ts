import { NonRetriableError, RetryAfterError } from "inngest";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { pool } from "@/lib/server/db/pool";
import { useTestDatabase } from "@/tests/support/database";
import { startTestRunner, type TestRunner } from "@/tests/support/job-runner";
import { endedRuns } from "@/tests/support/jobs";

useTestDatabase();

let runner: TestRunner;
const calls: string[] = [];

function note(name: string): string {
  calls.push(name);
  return name;
}

beforeEach(() => {
  calls.length = 0;
});
afterEach(async () => {
  await runner.stop();
});

describe("steps of a run", () => {
  it("run once each, in order, and hand their results on", async () => {
    runner = await startTestRunner((client) => [
      client.createFunction({ id: "chain", triggers: [{ event: "chain" }] }, async ({ event, step }) => {
        const first = await step.run("first", () => note(`first ${event.data.word}`));
        const second = await step.run("second", () => note(`${first} second`));
        return { second };
      }),
    ]);

    await runner.send({ name: "chain", data: { word: "a" } });

    const [run] = await endedRuns("chain");
    expect(run).toMatchObject({ error: null, status: "completed", output: { second: "first a second" } });
    expect(calls).toEqual(["first a", "first a second"]);
  });

  it("run side by side when they are started together", async () => {
    const barrier: (() => void)[] = [];
    const meet = () =>
      new Promise<void>((resolve) => {
        barrier.push(resolve);
        if (barrier.length === 3) for (const go of barrier) go();
      });
    runner = await startTestRunner((client) => [
      client.createFunction({ id: "parallel", triggers: [{ event: "parallel" }] }, async ({ step }) => {
        const results = await Promise.all(
          ["a", "b", "c"].map((name) =>
            step.run(name, async () => {
              await meet();
              return note(name);
            }),
          ),
        );
        return await step.run("join", () => results.join(""));
      }),
    ]);

    await runner.send({ name: "parallel" });

    const [run] = await endedRuns("parallel");
    expect(run?.output).toBe("abc");
    expect([...calls].sort()).toEqual(["a", "b", "c"]);
  });

  it("sleep for the time that was asked for, in memory or in the queue", async () => {
    for (const parkMs of [60_000, 0]) {
      runner = await startTestRunner(
        (client) => [
          client.createFunction(
            { id: `sleep-${parkMs}`, triggers: [{ event: "sleep" }] },
            async ({ step }) => {
              const before = await step.run("before", () => Date.now());
              await step.sleep("relative", "1s");
              const middle = await step.run("middle", () => Date.now());
              await step.sleepUntil("dated", new Date(middle + 600));
              return { relative: middle - before, dated: Date.now() - middle };
            },
          ),
        ],
        { parkMs },
      );

      await runner.send({ name: "sleep" });

      const [run] = await endedRuns(`sleep-${parkMs}`);
      const { relative, dated } = (run?.output ?? {}) as { relative: number; dated: number };
      expect(relative).toBeGreaterThanOrEqual(1_000);
      expect(relative, "and not for a poll of the queue longer").toBeLessThan(1_900);
      expect(dated).toBeGreaterThanOrEqual(600);
      expect(dated, "and not for a poll of the queue longer").toBeLessThan(1_500);
      await runner.stop();
    }
  });

  it("are tried again until they succeed, without repeating those before them", async () => {
    runner = await startTestRunner((client) => [
      client.createFunction({ id: "retry", triggers: [{ event: "retry" }] }, async ({ step }) => {
        await step.run("once", () => note("once"));
        return await step.run("flaky", () => {
          note("flaky");
          if (calls.filter((call) => call === "flaky").length < 3) throw new Error("not yet");
          return "done";
        });
      }),
    ]);

    await runner.send({ name: "retry" });

    const [run] = await endedRuns("retry");
    expect(run?.output).toBe("done");
    expect(calls).toEqual(["once", "flaky", "flaky", "flaky"]);
    const steps = await pool().query(
      "select name, attempt from job_step where run_id = $1 order by position",
      [run?.id],
    );
    expect(steps.rows).toEqual([
      { name: "once", attempt: 0 },
      { name: "flaky", attempt: 2 },
    ]);
  });

  it("fail for good after the function's retries, and the function may catch that", async () => {
    runner = await startTestRunner((client) => [
      client.createFunction(
        { id: "caught", triggers: [{ event: "caught" }], retries: 1 },
        async ({ step }) => {
          try {
            await step.run("bad", () => {
              note("bad");
              throw new Error("always");
            });
          } catch (error) {
            return await step.run("rescue", () => `rescued from ${(error as Error).message}`);
          }
          return "never";
        },
      ),
    ]);

    await runner.send({ name: "caught" });

    const [run] = await endedRuns("caught");
    expect(run).toMatchObject({ status: "completed", output: "rescued from always" });
    expect(calls).toEqual(["bad", "bad"]);
  });

  it("are not tried again after a NonRetriableError", async () => {
    runner = await startTestRunner((client) => [
      client.createFunction({ id: "final", triggers: [{ event: "final" }] }, async ({ step }) => {
        await step.run("bad", () => {
          note("bad");
          throw new NonRetriableError("no use");
        });
      }),
    ]);

    await runner.send({ name: "final" });

    const [run] = await endedRuns("final");
    expect(run).toMatchObject({ status: "failed", error: { message: "no use" } });
    expect(calls).toEqual(["bad"]);
  });

  it("wait as long as a RetryAfterError asks for", async () => {
    const times: number[] = [];
    runner = await startTestRunner((client) => [
      client.createFunction({ id: "after", triggers: [{ event: "after" }] }, async ({ step }) => {
        await step.run("busy", () => {
          times.push(Date.now());
          if (times.length === 1) throw new RetryAfterError("busy", 1_000);
        });
      }),
    ]);

    await runner.send({ name: "after" });

    await endedRuns("after");
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(1_000);
  });

  it("are passed by when the body itself throws and is tried again", async () => {
    runner = await startTestRunner((client) => [
      client.createFunction({ id: "body", triggers: [{ event: "body" }] }, async ({ step, attempt }) => {
        await step.run("once", () => note("once"));
        note(`body ${attempt}`);
        if (attempt < 2) throw new Error("body");
        return attempt;
      }),
    ]);

    await runner.send({ name: "body" });

    const [run] = await endedRuns("body");
    expect(run).toMatchObject({ status: "completed", output: 2 });
    expect(calls.filter((call) => call === "once")).toHaveLength(1);
  });
});
