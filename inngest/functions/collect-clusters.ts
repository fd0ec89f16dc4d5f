import { listActiveClusters } from "@/lib/server/clusters/list-active-clusters";
import { inngest } from "../client";
import { clusterCollectionDue } from "../events";

const MINUTE_MS = 60_000;
/** A server's timer may ring a little early; it still means the minute that is about to begin. */
const EARLY_MS = 5_000;

/**
 * Begins the minute of every active cluster. An event's id names cluster and minute: however often this runs, a
 * cluster's minute begins once.
 */
export const collectClusters = inngest.createFunction(
  { id: "collect-clusters", name: "Begin the minute", triggers: [{ cron: "* * * * *" }], retries: 2 },
  async ({ event, step }) => {
    const minuteMs = Math.floor(((event.ts ?? Date.now()) + EARLY_MS) / MINUTE_MS) * MINUTE_MS;
    const clusters = await listActiveClusters();
    if (clusters.length === 0) return { clusters: 0 };

    await step.sendEvent(
      "fan-out",
      clusters.map(({ id }) =>
        clusterCollectionDue.create({ clusterId: id, minuteMs }, { id: `collection:${id}:${minuteMs}` }),
      ),
    );
    return { clusters: clusters.length };
  },
);
