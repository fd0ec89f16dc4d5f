import "server-only";
import type { z } from "zod";
import type { EngineState, enginePauseInput } from "@/lib/api/engine";
import { recordAudit } from "@/lib/server/audit/record-audit";
import { canControlEngine, refuseUnless } from "@/lib/server/auth/permissions";
import type { Viewer } from "@/lib/server/auth/viewer";
import { isUniqueViolation } from "@/lib/server/db/is-unique-violation";
import { prisma } from "@/lib/server/db/prisma";
import { AppError } from "@/lib/server/http/app-error";
import { readClusterName } from "@/lib/server/settings/read-cluster-name";
import { readEngine } from "./read-engine";
import { EVERYWHERE } from "./read-pause";
import { tellEngineEvent } from "./tell-engine-event";

/** From now on Evenkeel begins no move by itself, everywhere or in one cluster. Moves that are under way are finished. */
export async function pauseEngine(
  viewer: Viewer,
  { clusterId, reason }: z.output<typeof enginePauseInput>,
): Promise<EngineState> {
  refuseUnless(canControlEngine(viewer), viewer, "pause Evenkeel");
  const name = clusterId === null ? null : await readClusterName(clusterId);
  const scope = clusterId ?? EVERYWHERE;
  const words = reason.replace(/[.\s]+$/, "");
  try {
    await prisma.$transaction(async (transaction) => {
      await transaction.enginePause.create({
        data: { scope, by: viewer.username, byId: viewer.userId, reason: words },
      });
      const details = { scope: name ?? "everything", reason: words };
      await recordAudit(
        { viewer, action: "engine.pause", target: targetOfPause(clusterId), details },
        transaction,
      );
    });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new AppError("conflict", `${name ?? "Everything"} is paused already.`);
  }
  const what = name === null ? "Evenkeel" : `Evenkeel in ${name}`;
  await tellEngineEvent(clusterId, {
    kind: "engine-paused",
    severity: "warning",
    message: `${what} was paused by ${viewer.username}${words === "" ? "" : `: ${words}`}`,
    details: { by: viewer.username, reason: words, everywhere: clusterId === null },
  });
  return await readEngine(viewer);
}

/** As the audit log names it. */
export function targetOfPause(clusterId: string | null): string {
  return clusterId === null ? "engine" : `cluster:${clusterId}`;
}
