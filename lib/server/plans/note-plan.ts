import "server-only";
import { recordAudit } from "@/lib/server/audit/record-audit";
import type { Viewer } from "@/lib/server/auth/viewer";
import type { Prisma } from "@/prisma/generated/client";

export interface PlanNote {
  readonly planId: string;
  /** Null for the program itself. */
  readonly viewer: Pick<Viewer, "userId" | "username"> | null;
  /** Such as `plan.pause`. */
  readonly action: string;
  readonly sentence: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** An entry in a plan's timeline and in the audit log; nothing may follow in the transaction, because the audit log is locked from here on. */
export async function notePlan(
  transaction: Prisma.TransactionClient,
  { planId, viewer, action, sentence, details = {} }: PlanNote,
): Promise<void> {
  const by = viewer?.username ?? "Evenkeel";
  await transaction.planEvent.create({ data: { planRunId: planId, by, sentence } });
  await recordAudit(
    { viewer, action, target: `plan:${planId}`, details: { ...details, sentence } },
    transaction,
  );
}
