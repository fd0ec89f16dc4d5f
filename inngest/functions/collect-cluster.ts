import { listActiveClusters } from "@/lib/server/clusters/list-active-clusters";
import { collectAndCatchUp } from "@/lib/server/collection/collect-and-catch-up";
import { inngest } from "../client";
import { collectionTicks } from "../collection-ticks";
import {
  clusterBackfillDue,
  clusterChanged,
  clusterCollectionDue,
  clusterRead,
  clusterStopped,
} from "../events";

/** A reading out of the rhythm may go on for so long where much is unread. */
const AT_ONCE_MS = 10_000;

/**
 * Reads one cluster in its rhythm until the minute is over, and at once when it was changed.
 *
 * Moments that have passed by the time it gets to them are left out. A reading that fails does not stop the next:
 * what is wrong with a cluster is recorded by `collectCluster` itself. At most one reading per cluster at a time.
 */
export const collectClusterMinute = inngest.createFunction(
  {
    id: "collect-cluster",
    name: "Read a cluster",
    triggers: [clusterCollectionDue, clusterChanged],
    concurrency: { limit: 1, key: "event.data.clusterId" },
    cancelOn: [{ event: clusterStopped, if: "event.data.clusterId == async.data.clusterId" }],
    retries: 0,
  },
  async ({ event, step }) => {
    const { clusterId } = event.data;
    const isChange = event.name === clusterChanged.name;
    const plan = await step.run("plan", async () => {
      const clusters = await listActiveClusters();
      const cluster = clusters.find(({ id }) => id === clusterId);
      const nowMs = Date.now();
      const minuteMs = "minuteMs" in event.data ? event.data.minuteMs : nowMs - (nowMs % 60_000);
      if (cluster === undefined) return { ticks: [] };
      return { ticks: collectionTicks({ minuteMs, intervalSeconds: cluster.intervalSeconds, nowMs }) };
    });

    let announced = false;
    if (isChange) await readOnce("at-once", null);
    for (const { atMs, untilMs } of plan.ticks) {
      const name = new Date(atMs).toISOString().slice(11, 19);
      await step.sleepUntil(`until-${name}`, new Date(atMs));
      await readOnce(name, untilMs);
    }
    return { readings: plan.ticks.length + (isChange ? 1 : 0) };

    async function readOnce(name: string, untilMs: number | null): Promise<void> {
      const reading = await step
        .run(`collect-${name}`, async () => {
          if (untilMs !== null && Date.now() >= untilMs) return { outcome: "too late" };
          const { outcome, problem, historyGap } = await collectAndCatchUp(clusterId, {
            force: untilMs === null,
            untilMs: untilMs ?? Date.now() + AT_ONCE_MS,
          });
          return { outcome, ...(problem && { problem }), ...(historyGap && { historyGap }) };
        })
        .catch(() => null);
      if (reading !== null && "historyGap" in reading) {
        await step.sendEvent(`gap-${name}`, clusterBackfillDue.create({ clusterId }));
      }
      if (reading?.outcome === "stored" && !announced) {
        announced = true;
        await step.sendEvent(`read-${name}`, clusterRead.create({ clusterId }));
      }
    }
  },
);
