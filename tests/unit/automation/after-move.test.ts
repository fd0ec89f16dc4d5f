import { expect, test } from "vitest";
import { afterMove } from "@/lib/automation/after-move";

test.each([
  ["done", true, true, "go-on"],
  ["superseded", false, true, "next-unit"],
  ["failed", false, true, "next-unit"],
  ["failed", true, true, "pause"],
  ["failed", true, false, "stop"],
  ["unknown", true, true, "pause"],
  ["unknown", true, false, "stop"],
  ["cancelled", true, true, "stop"],
] as const)(
  "after a move that is %s (asked of Proxmox: %s), with pause on failure %s, a run does: %s",
  (state, reachedProxmox, pauseOnFailure, next) => {
    expect(afterMove({ state, reachedProxmox }, pauseOnFailure)).toBe(next);
  },
);
