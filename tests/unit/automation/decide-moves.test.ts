import { describe, expect, it, test } from "vitest";
import { decideMoves } from "@/lib/automation/decide-moves";
import type { PlannedMove } from "@/lib/planning/plan";
import { aGuest, aSnapshot } from "@/tests/support/inventory-builders";
import { aMove, anAutomationInput, aPastMove, MINUTE_MS, NOW_MS } from "./an-automation-input";
import { balanced, decided, guest, justMoved, only } from "./decided";

describe("a move with nothing against it", () => {
  it("is made, with the plan's reason", () => {
    expect(only({})).toMatchObject({
      rank: 1,
      unit: 1,
      action: "pending",
      guardrail: null,
      reason: "The plan says why.",
      untilMs: null,
    });
  });
});

describe("what must be done", () => {
  const repair = aMove({ need: "rule" });

  it("comes before what is done for balance's sake, whatever its wave", () => {
    const moves = [aMove({ vmid: 101 }), { ...repair, vmid: 102, wave: 7 }];
    expect(decideMoves(anAutomationInput({ moves })).map(({ move }) => move.vmid)).toEqual([102, 101]);
  });

  it("rests after an attempt that failed, so that it is not tried at every round", () => {
    const failed = { ...justMoved, outcome: "failed" } as const;
    expect(only({ moves: [repair], history: [failed] })).toMatchObject({
      guardrail: "cooldown",
      untilMs: failed.endedAtMs + 30 * MINUTE_MS,
      reason: "web110 (VM 110) could not be moved lately and rests until Saturday 21 November 02:20 (UTC).",
    });
  });
});

describe("a guest", () => {
  it("that is not there any more is skipped", () => {
    expect(only({ snapshot: aSnapshot() }).reason).toBe("Guest 110 is not there any more.");
  });

  it("of whose last move nobody knows the end waits for a person", () => {
    expect(only({ activeMoves: [{ vmid: 110, unknown: true }] }).reason).toBe(
      "What became of the last move of web110 (VM 110) is not known; somebody has to look first.",
    );
  });

  it.each(["auto-migrate-ok", "auto_migrate_ok", "Auto-Migrate-OK"])("on the list as %s is moved", (tag) => {
    const settings = { "automation.requireAutoMigrateOkTag": true };
    expect(only({ ...guest({ tags: [tag] }), settings }).action).toBe("pending");
  });

  it("with both tags is left alone", () => {
    const settings = { "automation.requireAutoMigrateOkTag": true };
    const tags = ["auto-migrate-ok", "no_auto_migrate"];
    expect(only({ ...guest({ tags }), settings }).guardrail).toBe("no-auto-migrate");
  });

  it("that Proxmox VE's balancer may not move is moved", () => {
    expect(only({ snapshot: balanced(false) }).action).toBe("pending");
    expect(only({ snapshot: balanced(null) }).guardrail).toBe("native-balancer");
  });

  it.each([null, "ignored"])("of HA state %s is none of Proxmox VE's balancer", (haState) => {
    const snapshot = { ...balanced(true), guests: [aGuest({ haState })] };
    expect(only({ snapshot }).action).toBe("pending");
  });

  it("is moved again once its rest is over", () => {
    expect(only({ history: [{ ...justMoved, endedAtMs: NOW_MS - 30 * MINUTE_MS }] }).action).toBe("pending");
  });
});

describe("a cluster whose health cannot be told", () => {
  it("is left alone only where a least health is asked for", () => {
    expect(only({ health: null }).action).toBe("pending");
    expect(only({ health: null, settings: { "automation.minimumHealth": 1 } }).reason).toBe(
      "The cluster's health cannot be told; below 1 nothing is moved for balance's sake.",
    );
  });
});

describe("the order in which moves are made", () => {
  const ranked = (moves: readonly PlannedMove[]) =>
    decideMoves(anAutomationInput({ moves })).map(({ move }) => move.vmid);

  test.each([
    ["what must be done", { need: "capacity", wave: 9, confidence: 80, risk: 30 }, {}],
    ["the earlier wave", { wave: 1, confidence: 80, risk: 30 }, { wave: 2 }],
    ["the surer", { confidence: 91, risk: 30 }, {}],
    ["the less risky", { risk: 9 }, {}],
    ["the surer of the least sure", { bundle: 1, confidence: 91 }, { bundle: 2, confidence: 99 }],
    ["the less risky of the riskiest", { bundle: 1, risk: 9 }, { bundle: 2, risk: 0 }],
  ] as const)("%s comes first", (_name, first, second) => {
    const moves = [aMove({ vmid: 109, ...first }), aMove({ vmid: 101, ...second })];
    // The companions: one that changes nothing, one that is worse.
    const bundles = [
      aMove({ vmid: 110, bundle: 1, confidence: 99, risk: 0 }),
      aMove({ vmid: 102, bundle: 2 }),
    ];
    const all = "bundle" in first ? [...moves, ...bundles] : moves;
    expect(ranked(all)[0]).toBe(109);
    expect(ranked(all.toReversed())[0]).toBe(109);
  });

  it("is that of their numbers where nothing else tells them apart", () => {
    expect(ranked([aMove({ vmid: 103 }), aMove({ vmid: 101 }), aMove({ vmid: 102 })])).toEqual([
      101, 102, 103,
    ]);
  });
});

describe("moves that belong together", () => {
  const swap = [aMove({ vmid: 101, bundle: 1 }), aMove({ vmid: 102, bundle: 1, from: "pve2", to: "pve1" })];

  it("are made together", () => {
    expect(decided({ moves: swap })).toEqual([
      { vmid: 101, action: "pending", guardrail: null },
      { vmid: 102, action: "pending", guardrail: null },
    ]);
    expect(only({ moves: swap }).reason).toBe(
      "The plan says why. web101 (VM 101) goes only together with web102 (VM 102).",
    );
  });

  it("are held back together by what speaks against one of them", () => {
    const history = [aPastMove({ vmid: 102, endedAtMs: NOW_MS - MINUTE_MS })];
    const decisions = decideMoves(anAutomationInput({ moves: swap, history }));
    expect(decisions.map(({ guardrail }) => guardrail)).toEqual(["cooldown", "cooldown"]);
    expect(decisions[0]?.reason).toBe(
      "web102 (VM 102) was moved lately and rests until Saturday 21 November 02:29 (UTC). web101 (VM 101) goes only together with web102 (VM 102).",
    );
  });

  it("wait for the one of them that rests longest", () => {
    const ages = [20, 1, 10].map((minutes, index) =>
      aPastMove({ vmid: 101 + index, endedAtMs: NOW_MS - minutes * MINUTE_MS }),
    );
    const moves = [...swap, aMove({ vmid: 103, bundle: 1 })];
    expect(only({ moves, history: ages }).untilMs).toBe(NOW_MS + 29 * MINUTE_MS);
  });

  it("need room for all of them, and leave it to others where there is not enough", () => {
    const moves = [aMove({ vmid: 100, confidence: 99 }), ...swap, aMove({ vmid: 103, confidence: 80 })];
    expect(decided({ moves, settings: { "automation.maxMovesPerRun": 2 } })).toEqual([
      { vmid: 100, action: "pending", guardrail: null },
      { vmid: 101, action: "deferred", guardrail: "run-limit" },
      { vmid: 102, action: "deferred", guardrail: "run-limit" },
      { vmid: 103, action: "pending", guardrail: null },
    ]);
  });

  it("that no run could ever make are left to a person", () => {
    const decision = only({ moves: swap, settings: { "automation.maxMovesPerRun": 1 } });
    expect(decision).toMatchObject({ action: "filtered", guardrail: "run-limit" });
    expect(decision.reason).toContain(
      "2 moves belong together, and a run may make 1 move: allow more, or make them by hand.",
    );
  });

  it("are as sure as the least sure and as risky as the riskiest of them", () => {
    expect(
      decided({ moves: [...swap, aMove({ vmid: 103, bundle: 1, risk: 60 })] }).map(
        ({ guardrail }) => guardrail,
      ),
    ).toEqual(["risk", "risk", "risk"]);
  });

  it("a temporary stop and the way on are one, though only the first begins where the guest is", () => {
    const moves = [
      aMove({ wave: 3, from: "pve3", to: "pve2" }),
      aMove({ wave: 1, from: "pve1", to: "pve3", temporary: true }),
    ];
    const decisions = decideMoves(anAutomationInput({ moves }));
    expect(decisions.map(({ move, action, unit }) => [move.wave, action, unit])).toEqual([
      [1, "pending", 1],
      [3, "pending", 1],
    ]);
    expect(
      decided({ moves, settings: { "automation.maxMovesPerRun": 1 } }).map(({ action }) => action),
    ).toEqual(["filtered", "filtered"]);
  });

  it("are what must be done as soon as one of them is", () => {
    const moves = [
      aMove({ vmid: 101, bundle: 1, confidence: 5 }),
      aMove({ vmid: 102, bundle: 1, need: "rule" }),
    ];
    expect(decided({ moves }).map(({ action }) => action)).toEqual(["pending", "pending"]);
  });
});
