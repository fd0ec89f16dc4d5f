import { describe, expect, it, test } from "vitest";
import { judgeOutcome, NO_RECORD, type OutcomeQuestion } from "@/lib/server/moves/judge-outcome";

const MOVE = { taskExit: "OK", fromNode: "a", toNode: "b", kind: "live", cancelRequestedAt: null };
const AT_B = { node: "b", kind: "qemu", status: "running", lock: null, haState: null } as const;

type Parts = {
  exit?: string | null;
  node?: string | null;
  lock?: string;
  status?: string;
  waited?: number;
  stop?: boolean;
};

function judge({ exit = "OK", node = "b", lock, status = "running", waited = 0, stop = false }: Parts) {
  const question: OutcomeQuestion = {
    move: { ...MOVE, taskExit: exit, cancelRequestedAt: stop ? new Date() : null },
    place: node === null ? null : { ...AT_B, node, status, lock: lock ?? null },
    waitedMs: waited,
    patienceMs: 60_000,
  };
  return judgeOutcome(question);
}

describe("what became of a move", () => {
  test.each([
    ["a good task and the guest there", {}, "done"],
    ["a task with warnings and the guest there", { exit: "WARNINGS: 1" }, "done"],
    ["a failed task and the guest there", { exit: "migration problems" }, "done"],
    ["a failed task and the guest where it was", { exit: "migration aborted", node: "a" }, "failed"],
    [
      "a stopped task and the guest where it was",
      { exit: "interrupted", node: "a", stop: true },
      "cancelled",
    ],
    ["a stop that came too late", { stop: true }, "done"],
    ["a good task and the guest where it was, for long", { node: "a", waited: 20_000 }, "failed"],
    ["a good task and the guest on a third node", { node: "c", waited: 20_000 }, "failed"],
    ["a task without a record and the guest there", { exit: NO_RECORD }, "done"],
    ["a task without a record and the guest where it was", { exit: NO_RECORD, node: "a" }, "failed"],
    ["a task that cannot be read and the guest where it was", { exit: null, node: "a" }, "unknown"],
    ["a task that cannot be read and the guest there", { exit: null }, "done"],
    ["a lock that stays", { lock: "migrate", waited: 60_000 }, "unknown"],
    ["a backup that began right after", { lock: "backup" }, "done"],
    ["a guest that is gone", { node: null, waited: 20_000 }, "failed"],
    ["a guest that is there and does not run, for long", { status: "stopped", waited: 60_000 }, "done"],
  ] satisfies [string, Parts, string][])("%s: %s", (_what, parts, state) => {
    expect(judge(parts)?.state).toBe(state);
  });

  test.each([
    ["PVE's lock", { lock: "migrate" }],
    ["a reading that lags behind", { node: "a" }],
    ["a guest that is being started", { status: "unknown" }],
    ["a guest that no list shows for a moment", { node: null }],
  ] satisfies [string, Parts][])("is not decided yet because of %s", (_what, parts) => {
    expect(judge(parts)).toBeNull();
  });

  it("warns where not all is well", () => {
    expect(judge({ exit: "migration problems" })?.warnings.join()).toContain("the guest arrived");
    expect(judge({ status: "stopped", waited: 60_000 })?.warnings.join()).toContain("it ran before");
    expect(judge({})?.warnings).toEqual([]);
  });
});
