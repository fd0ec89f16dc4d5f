import type { InngestFunction } from "inngest";
import type { JobDefinition } from "@/lib/server/jobs/job-definition";
import { inngest } from "./client";
import { readJobDefinitions } from "./embedded/read-job-definitions";
import { carryOutMaintenance } from "./functions/advance-maintenance";
import { backfillClusterHistory } from "./functions/backfill-cluster";
import { backfillClusters } from "./functions/backfill-clusters";
import { collectClusterMinute } from "./functions/collect-cluster";
import { collectClusters } from "./functions/collect-clusters";
import { executeMove } from "./functions/execute-move";
import { executePlan } from "./functions/execute-plan";
import { learnFromClusterTasks } from "./functions/learn-from-tasks";
import { maintainSamples } from "./functions/maintain-samples";
import { measureMoveOutcomes } from "./functions/measure-outcomes";
import { powerGuest } from "./functions/power-guest";
import { pruneHistory } from "./functions/prune-history";
import { recommendClusterMoves } from "./functions/recommend-moves";
import { resumeSilentMoves } from "./functions/resume-moves";
import { rollUpSamplesMinute } from "./functions/roll-up-samples";
import { runAutomation } from "./functions/run-automation";
import { beginAutomationRuns } from "./functions/run-automation-begin";
import { watchMaintenance } from "./functions/watch-maintenance";

/** Every background job of Evenkeel. */
export const functions: readonly InngestFunction.Any[] = [
  collectClusters,
  collectClusterMinute,
  recommendClusterMoves,
  executeMove,
  executePlan,
  powerGuest,
  resumeSilentMoves,
  measureMoveOutcomes,
  carryOutMaintenance,
  watchMaintenance,
  beginAutomationRuns,
  runAutomation,
  backfillClusters,
  backfillClusterHistory,
  learnFromClusterTasks,
  rollUpSamplesMinute,
  maintainSamples,
  pruneHistory,
];

/** What is known of them without running any: names, triggers, options. */
export function jobDefinitions(): readonly JobDefinition[] {
  return readJobDefinitions(inngest, functions);
}
