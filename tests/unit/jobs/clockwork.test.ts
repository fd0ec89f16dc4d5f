import { beforeEach, describe, expect, it, vi } from "vitest";
import { Clockwork } from "@/inngest/embedded/clockwork";
import type { JobDefinition } from "@/lib/server/jobs/job-definition";
import type { JobQueue } from "@/lib/server/jobs/job-queue";
import { runInTransaction } from "@/lib/server/jobs/run-in-transaction";

vi.mock("@/lib/server/jobs/run-in-transaction", () => ({ runInTransaction: vi.fn() }));
vi.mock("@/lib/server/jobs/job-pool", () => ({ pool: () => null }));
vi.mock("@/lib/server/jobs/release-dead-workers", () => ({
  findSilentWorkers: async () => [],
  releaseWorkers: async () => undefined,
}));

const everyMinute = { definition: { id: "begin" }, triggers: [{ kind: "cron", cron: "* * * * *" }] };
const queue = { watchUpcoming: async () => undefined, nudge: () => undefined };

describe("the clock of the jobs", () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: Date.parse("2026-01-05T08:00:30Z") });
    return () => void vi.useRealTimers();
  });

  it("tries a firing that the database was away for again, long before the next one is due", async () => {
    const clockwork = new Clockwork({
      definitions: [everyMinute as unknown as JobDefinition],
      now: Date.now,
      janitorMs: 2_000,
      queue: queue as unknown as JobQueue,
    });
    await clockwork.start();
    vi.mocked(runInTransaction).mockClear();
    vi.mocked(runInTransaction).mockRejectedValue(new Error("the database is away"));
    await vi.advanceTimersByTimeAsync(36_000);
    expect(vi.mocked(runInTransaction).mock.calls.length).toBeGreaterThan(2);

    vi.mocked(runInTransaction).mockReset();
    await vi.advanceTimersByTimeAsync(3_000);
    expect(runInTransaction).toHaveBeenCalledTimes(1);
    clockwork.stop();
  });
});
