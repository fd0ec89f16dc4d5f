import { findTeachers, learnFromTasks } from "@/lib/server/recommendations/learn-from-tasks";
import { inngest } from "../client";
import { clusterBackfillDue, clusterStopped } from "../events";

/** Learns from Proxmox VE's own record of migrations how fast a cluster's network is: on first contact, and then once an hour, node by node. */
export const learnFromClusterTasks = inngest.createFunction(
  {
    id: "learn-from-tasks",
    name: "Learn from past migrations",
    triggers: [clusterBackfillDue],
    singleton: { key: "event.data.clusterId", mode: "skip" },
    cancelOn: [{ event: clusterStopped, if: "event.data.clusterId == async.data.clusterId" }],
    retries: 0,
  },
  async ({ event, step }) => {
    const { clusterId } = event.data;
    const nodes = await step.run("nodes", () => findTeachers(clusterId));
    let learned = 0;
    for (const node of nodes)
      learned += await step.run(`node-${node}`, () => learnFromTasks(clusterId, node));
    return { learned };
  },
);
