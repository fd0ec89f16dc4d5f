import "server-only";
import { listActiveClusters } from "@/lib/server/clusters/list-active-clusters";
import { complainCalmly } from "@/lib/server/complain-calmly";
import { databaseTrouble } from "@/lib/server/db/database-trouble";
import { sendJobEvent } from "@/lib/server/jobs/send-event";
import { childLog } from "@/lib/server/log";
import { collectCluster } from "./collect-cluster";

const LOOK_EVERY_MS = 2_000;

/**
 * Goes on reading the clusters while the database's disk is full, when jobs stand still because their steps cannot be
 * stored: the newest snapshot takes no new space, so that pages stay current. Each reading keeps to its cluster's
 * interval and lock, so that nothing is read twice.
 *
 * @returns ends it
 */
export function collectWhileFull(): () => void {
  let isBusy = false;
  const timer = setInterval(() => {
    if (isBusy || databaseTrouble()?.kind !== "full") return;
    isBusy = true;
    collectAll()
      .catch((error: unknown) =>
        complainCalmly(childLog("collection"), error, "clusters could not be read beside the jobs"),
      )
      .finally(() => {
        isBusy = false;
      });
  }, LOOK_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}

async function collectAll(): Promise<void> {
  const clusters = await listActiveClusters();
  await Promise.all(
    clusters.map(async ({ id: clusterId }) => {
      const { historyGap } = await collectCluster(clusterId);
      if (historyGap) await sendJobEvent({ name: "evenkeel/cluster.backfill.due", data: { clusterId } });
    }),
  );
}
