import { resumeMoves } from "@/lib/server/moves/resume-moves";
import { resumePlans } from "@/lib/server/plans/resume-plans";
import { inngest } from "../client";

/** Wakes moves and plans that nobody carries on with: messages can be lost, what is in the database cannot. */
export const resumeSilentMoves = inngest.createFunction(
  { id: "resume-moves", name: "Go on with silent moves", triggers: [{ cron: "* * * * *" }], retries: 0 },
  async () => ({ moves: await resumeMoves(), plans: await resumePlans() }),
);
