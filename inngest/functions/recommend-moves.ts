import { recommendMoves } from "@/lib/server/recommendations/recommend-moves";
import { inngest } from "../client";
import { clusterRead, clusterStopped } from "../events";

/**
 * Plans a cluster after a new reading and keeps the plan. A reading that comes while a plan is being made is covered
 * by the next one.
 */
export const recommendClusterMoves = inngest.createFunction(
  {
    id: "recommend-moves",
    name: "Recommend moves",
    triggers: [clusterRead],
    singleton: { key: "event.data.clusterId", mode: "skip" },
    cancelOn: [{ event: clusterStopped, if: "event.data.clusterId == async.data.clusterId" }],
    retries: 0,
  },
  ({ event }) => recommendMoves(event.data.clusterId),
);
