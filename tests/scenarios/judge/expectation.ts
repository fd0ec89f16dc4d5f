import { parse } from "yaml";
import { z } from "zod";

const vmid = z.string().regex(/^\d+$/);
const range = z.union([
  z.number().int(),
  z.strictObject({ min: z.number().int().optional(), max: z.number().int().optional() }),
]);
/** One permitted code, several, or `any`. */
const codes = z.union([z.string(), z.array(z.string())]);
const shares = z.partialRecord(z.enum(["cpu", "memory"]), z.number());
const violations = z.strictObject({
  before: z.number().int().optional(),
  after: z.number().int().optional(),
});

/** What an operator would expect of a plan: the whole vocabulary of `expected.yaml`. */
const expectation = z.strictObject({
  verdict: z
    .union([z.enum(["plan", "balanced", "blocked"]), z.array(z.enum(["plan", "balanced", "blocked"]))])
    .optional(),
  moves: range.optional(),
  waves: range.optional(),
  /** Exactly these guests change their node in the end. */
  movedVmids: z.array(z.number()).optional(),
  /** None of these is touched. */
  stayingVmids: z.array(z.number()).optional(),
  /** `pve2`, `not pve2`, `same as 101` or `apart from 101`, in the end. */
  placements: z.record(vmid, z.string()).optional(),
  guestsOn: z.record(z.string(), range).optional(),
  nodeEmpty: z.array(z.string()).optional(),
  /** All moves start on these nodes. */
  sources: z.array(z.string()).optional(),
  targets: z
    .strictObject({ only: z.array(z.string()).optional(), never: z.array(z.string()).optional() })
    .optional(),
  /** How each of these guests travels. */
  kinds: z.record(vmid, z.enum(["live", "restart", "offline"])).optional(),
  /** Every move has one of these needs. */
  needs: z.array(z.string()).optional(),
  /** No online node has a higher share afterwards. */
  worst: shares.optional(),
  /** Highest less lowest share of the nodes that may hold guests, afterwards, is at most this. */
  spread: shares.optional(),
  spreadImproved: z.array(z.enum(["cpu", "memory"])).optional(),
  /** Whether some guest stops on the way. */
  temporary: z.boolean().optional(),
  /** The plan's sentence has each of these words. */
  reason: z.array(z.string()).optional(),
  /** Why these guests stay where they are. */
  notMoved: z.record(vmid, codes).optional(),
  /** Exactly these guests must move and cannot. */
  blocked: z.record(vmid, codes).optional(),
  blockedCount: z.number().int().optional(),
  blockedReasons: z.array(z.string()).optional(),
  violations: violations.optional(),
  /** Sets of rules, in any order. */
  conflicts: z.array(z.array(z.string())).optional(),
  /** Each of these is in some warning. */
  warnings: z.array(z.string()).optional(),
  /** Moves when planning once more after the plan was carried out; none unless told. */
  again: range.default(0),
});

export type Expectation = z.output<typeof expectation>;
export type ExpectedRange = z.output<typeof range>;

/** @throws for a word that the vocabulary does not have */
export function parseExpectation(text: string): Expectation {
  return expectation.parse(parse(text));
}
