import { describe, expect, it } from "vitest";
import type { AutomationDecisionRow } from "@/lib/api/automation";
import { GUARDRAIL_ORDER } from "@/lib/automation/decide-moves";
import { modeOf, settingsOfMode } from "@/lib/client/automation/automation-mode";
import { decisionViews, filterDecisions, gatesOf } from "@/lib/client/automation/decision-view";
import { GUARDRAIL_WORDS } from "@/lib/client/automation/guardrail-words";
import { actionWord, needWord, runLook } from "@/lib/client/automation/run-words";

function decision(parts: Partial<AutomationDecisionRow>): AutomationDecisionRow {
  return {
    round: 1,
    rank: 1,
    unit: 1,
    decidedAtMs: 0,
    vmid: 100,
    guestName: "web-01",
    from: "elm",
    to: "birch",
    kind: "live",
    need: "contention",
    forced: false,
    action: "pending",
    guardrail: null,
    reason: "elm is busy.",
    untilMs: null,
    confidence: 80,
    risk: 10,
    seconds: 30,
    downtimeMs: 100,
    bytes: 0,
    moveId: null,
    moveState: null,
    ...parts,
  };
}

const RUN = [
  decision({
    rank: 2,
    vmid: 101,
    guestName: "db-01",
    action: "deferred",
    guardrail: "cooldown",
    reason: "It rests.",
  }),
  decision({ rank: 1, vmid: 100 }),
  decision({ rank: 3, vmid: 102, guestName: null, action: "filtered", guardrail: "risk", to: "cedar" }),
  decision({ rank: 1, vmid: 100, round: 2, action: "executed" }),
];

describe("the decisions of a run", () => {
  it("are one for each move, by rank, with what was decided before", () => {
    const views = decisionViews(RUN);
    expect(views.map(({ decision: { vmid, action }, earlier }) => [vmid, action, earlier.length])).toEqual([
      [100, "executed", 1],
      [101, "deferred", 0],
      [102, "filtered", 0],
    ]);
  });

  it("keep two ways of one guest apart", () => {
    const stop = [decision({ to: "cedar" }), decision({ from: "cedar", to: "birch", rank: 2 })];
    expect(decisionViews(stop)).toHaveLength(2);
  });

  it.each([
    [{ search: "db" }, [101]],
    [{ search: "102" }, [102]],
    [{ search: "rest elm" }, [101]],
    [{ search: "REST" }, [101]],
    [{ action: "executed" }, [100]],
    [{ guardrail: "risk" }, [102]],
    [{ guardrail: "risk", search: "db" }, []],
    [{}, [100, 101, 102]],
  ])("are found by %o", (filter, vmids) => {
    const found = filterDecisions(decisionViews(RUN), { search: "", action: "", guardrail: "", ...filter });
    expect(found.map(({ decision: { vmid } }) => vmid)).toEqual(vmids);
  });

  it("pass the guardrails in their order, fewer after each that holds one back", () => {
    const gates = gatesOf(decisionViews(RUN));
    expect(gates.map(({ code }) => code)).toEqual(GUARDRAIL_ORDER);
    expect(gates.filter(({ held }) => held > 0).map(({ code, held, left }) => [code, held, left])).toEqual([
      ["risk", 1, 2],
      ["cooldown", 1, 1],
    ]);
    expect(gates.at(-1)?.left).toBe(1);
  });

  it("show a guardrail that this page does not know yet, too", () => {
    const gates = gatesOf(decisionViews([decision({ action: "skipped", guardrail: "new-one" })]));
    expect(gates.at(-1)).toEqual({ code: "new-one", title: "new-one", held: 1, left: 0 });
  });
});

describe("words", () => {
  it("there are for every guardrail", () => {
    expect(Object.keys(GUARDRAIL_WORDS)).toEqual([...GUARDRAIL_ORDER]);
  });

  it("a dry run would move what a real one has still to move", () => {
    expect(actionWord("pending", true)).toBe("would move");
    expect(actionWord("pending", false)).toBe("pending");
    expect(actionWord("deferred", true)).toBe("deferred");
  });

  it("a run that has not ended says what it does, whatever its outcome will be", () => {
    expect(runLook({ state: "queued", outcome: null }).word).toBe("deciding");
    expect(runLook({ state: "moving", outcome: null }).word).toBe("moving");
    expect(runLook({ state: "ended", outcome: "failed" })).toEqual({ word: "a move failed", tone: "bad" });
  });

  it("a need without words of its own is shown as it is", () => {
    expect(needWord("contention")).toBe("busy node");
    expect(needWord("something-new")).toBe("something-new");
  });
});

describe("the mode", () => {
  it.each([
    [{ enabled: false, dryRun: false }, "off"],
    [{ enabled: true, dryRun: true }, "dry-run"],
    [{ enabled: true, dryRun: false }, "on"],
  ] as const)("of %o is %s", (settings, mode) => {
    expect(modeOf(settings)).toBe(mode);
  });

  it("off puts the dry run back, so that what is switched on again is tried out first", () => {
    expect(settingsOfMode("off")).toEqual({ "automation.enabled": false, "automation.dryRun": true });
    expect(settingsOfMode("on")).toEqual({ "automation.enabled": true, "automation.dryRun": false });
  });
});
