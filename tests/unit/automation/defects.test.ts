import { describe, expect, it, test } from "vitest";
import { afterMove } from "@/lib/automation/after-move";
import { AUTOMATION_SECTIONS, automationSettingsFrom } from "@/lib/automation/automation-settings";
import { cooldownOf } from "@/lib/automation/cooldown-of";
import { decideMoves } from "@/lib/automation/decide-moves";
import { scheduleState } from "@/lib/automation/schedule-state";
import { aGuest, aSnapshot } from "@/tests/support/inventory-builders";
import { period, schedule } from "./a-schedule";
import {
  aMove,
  aNodesFacts,
  anAutomationInput,
  aPastMove,
  MINUTE_MS,
  NOW_MS,
  observed,
} from "./an-automation-input";

type Parts = Parameters<typeof anAutomationInput>[0];

const pending = (parts: Parts) =>
  decideMoves(anAutomationInput(parts)).flatMap(({ move, action }) =>
    action === "pending" ? [move.vmid] : [],
  );

const moves = [101, 102, 103, 104, 105].map((vmid, index) => aMove({ vmid, confidence: 95 - index }));

/** Faults that are known of another program of this kind; each would be one here. */
describe("known faults", () => {
  it("10: a move that cannot be made uses up nothing, and the ones after it have their turn", () => {
    const activeMoves = [{ vmid: 101, unknown: false }];
    const history = [aPastMove({ vmid: 102, endedAtMs: NOW_MS - MINUTE_MS })];
    expect(pending({ moves, activeMoves, history })).toEqual([103, 104, 105]);
  });

  it("10: a guest that is somewhere else by now uses up nothing either", () => {
    const guests = moves.map(({ vmid }) => aGuest({ vmid, node: vmid === 101 ? "pve3" : "pve1" }));
    expect(pending({ moves, snapshot: aSnapshot({ guests }) })).toEqual([102, 103, 104]);
  });

  it("11: a run decides about each guest once", () => {
    const decided = decideMoves(anAutomationInput({ moves })).map(({ move }) => move.vmid);
    expect(decided).toEqual([101, 102, 103, 104, 105]);
    expect(pending({ moves })).toEqual([101, 102, 103]);
  });

  it("11: a dry run decides what a real run decides", () => {
    const real = decideMoves(anAutomationInput({ moves, settings: { "automation.dryRun": false } }));
    expect(decideMoves(anAutomationInput({ moves, settings: { "automation.dryRun": true } }))).toEqual(real);
  });

  it("11: other moves under way do not shrink a run", () => {
    const activeMoves = [201, 202, 203].map((vmid) => ({ vmid, unknown: false }));
    expect(pending({ moves, activeMoves })).toEqual([101, 102, 103]);
  });

  it("12: Friday 22:00 to 06:00 is open on Saturday at 02:00 and closed on Friday at 02:00", () => {
    const friday = schedule("UTC", [period("fri", "22:00", "06:00")]);
    expect(scheduleState(friday, Date.UTC(2026, 10, 21, 2)).open).toBe(true);
    expect(scheduleState(friday, Date.UTC(2026, 10, 20, 2)).open).toBe(false);
  });

  it("12: windows that are all switched off close nothing", () => {
    const off = schedule("UTC", [period("mon", "01:00", "02:00", { enabled: false })]);
    expect(pending({ schedule: off })).toEqual([110]);
  });

  it("15: only what was done lets a run go on as if nothing had happened", () => {
    const ends = ["done", "failed", "cancelled", "superseded", "unknown"] as const;
    const goOn = ends.filter((state) => afterMove({ state, reachedProxmox: true }, false) === "go-on");
    expect(goOn).toEqual(["done"]);
  });

  it("17: a move that nobody knows the end of holds its guest, and so does one that takes very long", () => {
    expect(pending({ activeMoves: [{ vmid: 110, unknown: true }] })).toEqual([]);
    expect(pending({ activeMoves: [{ vmid: 110, unknown: false }] })).toEqual([]);
  });

  it("18: companions pass every guardrail that their leader passes", () => {
    const group = [aMove({ vmid: 101, bundle: 1 }), aMove({ vmid: 102, bundle: 1 })];
    const guests = [aGuest({ vmid: 101 }), aGuest({ vmid: 102, tags: ["no-auto-migrate"] })];
    expect(pending({ moves: group, snapshot: aSnapshot({ guests }) })).toEqual([]);
    expect(pending({ moves: group, history: [aPastMove({ vmid: 102, endedAtMs: NOW_MS })] })).toEqual([]);
    expect(pending({ moves: group, settings: { "automation.maxMovesPerRun": 1 } })).toEqual([]);
    expect(pending({ moves: group })).toEqual([101, 102]);
  });
});

describe("14: a move by anybody gives its guest a rest and counts as a way out", () => {
  it.each(["moved", "failed", "cancelled", "unknown"] as const)("that ended as %s", (outcome) => {
    expect(cooldownOf(110, [aPastMove({ endedAtMs: NOW_MS, outcome })], 30)?.untilMs).toBe(
      NOW_MS + 30 * MINUTE_MS,
    );
    expect(pending({ history: [aPastMove({ endedAtMs: NOW_MS, outcome })] })).toEqual([]);
  });

  it("a guest that a person brought back is not sent off again at once", () => {
    const broughtBack = aPastMove({ from: "pve2", to: "pve1", endedAtMs: NOW_MS - 120 * MINUTE_MS });
    expect(pending({ history: [broughtBack] })).toEqual([]);
  });
});

describe("13: no setting is without effect", () => {
  /** Left to the run that carries decisions out, and tried there. */
  const OF_THE_RUN = [
    "automation.enabled",
    "automation.dryRun",
    "automation.intervalMinutes",
    "automation.pauseOnFailure",
  ];
  const restart = { moves: [aMove({ kind: "restart" })] };
  const weak = { moves: [aMove({ confidence: 50, risk: 40 })] };
  const tagged = { snapshot: aSnapshot({ guests: [aGuest({ tags: ["no-auto-migrate"] })] }) };
  const resting = { history: [aPastMove({ endedAtMs: NOW_MS - 90 * MINUTE_MS })] };
  const returning = { history: [aPastMove({ from: "pve2", endedAtMs: NOW_MS - 90 * MINUTE_MS })] };
  const started = { nodes: [aNodesFacts({ uptimeSeconds: 3_600 })] };

  const EFFECTS: readonly (readonly [
    key: string,
    mild: unknown,
    strict: unknown,
    parts: NonNullable<Parts>,
  ])[] = [
    ["automation.maxMovesPerRun", 5, 4, { moves }],
    ["automation.minConfidence", 50, 51, weak],
    ["automation.minImprovement", 10, 11, {}],
    ["automation.maxRisk", 40, 39, { moves: [aMove({ risk: 40 })] }],
    ["automation.allowContainerRestarts", true, false, restart],
    ["automation.respectNoAutoMigrateTag", false, true, tagged],
    ["automation.requireAutoMigrateOkTag", false, true, {}],
    ["automation.observationRounds", 2, 3, { observations: observed([aMove()], 2) }],
    ["automation.cooldownMinutes", 90, 91, resting],
    ["automation.rollbackWindowHours", 1, 2, returning],
    ["automation.freezeMinutes", 60, 61, started],
    ["automation.minimumHealth", 60, 61, {}],
  ];

  test.each(EFFECTS)("%s: %j lets more through than %j", (key, mild, strict, parts) => {
    const settings = { "automation.observationRounds": 1 };
    const made = (value: unknown) => pending({ ...parts, settings: { ...settings, [key]: value } }).length;
    expect(made(mild)).toBe(made(strict) + 1);
  });

  it("automation.schedule closes the time outside its windows", () => {
    expect(pending({ schedule: schedule("UTC", [period("fri", "22:00", "06:00")]) })).toEqual([110]);
    expect(pending({ schedule: schedule("UTC", [period("mon", "22:00", "06:00")]) })).toEqual([]);
  });

  it("all settings are looked at here, or by the run", () => {
    const tried = [...EFFECTS.map(([key]) => key), "automation.schedule", ...OF_THE_RUN].sort();
    expect(tried).toEqual(Object.keys(automationSettingsFrom({})).sort());
    expect(AUTOMATION_SECTIONS.flatMap(({ settings }) => settings.map(({ key }) => key))).toHaveLength(
      tried.length,
    );
  });
});
