import { backfillCluster } from "@/lib/server/collection/backfill-cluster";
import { inngest } from "../client";
import { clusterBackfillDue } from "../events";

/** More slices than any cluster has: an end that never comes must not become a run that never ends. */
const MOST_SLICES = 500;

/**
 * Fills the gaps of a cluster's history from Proxmox VE's own records, a slice per step: after a restart it goes on
 * where it was. One run per cluster; a second wish while it runs is dropped, because the run reads afresh.
 */
export const backfillClusterHistory = inngest.createFunction(
  {
    id: "backfill-cluster",
    name: "Fill gaps of a cluster's history",
    triggers: [clusterBackfillDue],
    singleton: { key: "event.data.clusterId", mode: "skip" },
    retries: 3,
  },
  async ({ event, step }) => {
    for (let slice = 1; slice <= MOST_SLICES; slice += 1) {
      const { done } = await step.run(`slice-${slice}`, async () => {
        const outcome = await backfillCluster(event.data.clusterId);
        return { done: outcome.done };
      });
      if (done) return { slices: slice };
    }
    return { slices: MOST_SLICES };
  },
);
