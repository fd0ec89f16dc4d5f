import { measureOutcomes } from "@/lib/server/moves/measure-outcomes";
import { inngest } from "../client";

/** Measures what moves have led to, 5 minutes, an hour and a day after them. Safe to repeat. */
export const measureMoveOutcomes = inngest.createFunction(
  {
    id: "measure-outcomes",
    name: "Measure what moves led to",
    triggers: [{ cron: "* * * * *" }],
    singleton: { mode: "skip" },
    retries: 0,
  },
  () => measureOutcomes(Date.now()),
);
