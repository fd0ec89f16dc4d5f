import type { MigrationOption } from "@/lib/api/recommendations";
import { compareNames } from "../format/compare-names";

/** Other nodes for a guest: those that may take it by the score there, then the rest by name. */
export function targetOrder(options: readonly MigrationOption[]): readonly MigrationOption[] {
  return options
    .filter(({ current }) => !current)
    .sort(
      (one, other) =>
        Number(one.refusals.length > 0) - Number(other.refusals.length > 0) ||
        (one.refusals.length === 0 ? (other.effect?.nodeScore ?? 0) - (one.effect?.nodeScore ?? 0) : 0) ||
        compareNames(one.node, other.node),
    );
}

/**
 * The node that is proposed when nobody has chosen one; null when none may take the guest.
 *
 * @param refused nodes of which a closer look has told that they may not
 */
export function bestTarget(
  options: readonly MigrationOption[],
  refused: ReadonlySet<string> = new Set(),
): string | null {
  const best = targetOrder(options).find(({ node, refusals }) => refusals.length === 0 && !refused.has(node));
  return best?.node ?? null;
}
