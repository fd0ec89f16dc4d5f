import "server-only";
import { clusterModelOf } from "@/lib/planning/cluster-under-way";
import type { PlanningInput } from "@/lib/planning/planning-input";
import { onReadingStored } from "@/lib/server/live/reading-listeners";
import { childLog } from "@/lib/server/log";
import { readPlanningInput } from "./read-planning-input";

/** Who looks at a guest's places asks again with every reading. */
const ASKED_WITHIN_MS = 120_000;

const askedAtMs = new Map<string, number>();

/**
 * {@link readPlanningInput} for a question that a person asks. For a while after it the cluster is made ready for planning as soon as it
 * was read, so that the next question does not wait for that.
 */
export function readReadyPlanningInput(clusterId: string): Promise<PlanningInput> {
  askedAtMs.set(clusterId, performance.now());
  onReadingStored("planning", makeReady);
  return readPlanningInput(clusterId);
}

function makeReady(clusterId: string): void {
  const asked = askedAtMs.get(clusterId);
  if (asked === undefined) return;
  if (performance.now() - asked > ASKED_WITHIN_MS) {
    askedAtMs.delete(clusterId);
    return;
  }
  readPlanningInput(clusterId)
    .then(clusterModelOf)
    .catch((error: unknown) => {
      childLog("planning").debug({ err: error, clusterId }, "a cluster was not made ready for planning");
    });
}
