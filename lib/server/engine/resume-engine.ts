import "server-only";
import type { z } from "zod";
import type { EngineState, engineResumeInput } from "@/lib/api/engine";
import { recordAudit } from "@/lib/server/audit/record-audit";
import { canControlEngine, refuseUnless } from "@/lib/server/auth/permissions";
import type { Viewer } from "@/lib/server/auth/viewer";
import { prisma } from "@/lib/server/db/prisma";
import { AppError } from "@/lib/server/http/app-error";
import { wakeWaitingMoves } from "@/lib/server/moves/wake-moves";
import { resumePlans } from "@/lib/server/plans/resume-plans";
import { readClusterName } from "@/lib/server/settings/read-cluster-name";
import { targetOfPause } from "./pause-engine";
import { readEngine } from "./read-engine";
import { EVERYWHERE } from "./read-pause";
import { tellEngineEvent } from "./tell-engine-event";

/** Ends a pause, whoever or whatever began it. A pause of everything does not end those of single clusters. */
export async function resumeEngine(
  viewer: Viewer,
  { clusterId }: z.output<typeof engineResumeInput>,
): Promise<EngineState> {
  refuseUnless(canControlEngine(viewer), viewer, "resume Evenkeel");
  const name = clusterId === null ? null : await readClusterName(clusterId);
  await prisma.$transaction(async (transaction) => {
    const { count } = await transaction.enginePause.deleteMany({
      where: { scope: clusterId ?? EVERYWHERE },
    });
    if (count === 0) throw new AppError("conflict", `${name ?? "Everything"} is not paused.`);
    await recordAudit(
      {
        viewer,
        action: "engine.resume",
        target: targetOfPause(clusterId),
        details: { scope: name ?? "everything" },
      },
      transaction,
    );
  });
  const what = name === null ? "Evenkeel" : `Evenkeel in ${name}`;
  await tellEngineEvent(clusterId, {
    kind: "engine-resumed",
    severity: "info",
    message: `${what} was resumed by ${viewer.username}`,
    details: { by: viewer.username, everywhere: clusterId === null },
  });
  await wakeHeldMoves(clusterId);
  await resumePlans();
  return await readEngine(viewer);
}

async function wakeHeldMoves(clusterId: string | null): Promise<void> {
  const waiting = await prisma.move.findMany({
    where: { state: "waiting", ...(clusterId !== null && { clusterId }) },
    select: { clusterId: true },
    distinct: ["clusterId"],
  });
  for (const one of waiting) await wakeWaitingMoves(one.clusterId);
}
