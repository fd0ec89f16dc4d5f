import { readFileSync } from "node:fs";
import { describe, expect, it, test } from "vitest";
import { GUARDRAIL_ORDER } from "@/lib/automation/decide-moves";
import { aGuest, aSnapshot } from "@/tests/support/inventory-builders";
import { aMove, aNodesFacts, DAY_MS, HOUR_MS, MINUTE_MS, NOW_MS, observed } from "./an-automation-input";
import { balanced, closed, guest, justMoved, leftPve2, only, type Parts } from "./decided";

/** One objection of each guardrail, in their order; `forced` says whether a repair of a rule is held back by it too. */
const OBJECTIONS: readonly (readonly [
  code: string,
  action: string,
  forced: boolean,
  parts: NonNullable<Parts>,
  reason: string,
])[] = [
  [
    "paused",
    "skipped",
    true,
    { pause: { by: "ana", reason: "guest 100 could not be moved" } },
    "Automation was paused by ana: guest 100 could not be moved.",
  ],
  [
    "no-quorum",
    "skipped",
    true,
    { snapshot: aSnapshot({ guests: [aGuest()], quorate: false }) },
    "The cluster has no quorum, so Proxmox VE refuses every migration.",
  ],
  [
    "schedule",
    "deferred",
    true,
    { schedule: closed },
    "Outside all windows; it opens Monday 23 November 22:00 (UTC).",
  ],
  [
    "freeze",
    "deferred",
    true,
    { nodes: [aNodesFacts({ name: "pve3", uptimeSeconds: 600 })] },
    "Node pve3 started lately; the cluster is left alone until Saturday 21 November 02:20 (UTC).",
  ],
  ["gone", "skipped", true, guest({ node: "pve3" }), "web1 (VM 110) is on pve3 now, not on pve1."],
  [
    "maintenance",
    "skipped",
    true,
    { moves: [aMove({ need: "evacuation" })] },
    "Emptying a node and bringing its guests home is left to the node's own evacuation.",
  ],
  [
    "being-moved",
    "skipped",
    true,
    { activeMoves: [{ vmid: 110, unknown: false }] },
    "web110 (VM 110) is being moved already.",
  ],
  [
    "no-auto-migrate",
    "filtered",
    true,
    guest({ tags: ["no-auto-migrate"] }),
    "web1 (VM 110) has the tag no-auto-migrate.",
  ],
  [
    "not-on-the-list",
    "filtered",
    true,
    { settings: { "automation.requireAutoMigrateOkTag": true } },
    "web110 (VM 110) has not the tag auto-migrate-ok, and only guests with it are moved.",
  ],
  [
    "native-balancer",
    "filtered",
    false,
    { snapshot: balanced(true) },
    "web1 (VM 110) is balanced by Proxmox VE itself.",
  ],
  [
    "container-restart",
    "filtered",
    true,
    { moves: [aMove({ kind: "restart" })] },
    "web110 (VM 110) would be restarted, which automation may not do.",
  ],
  [
    "risk",
    "filtered",
    true,
    { moves: [aMove({ risk: 51 })] },
    "The risk of moving web110 (VM 110) is 51 points; at most 50 may be taken.",
  ],
  [
    "health",
    "deferred",
    false,
    { health: 39, settings: { "automation.minimumHealth": 40 } },
    "The cluster's health is 39; below 40 nothing is moved for balance's sake.",
  ],
  [
    "cooldown",
    "deferred",
    false,
    { history: [justMoved] },
    "web110 (VM 110) was moved lately and rests until Saturday 21 November 02:20 (UTC).",
  ],
  [
    "sent-back",
    "deferred",
    false,
    { history: [leftPve2] },
    "web110 (VM 110) left pve2 Friday 20 November 21:00 (UTC) and does not return within 24 hours.",
  ],
  [
    "confidence",
    "filtered",
    false,
    { moves: [aMove({ confidence: 74 })] },
    "The confidence in moving web110 (VM 110) is 74 points; at least 75 is asked for.",
  ],
  [
    "improvement",
    "filtered",
    false,
    { moves: [aMove({ benefit: 4_320 })], settings: { "automation.minImprovement": 6 } },
    "The fuller node would be relieved by 5 percentage points; at least 6 are asked for.",
  ],
  [
    "observing",
    "observing",
    false,
    { settings: { "automation.observationRounds": 3 }, observations: observed([aMove()], 2) },
    "The need to move web110 (VM 110) was seen in 2 of 3 rounds.",
  ],
  [
    "run-limit",
    "deferred",
    true,
    { startedInRun: 3 },
    "There is no room for this one: a run may make 3 moves, and 0 are left. The next run looks at it again.",
  ],
];

describe("each guardrail", () => {
  it("is tried here, in the order in which it is asked", () => {
    expect(OBJECTIONS.map(([code]) => code)).toEqual(GUARDRAIL_ORDER);
  });

  test.each(OBJECTIONS)("%s: a move is %s, with its reason", (code, action, _forced, parts, reason) => {
    const decision = only(parts);
    expect(decision).toMatchObject({ guardrail: code, action });
    expect(decision.reason).toBe(reason);
  });

  test.each(OBJECTIONS)(
    "%s holds back what must be done only where that is meant",
    (code, _action, forced, parts) => {
      const [move] = parts.moves ?? [aMove()];
      const need = code === "maintenance" ? "home" : "rule";
      const repair = { ...(move ?? aMove()), reason: aMove({ need }).reason };
      expect(only({ ...parts, moves: [repair] }).guardrail).toBe(forced ? code : null);
    },
  );

  test.each(OBJECTIONS.slice(1).map(([code], index) => [OBJECTIONS[index]?.[0], code, index] as const))(
    "%s speaks before %s",
    (first, _second, index) => {
      expect(only(both(OBJECTIONS[index]?.[3], OBJECTIONS[index + 1]?.[3])).guardrail).toBe(first);
    },
  );
});

type Given = NonNullable<Parts>;

/** Whatever either part says, at once. */
function both(one: Given = {}, other: Given = {}): Given {
  const moves = [{ ...aMove(), ...unusual(one), ...unusual(other) }];
  const history = [...(one.history ?? []), ...(other.history ?? [])];
  return { ...other, ...one, moves, history, settings: { ...other.settings, ...one.settings } };
}

/** What makes a part's move differ from the usual one. */
function unusual({ moves }: Given): object {
  const usual = new Map(Object.entries(aMove()).map(([key, value]) => [key, JSON.stringify(value)]));
  const own = Object.entries(moves?.[0] ?? {});
  return Object.fromEntries(own.filter(([key, value]) => usual.get(key) !== JSON.stringify(value)));
}

describe("the time from which a guardrail lets a move through", () => {
  test.each([
    ["schedule", { schedule: closed }, Date.UTC(2026, 10, 23, 22)],
    ["freeze", { nodes: [aNodesFacts({ uptimeSeconds: 600 })] }, NOW_MS + 20 * MINUTE_MS],
    ["cooldown", { history: [justMoved] }, NOW_MS + 20 * MINUTE_MS],
    ["sent-back", { history: [leftPve2] }, NOW_MS - 5 * HOUR_MS + DAY_MS],
    ["confidence", { moves: [aMove({ confidence: 1 })] }, null],
  ])("is told for %s", (guardrail, parts, untilMs) => {
    expect(only(parts)).toMatchObject({ guardrail, untilMs });
  });
});

describe("docs/automation.md", () => {
  it("lists the guardrails with their actions in the order in which they are asked", () => {
    const rows = readFileSync("docs/automation.md", "utf8").matchAll(
      /^\| (\d+) \| `([a-z-]+)` \| (\w+) \|/gm,
    );
    expect([...rows].map(([, place, code, action]) => [Number(place), code, action])).toEqual(
      OBJECTIONS.map(([code, action], index) => [index + 1, code, action]),
    );
  });

  it("says of each whether it holds for balance's sake only", () => {
    const rows = [...readFileSync("docs/automation.md", "utf8").matchAll(/^\| \d+ \| `([a-z-]+)` .*$/gm)];
    const optional = rows.filter(([row]) => row.includes("*optional only:*")).map(([, code]) => code);
    const passed = OBJECTIONS.filter(([, , forced]) => !forced).map(([code]) => code);
    // A rest holds what must be done only after an attempt that failed.
    expect(optional).toEqual(passed.filter((code) => code !== "cooldown"));
  });
});
