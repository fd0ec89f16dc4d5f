import { describe, expect, it } from "vitest";
import { taskFileName, taskLength, taskState, taskTitle } from "@/lib/client/logs/task-words";

describe("a task of Proxmox VE in words", () => {
  it.each([
    [null, null, "running"],
    [1, "OK", "done"],
    [1, "WARNINGS: 2", "warned"],
    [1, "unable to find configuration file", "failed"],
  ] as const)("that ended at %s with %s is %s", (endedAtMs, exitStatus, state) => {
    expect(taskState({ endedAtMs, exitStatus })).toBe(state);
  });

  it("has a length", () => {
    expect(taskLength({ startedAtMs: 1_000, endedAtMs: 42_000, exitStatus: "OK" })).toBe("41 s");
    expect(taskLength({ startedAtMs: 1_000, endedAtMs: null, exitStatus: null })).toBe("running");
  });

  it("has a title where its type is a known one", () => {
    expect(taskTitle("vzdump")).toBe("Back up");
    expect(taskTitle("somethingnew")).toBeNull();
  });

  it("has a file name that every system takes", () => {
    expect(taskFileName({ type: "qmstart", subject: "110", node: "elm" })).toBe("qmstart-110-elm.log");
    expect(taskFileName({ type: "imgcopy", subject: "local:iso/x", node: "elm" })).toBe(
      "imgcopy-local_iso_x-elm.log",
    );
  });
});
