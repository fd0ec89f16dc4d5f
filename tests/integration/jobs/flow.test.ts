import { afterEach, describe, expect, it, vi } from "vitest";
import { pool } from "@/lib/server/db/pool";
import { useTestDatabase } from "@/tests/support/database";
import { startTestRunner, type TestRunner } from "@/tests/support/job-runner";
import { endedRuns, readRuns } from "@/tests/support/jobs";

useTestDatabase();

let runner: TestRunner;
afterEach(async () => {
  await runner.stop();
});

/** A door that steps wait at until it is opened. */
function door() {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

async function statusOf(functionId: string): Promise<readonly string[]> {
  return (await readRuns(functionId)).map(({ status }) => status);
}

describe("events", () => {
  it("start every function that they trigger, once per id", async () => {
    runner = await startTestRunner((client) => [
      client.createFunction({ id: "one", triggers: [{ event: "x" }, { event: "y" }] }, () => "one"),
      client.createFunction({ id: "two", triggers: [{ event: "x" }] }, () => "two"),
    ]);

    await runner.send({ name: "x", id: "same" });
    await runner.send({ name: "x", id: "same" });
    await runner.send({ name: "y" });

    expect(await endedRuns("one", 2)).toHaveLength(2);
    expect(await endedRuns("two", 1)).toHaveLength(1);
  });

  it("answer a step that waits for one that matches, and null comes when none does in time", async () => {
    runner = await startTestRunner((client) => [
      client.createFunction({ id: "waits", triggers: [{ event: "ask" }] }, async ({ step }) => {
        const answer = await step.waitForEvent("answer", {
          event: "answer",
          timeout: "1h",
          if: "event.data.topic == async.data.topic && async.data.ok == true",
        });
        const never = await step.waitForEvent("never", { event: "never", timeout: "1s" });
        return { said: answer?.data.said, never };
      }),
    ]);
    await runner.send({ name: "ask", data: { topic: 7 } });
    await vi.waitFor(async () => expect(await statusOf("waits")).toEqual(["sleeping"]), { timeout: 5_000 });

    await runner.send({ name: "answer", data: { topic: 8, ok: true, said: "wrong topic" } });
    await runner.send({ name: "answer", data: { topic: 7, ok: false, said: "not ok" } });
    await runner.send({ name: "answer", data: { topic: 7, ok: true, said: "right" } });

    const [run] = await endedRuns("waits");
    expect(run).toMatchObject({ status: "completed", output: { said: "right", never: null } });
  });

  it("are sent by a step, in this process", async () => {
    runner = await startTestRunner((client) => [
      client.createFunction({ id: "sender", triggers: [{ event: "go" }] }, async ({ step }) => {
        const sent = await step.sendEvent("send", [
          { name: "received", data: { n: 1 } },
          { name: "received" },
        ]);
        return sent.ids.length;
      }),
      client.createFunction({ id: "receiver", triggers: [{ event: "received" }] }, ({ event }) => event.data),
    ]);

    await runner.send({ name: "go" });

    expect((await endedRuns("sender"))[0]?.output).toBe(2);
    expect((await endedRuns("receiver", 2)).map(({ output }) => output)).toEqual(
      expect.arrayContaining([{ n: 1 }, {}]),
    );
  });

  it("cancel the runs that say so, and only those they match", async () => {
    runner = await startTestRunner((client) => [
      client.createFunction(
        {
          id: "cancellable",
          triggers: [{ event: "begin" }],
          cancelOn: [{ event: "stop", if: "event.data.id == async.data.id" }],
        },
        async ({ step }) => {
          await step.waitForEvent("wait", { event: "finish", timeout: "1h" });
          return "finished";
        },
      ),
    ]);
    await runner.send({ name: "begin", data: { id: 1 } });
    await runner.send({ name: "begin", data: { id: 2 } });
    await vi.waitFor(async () => expect(await statusOf("cancellable")).toEqual(["sleeping", "sleeping"]), {
      timeout: 5_000,
    });

    await runner.send({ name: "stop", data: { id: 1 } });
    await runner.send({ name: "finish" });

    await endedRuns("cancellable", 2);
    expect([...(await statusOf("cancellable"))].sort()).toEqual(["cancelled", "completed"]);
  });
});

describe("failures", () => {
  it("are handed to onFailure with the event and the error", async () => {
    const heard = vi.fn();
    runner = await startTestRunner((client) => [
      client.createFunction(
        {
          id: "breaks",
          triggers: [{ event: "break" }],
          retries: 1,
          onFailure: ({ event, error }: { event: { data: { event: { data: unknown } } }; error: Error }) => {
            heard(event.data.event.data, error.message);
          },
        },
        () => {
          throw new Error("broken");
        },
      ),
    ]);

    await runner.send({ name: "break", data: { what: "vase" } });

    const [run] = await endedRuns("breaks");
    expect(run).toMatchObject({ status: "failed", error: { message: "broken" } });
    await endedRuns("breaks-failure");
    expect(heard.mock.calls).toEqual([[{ what: "vase" }, "broken"]]);
  });

  it("of an invoked function reach the function that invoked it", async () => {
    runner = await startTestRunner((client) => {
      const child = client.createFunction({ id: "child", retries: 0, triggers: [] }, ({ event }) => {
        const data: Record<string, unknown> = event.data;
        if (data.bad) throw new Error("child broke");
        return { doubled: Number(data.n) * 2 };
      });
      const parent = client.createFunction(
        { id: "parent", triggers: [{ event: "parent" }] },
        async ({ step }) => {
          const good = await step.invoke("good", { function: child, data: { n: 21 } });
          const bad = await step
            .invoke("bad", { function: child, data: { bad: true } })
            .catch((error: Error) => error.message);
          return { good, bad };
        },
      );
      return [parent, child];
    });

    await runner.send({ name: "parent" });

    const [run] = await endedRuns("parent");
    expect(run?.output).toEqual({ good: { doubled: 42 }, bad: "child broke" });
  });
});

describe("limits", () => {
  it("singleton skips a second run of the same key while one is active", async () => {
    const gate = door();
    runner = await startTestRunner((client) => [
      client.createFunction(
        { id: "single", triggers: [{ event: "s" }], singleton: { key: "event.data.k", mode: "skip" } },
        async ({ step }) => {
          await step.run("hold", () => gate.opened);
        },
      ),
    ]);

    await runner.send({ name: "s", data: { k: "a" } });
    await runner.send({ name: "s", data: { k: "a" } });
    await runner.send({ name: "s", data: { k: "b" } });
    gate.open();

    expect(await endedRuns("single", 2)).toHaveLength(2);
    await runner.send({ name: "s", data: { k: "a" } });
    expect(await endedRuns("single", 3)).toHaveLength(3);
  });

  it("singleton in cancel mode replaces the active run", async () => {
    runner = await startTestRunner((client) => [
      client.createFunction(
        { id: "replace", triggers: [{ event: "r" }], singleton: { mode: "cancel" } },
        async ({ event, step }) => {
          if (event.data.last) return "last";
          await step.waitForEvent("wait", { event: "never", timeout: "1h" });
          return "first";
        },
      ),
    ]);
    await runner.send({ name: "r" });
    await vi.waitFor(async () => expect(await statusOf("replace")).toEqual(["sleeping"]), { timeout: 5_000 });

    await runner.send({ name: "r", data: { last: true } });

    await endedRuns("replace", 2);
    expect(await statusOf("replace")).toEqual(["cancelled", "completed"]);
  });

  it("concurrency counts executing steps per key, and a sleeping run frees its slot", async () => {
    const running = new Map<string, number>();
    const most = new Map<string, number>();
    runner = await startTestRunner((client) => [
      client.createFunction(
        { id: "limited", triggers: [{ event: "l" }], concurrency: { limit: 2, key: "event.data.k" } },
        async ({ event, step }) => {
          const key = String(event.data.k);
          await step.run("work", async () => {
            running.set(key, (running.get(key) ?? 0) + 1);
            most.set(key, Math.max(most.get(key) ?? 0, running.get(key) ?? 0));
            // The first waits for a second beside it, however slow the machine; a third would show meanwhile.
            await vi.waitFor(() => expect(most.get(key)).toBeGreaterThanOrEqual(2), { timeout: 15_000 });
            await pool().query("select pg_sleep(0.05)");
            running.set(key, (running.get(key) ?? 0) - 1);
          });
          await step.sleep("rest", "1s");
        },
      ),
    ]);

    for (let n = 0; n < 6; n += 1) await runner.send({ name: "l", data: { k: n % 2 === 0 ? "a" : "b" } });

    const runs = await endedRuns("limited", 6);
    expect(runs.every(({ status }) => status === "completed")).toBe(true);
    expect(Math.max(...most.values())).toBe(2);
  });

  it("idempotency lets one run per key happen, debounce the last of a burst", async () => {
    runner = await startTestRunner((client) => [
      client.createFunction(
        { id: "idem", triggers: [{ event: "i" }], idempotency: "event.data.k" },
        ({ event }) => event.data.n,
      ),
      client.createFunction(
        { id: "burst", triggers: [{ event: "i" }], debounce: { key: "event.data.k", period: "1s" } },
        ({ event }) => event.data.n,
      ),
    ]);

    for (let n = 1; n <= 3; n += 1) await runner.send({ name: "i", data: { k: "k", n } });

    expect((await endedRuns("idem")).map(({ output }) => output)).toEqual([1]);
    expect((await endedRuns("burst")).map(({ output }) => output)).toEqual([3]);
  });
});

describe("cron", () => {
  it("fires each moment once, and after a pause only the latest one that was missed", async () => {
    let nowMs = Date.parse("2026-03-01T10:00:30Z");
    const functions: Parameters<typeof startTestRunner>[0] = (client) => [
      client.createFunction({ id: "tick", triggers: [{ cron: "*/5 * * * *" }] }, ({ event }) => event.ts),
    ];
    runner = await startTestRunner(functions, { now: () => nowMs });
    await runner.stop();
    expect(await readRuns("tick")).toHaveLength(0);

    nowMs = Date.parse("2026-03-01T11:02:00Z");
    runner = await startTestRunner(functions, { now: () => nowMs });
    await runner.stop();
    runner = await startTestRunner(functions, { now: () => nowMs });

    const events = await vi.waitFor(async () => {
      const runs = await pool().query<{ ts: string }>(
        "select event ->> 'ts' as ts from job_run where function_id = 'tick'",
      );
      expect(runs.rows).toHaveLength(1);
      return runs.rows;
    });
    expect(Number(events[0]?.ts)).toBe(Date.parse("2026-03-01T11:00:00Z"));
  });
});
