import { describe, expect, it, test } from "vitest";
import type { BlockedGuest, PlannedMove } from "@/lib/planning/plan";
import { type PlanFacts, planReason } from "@/lib/planning/reasons/plan-reason";

const SHARES = { cpu: 0.04, memory: 0.025, disk: 0 };
const FIGURES = { cpu: 0.2, memory: 0.2, score: 90, guests: 2 };

const calm: PlanFacts = {
  verdict: "balanced",
  score: { before: 90, after: 90 },
  imbalance: { before: SHARES, after: SHARES },
  moves: [],
  notMoved: [],
  blocked: [],
  conflicts: [],
  nodes: {
    pve1: { before: FIGURES, after: FIGURES },
    pve2: { before: FIGURES, after: FIGURES },
  },
  needs: [],
  nodesThatMayReceive: 2,
  guests: 4,
  cutShort: null,
};

const move: PlannedMove = {
  wave: 1,
  vmid: 100,
  name: "db1",
  from: "pve1",
  to: "pve2",
  kind: "live",
  reason: { need: "contention", subject: "pve1", sentence: "Because.", factors: [] },
  confidence: 80,
  risk: 10,
  seconds: 41,
  downtimeMs: 100,
  bytes: 1,
  scoreAfter: 95,
  temporary: false,
  bundle: null,
};

const hot = { need: "contention" as const, subject: "pve1", finding: "pve1 has 91 % CPU in use" };

const locked: BlockedGuest = {
  vmid: 101,
  node: "pve1",
  reason: "locked",
  detail: "VM 101 is locked (backup).",
  fix: "Wait.",
};

describe("a plan's one sentence", () => {
  test.each<[string, Partial<PlanFacts>, string]>([
    [
      "nothing to do",
      {},
      "Nothing needs to move: no rule is broken, no node is overfull or busy, and the nodes differ by 4 % CPU and 2.5 % memory.",
    ],
    ["no guests", { guests: 0 }, "There are no guests, so there is nothing to move."],
    [
      "no node online",
      { score: { before: null, after: null } },
      "No node is online, so nothing can be moved.",
    ],
    [
      "one node",
      { nodes: { pve1: { before: FIGURES, after: FIGURES } }, nodesThatMayReceive: 1 },
      "There is only one node, so there is nowhere to move anything.",
    ],
    [
      "a need that no move answers",
      {
        needs: [hot],
        notMoved: [{ vmid: 100, reason: "no-gain", detail: "VM 100 would only carry the load along." }],
      },
      "pve1 has 91 % CPU in use. No move is both possible and worth making. VM 100 would only carry the load along.",
    ],
    [
      "moves",
      { verdict: "plan", moves: [move], needs: [hot], score: { before: 63.1, after: 88.42 } },
      "pve1 has 91 % CPU in use. 1 move to relieve busy nodes, about 41 s; health goes from 63.1 to 88.4.",
    ],
    [
      "moves up to the limit",
      { verdict: "plan", moves: [move], cutShort: "moves" },
      "1 move to relieve busy nodes, about 41 s; health goes from 90.0 to 90.0. The limit of moves was reached; what is left is planned the next time.",
    ],
    [
      "a guest that cannot leave",
      { verdict: "blocked", blocked: [locked] },
      "1 guest must move and cannot (101): VM 101 is locked (backup). No move helps.",
    ],
    [
      "rules in conflict, and what can be done all the same",
      {
        verdict: "blocked",
        conflicts: [
          { rules: ["a", "b"], guests: [100, 101], sentence: "Rules a and b cannot both be kept." },
        ],
        moves: [move],
      },
      "Rules a and b cannot both be kept. 1 move to relieve busy nodes, about 41 s; health goes from 90.0 to 90.0.",
    ],
  ])("%s", (_name, facts, sentence) => {
    expect(planReason({ ...calm, ...facts })).toBe(sentence);
  });

  it("says of each kind of need how many there are, and what the first is", () => {
    const needs = [
      {
        need: "rule" as const,
        subject: "erp-together",
        finding: "Guests 205, 505 must stay together (erp-together), but are on birch, elm",
      },
      { need: "rule" as const, subject: "db-apart", finding: "Guests 1, 2 must be kept apart" },
      {
        need: "contention" as const,
        subject: "elm",
        finding: "elm uses 94 % of its memory, more than the threshold of 70 %",
      },
      { need: "contention" as const, subject: "oak", finding: "oak uses 71 % of its memory" },
      { need: "imbalance" as const, subject: "elm", finding: "elm and oak are far apart" },
    ];
    expect(planReason({ ...calm, verdict: "plan", moves: [move], needs })).toBe(
      "2 rules are broken, such as erp-together: guests 205, 505 must stay together (erp-together), but are on birch, elm. " +
        "2 nodes are above a threshold, most of all elm: it uses 94 % of its memory, more than the threshold of 70 %. " +
        "And 1 more finding. 1 move to relieve busy nodes, about 41 s; health goes from 90.0 to 90.0.",
    );
    const emptied = ["pve1", "pve2"].map((subject) => ({
      need: "evacuation" as const,
      subject,
      finding: `${subject} is in maintenance and 2 guests are still on it`,
    }));
    expect(planReason({ ...calm, verdict: "plan", moves: [move], needs: emptied })).toMatch(
      /^pve1 and pve2 are to be emptied, and there are guests on all of them\. 1 move/,
    );
  });

  it("tells the time that the waves take from the time that all moves take together", () => {
    const moves = [
      { ...move, seconds: 4_500 },
      { ...move, vmid: 101, seconds: 1_800 },
      { ...move, vmid: 102, wave: 2, seconds: 3_000 },
    ];
    expect(planReason({ ...calm, verdict: "plan", moves })).toContain(
      "3 moves to relieve busy nodes, about 2 h 5 min in 2 waves (2 h 35 min of moving);",
    );
    const alone = moves.map((one, index) => ({ ...one, wave: index + 1 }));
    expect(planReason({ ...calm, verdict: "plan", moves: alone })).toContain("about 2 h 35 min in 3 waves;");
  });

  it("of a job that does nothing else speaks of that job alone", () => {
    expect(planReason({ ...calm, scope: "home" })).toBe("Every guest is where it came from.");
    expect(planReason({ ...calm, scope: "evacuation" })).toBe("The nodes to be emptied are empty.");
  });
});
