import { Inngest, type InngestFunction } from "inngest";
import { describe, expect, it, test } from "vitest";
import { readJobDefinitions } from "@/inngest/embedded/read-job-definitions";

const client = new Inngest({ id: "app", isDev: false });
type Options = Parameters<typeof client.createFunction>[0];

function definitionsOf(options: Partial<Options>) {
  const fn: InngestFunction.Any = client.createFunction(
    { id: "f", triggers: [{ event: "e" }], ...options },
    () => 1,
  );
  return readJobDefinitions(client, [fn]);
}

describe("readJobDefinitions", () => {
  it("reads everything from the function object itself", () => {
    const [definition, failure] = definitionsOf({
      name: "F",
      triggers: [{ event: "e", if: "event.data.n == 1" }, { cron: "TZ=Europe/Berlin 0 2 * * *" }],
      retries: 5,
      concurrency: [
        { limit: 2, key: "event.data.k" },
        { limit: 9, scope: "account", key: '"all"' },
      ],
      singleton: { key: "event.data.k", mode: "cancel" },
      idempotency: "event.data.k",
      cancelOn: [{ event: "c", match: "data.k", timeout: "1h" }],
      onFailure: () => undefined,
    });

    expect(definition).toMatchObject({
      id: "f",
      name: "F",
      maxAttempts: 6,
      singleton: { mode: "cancel" },
      cancelOn: [{ event: "c", withinMs: 3_600_000 }],
      concurrency: [
        { limit: 2, scope: "fn:app-f" },
        { limit: 9, scope: "account" },
      ],
    });
    expect(definition?.triggers.map(({ kind }) => kind)).toEqual(["event", "cron"]);
    expect(failure).toMatchObject({ id: "f-failure", maxAttempts: 2 });
    expect(failure?.triggers).toMatchObject([{ kind: "event", event: "inngest/function.failed" }]);
  });

  it("gives a function three retries unless it says otherwise", () => {
    expect(definitionsOf({})[0]?.maxAttempts).toBe(4);
    expect(definitionsOf({ retries: 0 })[0]?.maxAttempts).toBe(1);
  });

  test.each<{ name: string; options: Partial<Options>; says: RegExp }>([
    {
      name: "batchEvents",
      options: { batchEvents: { maxSize: 2, timeout: "5s" } },
      says: /"f".*batchEvents/,
    },
    { name: "rateLimit", options: { rateLimit: { limit: 1, period: "1m" } }, says: /rateLimit/ },
    { name: "throttle", options: { throttle: { limit: 1, period: "1m" } }, says: /throttle/ },
    { name: "priority", options: { priority: { run: "100" } }, says: /priority/ },
    { name: "timeouts", options: { timeouts: { start: "1m" } }, says: /timeouts/ },
    {
      name: "debounce with singleton",
      options: { debounce: { period: "1s" }, singleton: { mode: "skip" } },
      says: /debounce/,
    },
    {
      name: "a comparison",
      options: { triggers: [{ event: "e", if: "event.data.n > 1" }] },
      says: /not understood/,
    },
    { name: "a cron that is none", options: { triggers: [{ cron: "99 * * * *" }] }, says: /cron expression/ },
    { name: "a computed key", options: { idempotency: "size(event.data.k)" }, says: /not understood/ },
  ])("refuses $name in a sentence that names function and option", ({ options, says }) => {
    expect(() => definitionsOf(options)).toThrow(says);
    expect(() => definitionsOf(options)).toThrow(/The function "f" cannot run without an Inngest server/);
  });
});
