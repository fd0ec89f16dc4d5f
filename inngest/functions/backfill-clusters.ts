import { listActiveClusters } from "@/lib/server/clusters/list-active-clusters";
import { inngest } from "../client";
import { clusterBackfillDue } from "../events";

/** Looks once an hour, for every active cluster, whether its history has gaps that can still be filled. */
export const backfillClusters = inngest.createFunction(
  { id: "backfill-clusters", name: "Look for gaps", triggers: [{ cron: "7 * * * *" }] },
  async ({ step }) => {
    const clusters = await listActiveClusters();
    if (clusters.length === 0) return { clusters: 0 };

    await step.sendEvent(
      "fan-out",
      clusters.map(({ id }) => clusterBackfillDue.create({ clusterId: id })),
    );
    return { clusters: clusters.length };
  },
);
