import "server-only";
import { createHash } from "node:crypto";
import type { PlanChanges } from "@/lib/api/recommendations";
import type { Plan, PlannedMove } from "@/lib/planning/plan";

/**
 * What a plan says should be done, without the figures, the order and the occasion, which change with every reading: two
 * plans with the same content are the same advice.
 */
export function planContentHash(plan: Plan): string {
  const content = {
    verdict: plan.verdict,
    moves: byGuest(plan.moves).map(({ vmid, from, to, kind, temporary, reason }) => [
      vmid,
      from,
      to,
      kind,
      temporary,
      reason.need,
    ]),
    blocked: byGuest(plan.blocked).map(({ vmid, node, reason }) => [vmid, node, reason]),
    violations: plan.violations.before.map(({ rule, guests }) => [rule, guests]),
    conflicts: plan.conflicts.map(({ rules }) => rules),
    certificate: plan.certificate.ok,
  };
  return createHash("sha256").update(JSON.stringify(content)).digest("base64url");
}

function byGuest<T extends { readonly vmid: number }>(list: readonly T[]): readonly T[] {
  return [...list].sort((one, other) => one.vmid - other.vmid);
}

/** What became of the moves of an earlier plan, by guest and where each ends up. */
export function planChanges(
  before: readonly Pick<PlannedMove, "vmid" | "from" | "to">[],
  after: readonly Pick<PlannedMove, "vmid" | "from" | "to">[],
): PlanChanges {
  const earlier = lastMoves(before);
  const now = lastMoves(after);
  return {
    added: [...now.keys()].filter((vmid) => !earlier.has(vmid)),
    changed: [...now]
      .filter(([vmid, to]) => earlier.has(vmid) && earlier.get(vmid) !== to)
      .map(([vmid]) => vmid),
    gone: before
      .filter(({ vmid, to }) => !now.has(vmid) && earlier.get(vmid) === to)
      .map(({ vmid, from, to }) => ({ vmid, from, to })),
  };
}

function lastMoves(moves: readonly Pick<PlannedMove, "vmid" | "to">[]): Map<number, string> {
  return new Map(moves.map(({ vmid, to }) => [vmid, to]));
}
