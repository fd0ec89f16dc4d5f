import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AutomationInput } from "@/lib/automation/automation-input";
import { decideMoves, GUARDRAIL_ORDER } from "@/lib/automation/decide-moves";
import type { PastMove } from "@/lib/automation/past-move";
import type { Need, PlannedMove } from "@/lib/planning/plan";
import { aGuest, aSnapshot } from "@/tests/support/inventory-builders";
import { schedule } from "./a-schedule";
import { aMove, aNodesFacts, anAutomationInput, DAY_MS, NOW_MS, observed } from "./an-automation-input";

const NODES = ["pve1", "pve2", "pve3", "pve4"] as const;
/** True in one of ten cases. */
const rarely = fc.nat(9).map((drawn) => drawn === 7);

const usualNeed: fc.Arbitrary<Need> = fc.constantFrom(
  "rule",
  "capacity",
  "contention",
  "imbalance",
  "distribution",
);
const anyNeed = fc
  .tuple(rarely, usualNeed, fc.constantFrom<Need>("evacuation", "home"))
  .map(([rare, usual, other]) => (rare ? other : usual));

const anyMove = fc.record({
  vmid: fc.integer({ min: 100, max: 130 }),
  wave: fc.integer({ min: 1, max: 6 }),
  places: fc.shuffledSubarray([...NODES], { minLength: 2, maxLength: 2 }),
  need: anyNeed,
  kind: rarely.map((rare) => (rare ? ("restart" as const) : ("live" as const))),
  confidence: fc.integer({ min: 70, max: 100 }),
  risk: fc.integer({ min: 0, max: 55 }),
  bundle: fc.constantFrom(null, null, null, null, null, 1, 2, 3),
});

/** As plans are: a guest moves once a wave, and each of its moves begins where the one before ended. */
const anyPlan: fc.Arbitrary<readonly PlannedMove[]> = fc
  .uniqueArray(anyMove, { maxLength: 14, size: "max", selector: ({ vmid, wave }) => `${vmid}/${wave}` })
  .map((drawn) => {
    const at = new Map<number, string>();
    return drawn
      .toSorted((one, other) => one.wave - other.wave)
      .flatMap(({ places, need, ...move }) => {
        const from = at.get(move.vmid) ?? places[0] ?? "pve1";
        const to = places.find((place) => place !== from) ?? "pve2";
        at.set(move.vmid, to);
        return [aMove({ ...move, from, to, need })];
      });
  });

const anyPast: fc.Arbitrary<PastMove> = fc.record({
  vmid: fc.integer({ min: 100, max: 130 }),
  from: fc.constantFrom(...NODES),
  to: fc.constantFrom(...NODES),
  endedAtMs: fc.integer({ min: NOW_MS - DAY_MS, max: NOW_MS }),
  outcome: fc.constantFrom("moved", "failed", "cancelled", "unknown"),
});

const anyInput: fc.Arbitrary<AutomationInput> = fc
  .record({
    moves: anyPlan,
    history: fc.array(anyPast, { maxLength: 8 }),
    active: fc.array(fc.record({ vmid: fc.integer({ min: 100, max: 160 }), unknown: fc.boolean() }), {
      maxLength: 3,
    }),
    tagged: fc.array(
      fc.tuple(fc.integer({ min: 100, max: 115 }), fc.constantFrom("no-auto-migrate", "auto-migrate-ok")),
    ),
    rounds: fc.constantFrom(1, 2, 3, 3),
    maxMovesPerRun: fc.integer({ min: 1, max: 6 }),
    startedInRun: fc.constantFrom(0, 0, 0, 0, 1, 3),
    whitelist: rarely,
    frozen: rarely,
    quorate: fc.tuple(rarely, fc.constantFrom(true, null)).map(([rare, usual]) => (rare ? false : usual)),
    elsewhere: fc.array(fc.integer({ min: 100, max: 140 }), { maxLength: 2 }),
  })
  .map(({ moves, ...drawn }) => {
    const firsts = new Map(moves.toReversed().map((move) => [move.vmid, move.from]));
    const guests = [...firsts].map(([vmid, node]) =>
      aGuest({
        vmid,
        node: drawn.elsewhere.includes(vmid) ? "pve9" : node,
        tags: drawn.tagged.filter(([of]) => of === vmid).map(([, tag]) => tag),
      }),
    );
    return anAutomationInput({
      moves,
      history: drawn.history,
      activeMoves: drawn.active,
      startedInRun: drawn.startedInRun,
      snapshot: aSnapshot({ guests, quorate: drawn.quorate }),
      nodes: [aNodesFacts(), aNodesFacts({ name: "pve2", uptimeSeconds: drawn.frozen ? 60 : 1_000_000 })],
      observations: observed(moves, drawn.rounds),
      settings: {
        "automation.maxMovesPerRun": drawn.maxMovesPerRun,
        "automation.requireAutoMigrateOkTag": drawn.whitelist,
        "automation.observationRounds": 2,
      },
    });
  });

const pendingOf = (input: AutomationInput) => decideMoves(input).filter(({ action }) => action === "pending");

describe("whatever is proposed, known and set", () => {
  it("every move gets exactly one decision, with a rank of its own and a reason", () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const decisions = decideMoves(input);
        expect(new Set(decisions.map(({ move }) => move))).toEqual(new Set(input.moves));
        expect(decisions.map(({ rank }) => rank)).toEqual(input.moves.map((_move, index) => index + 1));
        for (const { reason, guardrail, action } of decisions) {
          expect(reason).toMatch(/\.$/);
          expect(guardrail === null).toBe(action === "pending");
          if (guardrail !== null) expect(GUARDRAIL_ORDER).toContain(guardrail);
        }
      }),
    );
  });

  it("no more moves are made than a run may make, those it has started included", () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const allowed = Math.max(0, input.settings["automation.maxMovesPerRun"] - input.startedInRun);
        expect(pendingOf(input).length).toBeLessThanOrEqual(allowed);
      }),
    );
  });

  it("the order of what is given does not matter", () => {
    const shuffled = anyInput.chain((input) =>
      fc.record({
        input: fc.constant(input),
        other: fc
          .tuple(
            fc.shuffledSubarray([...input.moves], { minLength: input.moves.length }),
            fc.shuffledSubarray([...input.history], { minLength: input.history.length }),
            fc.shuffledSubarray([...input.nodes], { minLength: input.nodes.length }),
            fc.shuffledSubarray([...input.snapshot.guests], { minLength: input.snapshot.guests.length }),
          )
          .map(([moves, history, nodes, guests]) => ({
            ...input,
            moves,
            history,
            nodes,
            snapshot: { ...input.snapshot, guests },
          })),
      }),
    );
    fc.assert(
      fc.property(shuffled, ({ input, other }) => {
        expect(decideMoves(other)).toEqual(decideMoves(input));
      }),
    );
  });

  it("nothing is made while the engine is paused, without quorum, outside windows or in a freeze", () => {
    const closed = schedule(
      "UTC",
      [],
      [{ name: "All", enabled: true, days: ["fri", "sat"], start: "00:00", end: "24:00" }],
    );
    const stops: readonly Partial<AutomationInput>[] = [
      { pause: { by: "ana", reason: "" } },
      { schedule: closed },
      { nodes: [aNodesFacts({ uptimeSeconds: 1 })] },
    ];
    fc.assert(
      fc.property(anyInput, fc.constantFrom(...stops), (input, stop) => {
        expect(pendingOf({ ...input, ...stop })).toEqual([]);
        expect(pendingOf({ ...input, snapshot: { ...input.snapshot, quorate: false } })).toEqual([]);
      }),
    );
  });

  it("what belongs together is decided together", () => {
    const together = (one: PlannedMove, other: PlannedMove) =>
      one.vmid === other.vmid || (one.bundle !== null && one.bundle === other.bundle);
    fc.assert(
      fc.property(anyInput, (input) => {
        const decisions = decideMoves(input);
        const parted = decisions.filter((one) =>
          decisions.some(
            (other) =>
              together(one.move, other.move) &&
              (one.guardrail !== other.guardrail || one.unit !== other.unit),
          ),
        );
        expect(parted).toEqual([]);
      }),
    );
  });

  it("nobody is moved who is being moved, who is tagged, who is elsewhere, or for a node that is to be emptied", () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        for (const { move } of pendingOf(input)) {
          const guest = input.snapshot.guests.find(({ vmid }) => vmid === move.vmid);
          expect(guest?.tags).not.toContain("no-auto-migrate");
          expect(guest?.node).not.toBe("pve9");
          expect(input.activeMoves.map(({ vmid }) => vmid)).not.toContain(move.vmid);
          expect(["evacuation", "home"]).not.toContain(move.reason.need);
          expect(move.kind).not.toBe("restart");
        }
      }),
    );
  });

  it("a stricter setting never makes a move of a cluster with room for all that a milder one holds back", () => {
    const roomy = anyInput.map((input) => ({
      ...input,
      startedInRun: 0,
      settings: { ...input.settings, "automation.maxMovesPerRun": 100 },
    }));
    fc.assert(
      fc.property(roomy, (input) => {
        const strict = {
          "automation.minConfidence": 90,
          "automation.maxRisk": 20,
          "automation.cooldownMinutes": 600,
          "automation.rollbackWindowHours": 168,
          "automation.observationRounds": 3,
        };
        const mild = new Set(pendingOf(input).map(({ move }) => move));
        const stricter = pendingOf({ ...input, settings: { ...input.settings, ...strict } });
        expect(stricter.filter(({ move }) => !mild.has(move))).toEqual([]);
      }),
    );
  });

  it("something is made now and then, or these laws would say nothing", () => {
    const made = fc
      .sample(anyInput, { numRuns: 300, seed: 1 })
      .filter((input) => pendingOf(input).length > 0);
    expect(made.length).toBeGreaterThan(60);
  });
});
