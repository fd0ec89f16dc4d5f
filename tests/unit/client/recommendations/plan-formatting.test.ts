import { describe, expect, it } from "vitest";
import type { PlannedMoveRow } from "@/lib/api/recommendations";
import { moveNews } from "@/lib/client/recommendations/move-news";
import { moveWhy } from "@/lib/client/recommendations/move-why";
import { benefitSeconds, nodeEffects } from "@/lib/client/recommendations/node-effects";
import { planTotals, wavesOf } from "@/lib/client/recommendations/plan-totals";
import { confidenceWord } from "@/lib/client/recommendations/plan-words";
import { stayingGroups } from "@/lib/client/recommendations/staying-groups";
import { adviceWords } from "@/lib/client/recommendations/use-latest-advice";

type Factor = PlannedMoveRow["reason"]["factors"][number];

const factor = (key: string, node: string | null, after = 0): Factor => ({
  key,
  node,
  before: 0,
  after,
  limit: null,
  unit: "fraction",
});

function aMove(part: Partial<PlannedMoveRow>, factors: Factor[] = []): PlannedMoveRow {
  return {
    wave: 1,
    vmid: 100,
    name: "db",
    from: "pve1",
    to: "pve2",
    kind: "live",
    reason: { need: "contention", subject: "pve1", sentence: "", factors },
    confidence: 80,
    risk: 10,
    seconds: 60,
    downtimeMs: 100,
    bytes: 1_000,
    scoreAfter: 90,
    temporary: false,
    bundle: null,
    ...part,
  };
}

describe("the totals of a plan", () => {
  it("take as long as the slowest move of each wave, one wave after the other", () => {
    const moves = [
      aMove({ wave: 2, seconds: 5, downtimeMs: 900 }),
      aMove({ wave: 1, seconds: 60 }),
      aMove({ wave: 1, seconds: 100 }),
    ];
    expect(wavesOf(moves).map(({ wave, seconds }) => [wave, seconds])).toEqual([
      [1, 100],
      [2, 5],
    ]);
    expect(planTotals(moves)).toEqual({
      moves: 3,
      waves: 2,
      seconds: 105,
      bytes: 3_000,
      longestDowntimeMs: 900,
    });
  });

  it("are nothing where nothing moves", () => {
    expect(planTotals([])).toEqual({ moves: 0, waves: 0, seconds: 0, bytes: 0, longestDowntimeMs: 0 });
  });
});

describe("a move", () => {
  it("has its effects by node, the one it leaves first, without what belongs to no node", () => {
    const move = aMove({}, [factor("memory", "pve2"), factor("cpu", "pve1"), factor("cost", null, 60)]);
    expect(
      nodeEffects(move).map(({ node, role, factors }) => [node, role, factors.map((it) => it.title)]),
    ).toEqual([
      ["pve1", "from", ["CPU"]],
      ["pve2", "to", ["Memory"]],
    ]);
  });

  it("is worth something only where it is made for balance's sake", () => {
    expect(benefitSeconds(aMove({}, [factor("benefit", null, 3_600)]))).toBe(3_600);
    expect(benefitSeconds(aMove({}))).toBeNull();
  });

  it("is new or changed against the plan before", () => {
    const changes = { added: [100], changed: [101], gone: [] };
    expect([100, 101, 102].map((vmid) => moveNews(vmid, changes))).toEqual(["new", "changed", null]);
  });

  it("says why without repeating its price", () => {
    const why = 'Rule "web" keeps its guests apart: it goes to pve2.';
    const slowed = "It writes to memory so fast that it is slowed down by up to 39 % meanwhile.";
    expect(moveWhy(`${why} It moves live in about 20 min, 137 GiB sent. ${slowed}`)).toBe(why);
    expect(moveWhy(`${why} It moves with a restart in about 9 s.`)).toBe(why);
    expect(moveWhy("It moves.")).toBe("It moves.");
  });

  it.each([
    [95, "high"],
    [80, "high"],
    [79, "fair"],
    [59, "moderate"],
    [39, "low"],
  ])("with confidence %i is called %s", (confidence, word) => {
    expect(confidenceWord(confidence).word).toBe(word);
  });
});

describe("guests that stay", () => {
  const staying = [
    { vmid: 100, reason: "no-gain", detail: "pve2 would be as full." },
    { vmid: 101, reason: "cpu-type", detail: "No node has that processor." },
    { vmid: 102, reason: "no-gain", detail: "pve3 would be as full." },
    { vmid: 103, reason: "some-new-code", detail: "Something else." },
  ];
  const nameOf = (vmid: number) => (vmid === 102 ? "web-02" : null);
  const shape = (search: string) =>
    stayingGroups(staying, nameOf, search).map(({ title, guests }) => [
      title,
      guests.map(({ vmid }) => vmid),
    ]);

  it("are grouped by reason, most first, and a code without words of its own is still readable", () => {
    expect(shape("")).toEqual([
      ["No node would be better", [100, 102]],
      ["Some new code", [103]],
      ["The processor does not fit", [101]],
    ]);
  });

  it.each(["WEB-02", "pve3 full", "102"])("are found by %s", (search) => {
    expect(shape(search)).toEqual([["No node would be better", [102]]]);
  });

  it("may all be ruled out by a search", () => {
    expect(shape("web-02 processor")).toEqual([]);
  });
});

describe("advice in short", () => {
  const row = {
    id: "6f1a3c52-3d3c-4a55-9d6c-08e8f1c5ab11",
    createdAtMs: 0,
    checkedAtMs: 0,
    reason: "",
  };
  it.each([
    ["plan", 1, "1 move advised"],
    ["plan", 7, "7 moves advised"],
    ["balanced", 0, "nothing to move"],
    ["blocked", 0, "blocked"],
    ["blocked", 2, "blocked, 2 moves possible"],
  ] as const)("%s with %i", (verdict, movesCount, words) => {
    expect(adviceWords({ ...row, verdict, movesCount })).toBe(words);
  });

  it("says so before the first plan", () => {
    expect(adviceWords(null)).toBe("not planned yet");
  });
});
