import type { MoveRow } from "@/lib/api/moves";

/** Why a move has not begun yet, in a sentence. */
export function waitWords({ trouble, source, state }: Pick<MoveRow, "trouble" | "source" | "state">): string {
  if (trouble !== null) return trouble;
  if (state === "planned") return "It was asked for just now.";
  return source === "manual" ? "It waits for its turn." : "It waits for its turn among the others.";
}
