import "server-only";
import type { Prisma } from "@/prisma/generated/client";

/** A run with all that it decided, in the order of its rounds and ranks. */
export const WITH_DECISIONS = {
  decisions: { orderBy: [{ round: "asc" }, { rank: "asc" }] },
} as const satisfies Prisma.AutomationRunInclude;

export type RunRecord = Prisma.AutomationRunGetPayload<{ include: typeof WITH_DECISIONS }>;
export type DecisionRecord = RunRecord["decisions"][number];

/** Decisions of the newest round: the only ones that may still be carried out. */
export function newestRound({ rounds, decisions }: RunRecord): readonly DecisionRecord[] {
  return decisions.filter(({ round }) => round === rounds);
}

/** Moves that the run has asked for. */
export function startedMoves({ decisions }: RunRecord): readonly DecisionRecord[] {
  return decisions.filter(({ moveId }) => moveId !== null);
}

/** Those whose end is not settled yet. */
export function movesUnderWay(run: RunRecord): readonly DecisionRecord[] {
  return startedMoves(run).filter(({ moveState }) => moveState === null);
}

/** The last word on every move: by guest and way. A move that was made stays made. */
export function lastDecisions({ decisions }: Pick<RunRecord, "decisions">): readonly DecisionRecord[] {
  const last = new Map<string, DecisionRecord>();
  for (const one of decisions) {
    const key = decisionKey(one);
    if (last.get(key)?.action !== "executed") last.set(key, one);
  }
  return [...last.values()];
}

export function decisionKey({
  vmid,
  fromNode,
  toNode,
}: Pick<DecisionRecord, "vmid" | "fromNode" | "toNode">): string {
  return `${vmid} ${fromNode} ${toNode}`;
}
