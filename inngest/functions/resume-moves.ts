import { resumeMoves } from "@/lib/server/moves/resume-moves";
import { resumePlans } from "@/lib/server/plans/resume-plans";
import { resumePowerTasks } from "@/lib/server/power/wake-power-task";
import { inngest } from "../client";

/** Wakes moves, plans and power tasks that nobody carries on with: messages can be lost, what is in the database cannot. */
export const resumeSilentMoves = inngest.createFunction(
  { id: "resume-moves", name: "Go on with silent moves", triggers: [{ cron: "* * * * *" }], retries: 0 },
  async () => ({
    moves: await resumeMoves(),
    plans: await resumePlans(),
    powerTasks: await resumePowerTasks(),
  }),
);
