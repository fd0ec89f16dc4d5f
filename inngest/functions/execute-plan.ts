import { advancePlan } from "@/lib/server/plans/advance-plan";
import { inngest } from "../client";
import { planDue } from "../events";

const MOST_TRIES = 30;

/**
 * Takes an approved plan a step further: asks for the moves of its wave, and ends. Whoever ends a move of the plan starts another run. What a
 * plan is at is in the database, so runs may be lost or doubled.
 */
export const executePlan = inngest.createFunction(
  {
    id: "execute-plan",
    name: "Carry out a plan",
    triggers: [planDue],
    concurrency: { limit: 1, key: "event.data.planId" },
    retries: 10,
  },
  async ({ event, step }) => {
    const { planId } = event.data;
    for (let attempt = 1; attempt <= MOST_TRIES; attempt += 1) {
      const { state } = await step.run(`advance-${attempt}`, () => advancePlan(planId));
      // Another process is at it, and may have looked before what woke this run had happened.
      if (state !== "locked") return { state };
      await step.sleep(`locked-${attempt}`, 1_000);
    }
    return { state: "locked" };
  },
);
