import { advanceRun } from "@/lib/server/automation/advance-run";
import { inngest } from "../client";
import { automationDue } from "../events";

/** A run that has taken so many turns hands over to a new one. */
const MOST_TURNS = 300;

/**
 * Carries out one run of automation, turn by turn; a cluster has one at a time. Every turn reads from the database how far it is, so a
 * restart goes on where it was.
 */
export const runAutomation = inngest.createFunction(
  {
    id: "run-automation",
    name: "Run automation",
    triggers: [automationDue],
    singleton: { key: "event.data.runId", mode: "skip" },
    retries: 10,
  },
  async ({ event, step }) => {
    const { runId } = event.data;
    for (let turn = 1; turn <= MOST_TURNS; turn += 1) {
      const { ended } = await step.run(`turn-${turn}`, () => advanceRun(runId));
      if (ended) return { turns: turn };
    }
    // Whoever looks for runs that nobody carries on with finds it within a minute.
    return { turns: MOST_TURNS };
  },
);
