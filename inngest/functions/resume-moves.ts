import { resumeMoves } from "@/lib/server/moves/resume-moves";
import { inngest } from "../client";

/** Wakes moves that nobody carries on with: messages can be lost, what is in the database cannot. */
export const resumeSilentMoves = inngest.createFunction(
  { id: "resume-moves", name: "Go on with silent moves", triggers: [{ cron: "* * * * *" }], retries: 0 },
  () => resumeMoves(),
);
