import { InngestTestEngine } from "@inngest/test";
import { expect, it } from "vitest";
import { useTestDatabase } from "@/tests/support/database";
import { startTestRunner, type TestClient, testClient } from "@/tests/support/job-runner";
import { endedRuns } from "@/tests/support/jobs";

useTestDatabase();

/** Repeated names, parallel steps, dates, nulls and nested data: where an executor could differ. */
function example(client: TestClient) {
  return client.createFunction(
    { id: "example", triggers: [{ event: "example" }], retries: 0 },
    async ({ event, step }) => {
      const words: string[] = [];
      for (const word of ["a", "b"]) words.push(await step.run("same name", () => `${word}${event.data.n}`));
      const both = await Promise.all([
        step.run("left", () => ({ side: "left", at: new Date(0) })),
        step.run("right", () => null),
      ]);
      const last = await step.run("same name", () => ({ nested: [1, { two: null }], length: words.length }));
      return { words, both, last };
    },
  );
}

it("gives a function the same answers as Inngest's own test engine", async () => {
  const engine = new InngestTestEngine({
    function: example(testClient("ab")),
    events: [{ name: "example", data: { n: 1 } }],
  });
  const expected = await engine.execute();

  const runner = await startTestRunner((client) => [example(client)]);
  await runner.send({ name: "example", data: { n: 1 } });
  const [run] = await endedRuns("example");
  await runner.stop();

  expect(run?.error).toBeNull();
  expect(run?.output).toEqual(JSON.parse(JSON.stringify(expected.result)));
});
