import { describe, expect, it } from "vitest";
import type { PowerTaskRow } from "@/lib/api/power";
import {
  powerActions,
  powerConsequences,
  powerRefusal,
  powerTaskSentence,
} from "@/lib/client/power/power-words";
import { aPoweredGuest, aPowerTask } from "./a-powered-guest";

const guest = aPoweredGuest();
const task = (rest: Partial<PowerTaskRow>) => aPowerTask(guest.vmid, rest);

const free = { role: null, moving: null, active: null };

describe("what can be asked of a guest", () => {
  it("depends on whether it is on", () => {
    expect(powerActions({ status: "stopped" })).toEqual(["start"]);
    expect(powerActions({ status: "running" })).toEqual(["shutdown", "reboot", "stop"]);
    expect(powerActions({ status: "paused" })).toEqual(["shutdown", "reboot", "stop"]);
  });

  it("is refused with the reason", () => {
    expect(powerRefusal(guest, free)).toBeNull();
    expect(powerRefusal(guest, { ...free, role: "Only operators may." })).toBe("Only operators may.");
    expect(powerRefusal({ ...guest, template: true }, free)).toMatch(/template/);
    expect(powerRefusal({ ...guest, lock: "backup" }, free)).toMatch(/locked \(backup\)/);
    expect(powerRefusal({ ...guest, status: "unknown" }, free)).toMatch(/elm does not say/);
    expect(powerRefusal(guest, { ...free, moving: { to: "oak" } })).toMatch(/moved to oak/);
    expect(powerRefusal(guest, { ...free, active: task({}) })).toMatch(/already/);
  });
});

describe("what is said before", () => {
  it("is what it costs", () => {
    expect(powerConsequences("stop", guest, true).join(" ")).toMatch(/plug were pulled.*is lost/);
    expect(powerConsequences("shutdown", guest, true).join(" ")).toMatch(/3 minutes/);
    expect(powerConsequences("start", { ...guest, status: "stopped" }, true)).toEqual([
      "It is started on elm. That takes some seconds.",
    ]);
  });

  it("names high availability where that acts, and an agent that is off where that matters", () => {
    const ha = { ...guest, haState: "started" };
    expect(powerConsequences("stop", ha, true).join(" ")).toMatch(/keep the guest stopped/);
    expect(powerConsequences("reboot", ha, true).join(" ")).not.toMatch(/High availability/);
    expect(powerConsequences("shutdown", guest, false).join(" ")).toMatch(/ACPI/);
    expect(powerConsequences("shutdown", guest, null).join(" ")).not.toMatch(/ACPI/);
    expect(powerConsequences("shutdown", { ...guest, kind: "lxc" }, false).join(" ")).not.toMatch(/ACPI/);
    expect(powerConsequences("stop", guest, false).join(" ")).not.toMatch(/ACPI/);
  });
});

describe("how a wish stands", () => {
  it.each([
    [{ state: "asked" }, "Shutting down: Proxmox VE is being asked"],
    [{ state: "running" }, "Shutting down"],
    [{ state: "running", trouble: "The node does not answer." }, "Shutting down: the node does not answer."],
    [{ state: "done", result: "The guest is off." }, "Shut down: the guest is off."],
    [
      { state: "failed", result: "Proxmox VE refused to shut it down: no." },
      "Shut down: Proxmox VE refused to shut it down: no.",
    ],
  ] as const)("%j is said as %s", (rest, sentence) => {
    expect(powerTaskSentence(task(rest))).toBe(sentence);
  });
});
