import "server-only";
import type { DecisionAction } from "@/lib/automation/move-decision";
import type { Prisma } from "@/prisma/generated/client";
import type { RunRecord } from "./run-record";

interface LeftOut {
  readonly action: Exclude<DecisionAction, "pending">;
  readonly guardrail: string;
  readonly reason: string;
  readonly untilMs?: number | null;
  /** Only what belongs to this unit of the newest round. */
  readonly unit?: number;
}

/**
 * What of the newest round has not begun will not begin.
 *
 * @returns how many moves that are
 */
export async function leaveOut(
  transaction: Prisma.TransactionClient,
  { id, rounds }: Pick<RunRecord, "id" | "rounds">,
  { action, guardrail, reason, untilMs = null, unit }: LeftOut,
): Promise<number> {
  const { count } = await transaction.automationDecision.updateMany({
    where: { runId: id, round: rounds, action: "pending", ...(unit !== undefined && { unit }) },
    data: { action, guardrail, reason, untilAt: untilMs === null ? null : new Date(untilMs) },
  });
  return count;
}
