import { describe, expect, it } from "vitest";
import type { PowerTaskRow } from "@/lib/api/power";
import { bulkConsequence, bulkProgress, chooseBulkPower } from "@/lib/client/power/bulk-power";
import type { PoweredGuest } from "@/lib/client/power/power-words";
import {
  type BulkPowerState,
  GUESTS_AT_ONCE_PER_NODE,
  runBulkPower,
} from "@/lib/client/power/run-bulk-power";
import { aPoweredGuest, aPowerTask } from "./a-powered-guest";

const still = () => null;

describe("choosing whom to ask", () => {
  it("leaves out, with the reason, who cannot do it now or has done it already", () => {
    const guests = [
      aPoweredGuest({ vmid: 1 }),
      aPoweredGuest({ vmid: 2, status: "stopped" }),
      aPoweredGuest({ vmid: 3, lock: "backup" }),
      aPoweredGuest({ vmid: 4, template: true }),
      aPoweredGuest({ vmid: 5 }),
    ];
    const moving = ({ vmid }: PoweredGuest) => (vmid === 5 ? { to: "oak" } : null);
    const { asked, leftOut } = chooseBulkPower("shutdown", guests, moving);
    expect(asked.map(({ vmid }) => vmid)).toEqual([1]);
    expect(leftOut.map(({ guest, reason }) => [guest.vmid, reason])).toEqual([
      [2, "It is off already."],
      [3, "It is locked (backup); wait until that is done."],
      [4, "A template is never started."],
      [5, "It is being moved to oak; wait until that has ended."],
    ]);
  });

  it("starts only what is off, and reboots only what is on", () => {
    const guests = [
      aPoweredGuest({ vmid: 1 }),
      aPoweredGuest({ vmid: 2, status: "stopped" }),
      aPoweredGuest({ vmid: 3, status: "paused" }),
    ];
    const start = chooseBulkPower("start", guests, still);
    expect(start.asked.map(({ vmid }) => vmid)).toEqual([2]);
    expect(start.leftOut.map(({ reason }) => reason)).toEqual([
      "It is on already.",
      "It is paused, so on already.",
    ]);
    const reboot = chooseBulkPower("reboot", guests, still);
    expect(reboot.leftOut.map(({ reason }) => reason)).toEqual(["It is off: start it instead."]);
  });

  it("says of each what it will do, and what high availability will", () => {
    expect(bulkConsequence("start", aPoweredGuest())).toBe("is started on elm");
    expect(bulkConsequence("shutdown", aPoweredGuest({ haState: "started" }))).toBe(
      "is asked to shut down; it has 3 minutes; high availability is told to keep it stopped",
    );
  });
});

/** A run whose tasks end when the test says so. */
function aRun(guests: readonly PoweredGuest[], refuse: readonly number[] = []) {
  const going = new Map<number, (task: PowerTaskRow) => void>();
  const states = new Map<number, BulkPowerState>();
  const asked: number[] = [];
  let calledOff = false;
  let most = 0;
  const done = runBulkPower({
    guests,
    ask: async ({ vmid }) => {
      asked.push(vmid);
      if (refuse.includes(vmid)) throw new Error("It is locked.");
      return aPowerTask(vmid);
    },
    follow: ({ vmid }) =>
      new Promise((resolve) => {
        going.set(vmid, resolve);
        most = Math.max(most, going.size);
      }),
    tell: ({ vmid }, state) => states.set(vmid, state),
    isCalledOff: () => calledOff,
    messageOf: (failure) => (failure instanceof Error ? failure.message : "?"),
  });
  return {
    done,
    asked,
    states,
    most: () => most,
    callOff: () => {
      calledOff = true;
    },
    end: async (vmid: number, state: "done" | "failed" = "done") => {
      await Promise.resolve();
      const resolve = going.get(vmid);
      if (!resolve) throw new Error(`${vmid} is not going`);
      going.delete(vmid);
      resolve(aPowerTask(vmid, { state, endedAtMs: 1 }));
      for (let turn = 0; turn < 8; turn += 1) await Promise.resolve();
    },
  };
}

async function settle() {
  for (let turn = 0; turn < 8; turn += 1) await Promise.resolve();
}

describe("asking several guests", () => {
  const four = [1, 2, 3, 4].map((vmid) => aPoweredGuest({ vmid }));

  it("asks a few at a time on one node, the next when one has ended", async () => {
    const run = aRun(four);
    await settle();
    expect(run.asked).toEqual([1, 2]);
    await run.end(2);
    expect(run.asked).toEqual([1, 2, 3]);
    await run.end(1);
    await run.end(3);
    await run.end(4);
    await run.done;
    expect(run.most()).toBe(GUESTS_AT_ONCE_PER_NODE);
    expect([...run.states.values()].map(({ kind }) => kind)).toEqual(["ended", "ended", "ended", "ended"]);
  });

  it("does not let one node wait for another", async () => {
    const run = aRun([...four, aPoweredGuest({ vmid: 9, node: "oak" })]);
    await settle();
    expect(run.asked).toEqual([1, 2, 9]);
  });

  it("goes on when one is refused or fails, and counts both", async () => {
    const run = aRun(four.slice(0, 3), [1]);
    await settle();
    expect(run.states.get(1)).toEqual({ kind: "refused", message: "It is locked." });
    await run.end(2, "failed");
    await run.end(3);
    await run.done;
    expect(bulkProgress(run.states.values())).toBe("2 of 3 ended, 1 of them failed, 1 could not be asked");
  });

  it("leaves the rest as it is when it is called off", async () => {
    const run = aRun(four);
    await settle();
    run.callOff();
    await run.end(1);
    await run.end(2);
    await run.done;
    expect(run.asked).toEqual([1, 2]);
    expect(bulkProgress(run.states.values())).toBe("2 of 4 ended, 2 left as they are");
  });
});
