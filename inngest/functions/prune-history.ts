import { pruneAudit } from "@/lib/server/audit/prune-audit";
import { forgetOldSessions } from "@/lib/server/auth/forget-old-sessions";
import { pruneRuns } from "@/lib/server/automation/prune-runs";
import { pruneEvents } from "@/lib/server/jobs/prune-events";
import { pruneJobs } from "@/lib/server/jobs/prune-jobs";
import { pruneLog } from "@/lib/server/logs/prune-log";
import { pruneMaintenance } from "@/lib/server/maintenance/prune-maintenance";
import { pruneMoves } from "@/lib/server/moves/prune-moves";
import { prunePowerTasks } from "@/lib/server/power/prune-power-tasks";
import { pruneRecommendations } from "@/lib/server/recommendations/prune-recommendations";
import { inngest } from "../client";

/** Removes what is older than the retention settings say: job history, events, audit log, recommendations, runs of automation, ended maintenances, moves, plans and power tasks, lines of the log; and ended sessions. Safe to repeat. */
export const pruneHistory = inngest.createFunction(
  {
    id: "prune-history",
    name: "Remove old records",
    triggers: [{ cron: "17 * * * *" }],
    singleton: { mode: "skip" },
  },
  async ({ step }) => {
    const jobs = await step.run("prune-jobs", () => pruneJobs(Date.now()));
    const events = await step.run("prune-events", () => pruneEvents(Date.now()));
    const audit = await step.run("prune-audit", () => pruneAudit(Date.now()));
    const recommendations = await step.run("prune-recommendations", () => pruneRecommendations(Date.now()));
    const automationRuns = await step.run("prune-automation", () => pruneRuns(Date.now()));
    const maintenances = await step.run("prune-maintenance", () => pruneMaintenance(Date.now()));
    const moves = await step.run("prune-moves", () => pruneMoves(Date.now()));
    const powerTasks = await step.run("prune-power-tasks", () => prunePowerTasks(Date.now()));
    const logLines = await step.run("prune-log", () => pruneLog(Date.now()));
    await step.run("forget-sessions", () => forgetOldSessions(Date.now()));
    return {
      jobs,
      events,
      audit,
      recommendations,
      automationRuns,
      maintenances,
      moves,
      powerTasks,
      logLines,
    };
  },
);
