import { describe, expect, it } from "vitest";
import type { EngineClusterRow, EnginePauseRow, EngineState } from "@/lib/api/engine";
import { engineSummary, pauseText, underWayText } from "@/lib/client/engine/engine-summary";

const ONE = "11111111-1111-4111-8111-111111111111";
const OTHER = "22222222-2222-4222-8222-222222222222";

function cluster(parts: Partial<EngineClusterRow>): EngineClusterRow {
  return {
    clusterId: ONE,
    clusterName: "prod-a",
    activity: "off",
    sentence: "",
    enabled: false,
    dryRun: true,
    activeMoves: 0,
    activeRunId: null,
    nextRunAtMs: null,
    lastRun: null,
    ...parts,
  };
}

const EVERYTHING: EnginePauseRow = {
  scope: "all",
  clusterId: null,
  clusterName: null,
  by: "Ana Admin",
  atMs: 0,
  reason: "kernel updates",
  byFailure: false,
};
const OF_ONE: EnginePauseRow = {
  ...EVERYTHING,
  scope: "cluster",
  clusterId: ONE,
  clusterName: "prod-a",
  reason: "",
};

function state(clusters: EngineClusterRow[], pauses: EnginePauseRow[] = []): EngineState {
  return { version: "0.1.0", lastJobAtMs: null, pauses, clusters };
}

const everywhere = () => true;
const on = cluster({ enabled: true, dryRun: false, activity: "waiting", nextRunAtMs: 900 });
const trial = cluster({ clusterId: OTHER, enabled: true, activity: "waiting", nextRunAtMs: 500 });

describe("the engine in a word", () => {
  it.each([
    ["off where nothing runs by itself", state([cluster({})]), "off", null],
    ["a dry run where no cluster does more", state([cluster({}), trial]), "dry-run", 500],
    ["on where one cluster is, with the earliest next run", state([on, trial]), "on", 500],
    [
      "running while a run is under way",
      state([cluster({ ...on, activity: "running" }), trial]),
      "running",
      null,
    ],
    ["paused with everything", state([on, trial], [EVERYTHING]), "paused", null],
    ["paused with its only cluster", state([on], [OF_ONE]), "paused", null],
    ["partly paused with one of two", state([on, trial], [OF_ONE]), "partly-paused", 500],
  ])("is %s", (_what, given, mode, nextRunAtMs) => {
    expect(engineSummary(given, everywhere)).toMatchObject({ mode, nextRunAtMs });
  });

  it("is about the clusters that are shown, and a pause of everything holds for them too", () => {
    const shown = (id: string) => id === OTHER;
    expect(engineSummary(state([on, trial], [OF_ONE]), shown)).toMatchObject({ mode: "dry-run", pauses: [] });
    expect(engineSummary(state([on, trial], [OF_ONE, EVERYTHING]), shown).pauses).toEqual([EVERYTHING]);
  });
});

describe("a pause in words", () => {
  it("names who and why", () => {
    expect(pauseText(EVERYTHING)).toBe("Everything is paused by Ana Admin: kernel updates.");
    expect(pauseText(OF_ONE)).toBe("prod-a is paused by Ana Admin.");
  });

  it("names the failure that did it, not a person", () => {
    expect(pauseText({ ...OF_ONE, byFailure: true, reason: "web-01 could not be moved" })).toBe(
      "prod-a is paused after a move that failed: web-01 could not be moved.",
    );
  });
});

it("moves that are under way are counted over the clusters", () => {
  expect(underWayText([cluster({}), trial])).toBeNull();
  expect(underWayText([cluster({ activeMoves: 1 })])).toBe("1 move is under way and will be finished.");
  expect(underWayText([cluster({ activeMoves: 1 }), cluster({ activeMoves: 2 })])).toBe(
    "3 moves are under way and will be finished.",
  );
});
