import type { MaintenanceDetail } from "@/lib/api/maintenance";
import { collectCluster } from "@/lib/server/collection/collect-cluster";
import { prisma } from "@/lib/server/db/prisma";
import { advanceMaintenance } from "@/lib/server/maintenance/advance-maintenance";
import { MAINTENANCE_TIMINGS, type MaintenanceTimings } from "@/lib/server/maintenance/maintenance-timings";
import { readMaintenance } from "@/lib/server/maintenance/read-maintenance";
import { advanceMove } from "@/lib/server/moves/advance-move";
import { FINAL_STATES } from "@/lib/server/moves/move-states";
import { QUICK } from "./moving-cluster";

/** Waits in a test: short where nothing real has to happen meanwhile. */
export const QUICK_MAINTENANCE: MaintenanceTimings = {
  ...MAINTENANCE_TIMINGS,
  pauseMs: 20,
  sliceMs: 0,
  idleMs: 100,
  retryMs: 200,
  holdMs: 400,
  leaseMs: 1_500,
  passingMs: 60_000,
};

export interface DriveOptions {
  readonly until?: (detail: MaintenanceDetail) => boolean;
  readonly timings?: Partial<MaintenanceTimings>;
  readonly timeoutMs?: number;
}

/** Carries maintenances and all moves of their cluster out, turn by turn, until `until` says so or the first has nothing more to do. */
export async function driveMaintenance(
  ids: string | readonly string[],
  { until, timings = {}, timeoutMs = 90_000 }: DriveOptions = {},
): Promise<MaintenanceDetail> {
  const all = typeof ids === "string" ? [ids] : ids;
  const [first = ""] = all;
  const endMs = Date.now() + timeoutMs;
  for (;;) {
    let isOver = true;
    for (const id of all) {
      const { ended } = await advanceMaintenance(id, "test", { ...QUICK_MAINTENANCE, ...timings });
      isOver &&= ended;
    }
    const detail = await readMaintenance(first);
    if (until ? until(detail) : isOver) return detail;
    if (Date.now() > endMs) throw new Error(`it goes on and on: ${JSON.stringify(detail, null, 1)}`);
    // As the collector does beside it; it is due every ten seconds.
    await collectCluster(detail.clusterId);
    await driveMoves(detail.clusterId);
  }
}

/** One short turn of every move that has not ended. */
export async function driveMoves(clusterId: string): Promise<void> {
  const moves = await prisma.move.findMany({
    where: { clusterId, state: { notIn: [...FINAL_STATES, "unknown"] } },
    select: { id: true },
  });
  await Promise.all(moves.map(({ id }) => advanceMove(id, "test", { ...QUICK, sliceMs: 200 })));
}
