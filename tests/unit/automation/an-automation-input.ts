import type { AutomationInput } from "@/lib/automation/automation-input";
import { ANY_TIME } from "@/lib/automation/automation-schedule";
import { type AutomationSettings, automationSettingsFrom } from "@/lib/automation/automation-settings";
import type { NodeFacts } from "@/lib/automation/freeze-until";
import { NOTHING_OBSERVED } from "@/lib/automation/observe-rounds";
import type { PastMove } from "@/lib/automation/past-move";
import type { Need, PlannedMove } from "@/lib/planning/plan";
import { aGuest, aSnapshot } from "@/tests/support/inventory-builders";

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** Saturday 21 November 2026, 02:00 UTC. */
export const NOW_MS = Date.UTC(2026, 10, 21, 2);

interface MoveParts extends Partial<Omit<PlannedMove, "reason">> {
  readonly need?: Need;
  readonly subject?: string;
  /** Worth in seconds; by default that of ten points of share for a day. */
  readonly benefit?: number;
}

/** A live move of guest 110 from pve1 to pve2 for balance's sake, sure and without risk. */
export function aMove({
  need = "contention",
  subject,
  benefit = 8_640,
  ...parts
}: MoveParts = {}): PlannedMove {
  const from = parts.from ?? "pve1";
  return {
    wave: 1,
    vmid: 110,
    name: null,
    from,
    to: "pve2",
    kind: "live",
    confidence: 90,
    risk: 10,
    seconds: 30,
    downtimeMs: 50,
    bytes: 0,
    scoreAfter: 80,
    temporary: false,
    bundle: null,
    ...parts,
    reason: {
      need,
      subject: subject ?? (need === "rule" ? "web-apart" : from),
      sentence: "The plan says why.",
      factors: [{ key: "benefit", node: null, before: 0, after: benefit, limit: null, unit: "seconds" }],
    },
  };
}

/** A move that succeeded two days ago. */
export function aPastMove(parts: Partial<PastMove> = {}): PastMove {
  return { vmid: 110, from: "pve3", to: "pve1", endedAtMs: NOW_MS - 2 * DAY_MS, outcome: "moved", ...parts };
}

/** A node that has been there and up for long. */
export function aNodesFacts(parts: Partial<NodeFacts> = {}): NodeFacts {
  return {
    name: "pve1",
    firstSeenAtMs: NOW_MS - 100 * DAY_MS,
    uptimeSeconds: 1_000_000,
    readAtMs: NOW_MS,
    lostContactAtMs: null,
    regainedContactAtMs: null,
    ...parts,
  };
}

interface InputParts extends Partial<Omit<AutomationInput, "settings">> {
  readonly settings?: Partial<AutomationSettings>;
}

/** A calm moment: nothing but the plan speaks for or against a move. Every guest of the plan is where its first move begins. */
export function anAutomationInput({ settings, ...parts }: InputParts = {}): AutomationInput {
  const moves = parts.moves ?? [aMove()];
  const firsts = new Map([...moves].sort((a, b) => b.wave - a.wave).map((move) => [move.vmid, move.from]));
  const guests = [...firsts].map(([vmid, node]) => aGuest({ vmid, node, name: `web${vmid}` }));
  return {
    nowMs: NOW_MS,
    snapshot: aSnapshot({ guests }),
    moves,
    health: 60,
    benefitHours: 24,
    settings: automationSettingsFrom({ "automation.observationRounds": 1, ...settings }),
    schedule: ANY_TIME,
    pause: null,
    nodes: [aNodesFacts()],
    history: [],
    activeMoves: [],
    observations: observed(moves, 1),
    startedInRun: 0,
    ...parts,
  };
}

/** As if the needs of these moves had been seen in so many rounds. */
export function observed(moves: readonly PlannedMove[], rounds: number) {
  const seen = Object.fromEntries(
    moves.map((move) => {
      const word = ["contention", "imbalance"].includes(move.reason.need) ? "balance" : move.reason.need;
      return [`${move.vmid}/${word}/${move.reason.subject}`, { rounds, missed: 0, firstSeenAtMs: NOW_MS }];
    }),
  );
  return { ...NOTHING_OBSERVED, lastRoundAtMs: NOW_MS, seen };
}
