import { rollUpSamples } from "@/lib/server/metrics/roll-up-samples";
import { inngest } from "../client";

/**
 * Sums the readings up into minutes and hours. No step: it finds out itself what is missing, so that a repeat does
 * nothing twice, and a run every minute is to write little.
 */
export const rollUpSamplesMinute = inngest.createFunction(
  {
    id: "roll-up-samples",
    name: "Sum up readings",
    triggers: [{ cron: "* * * * *" }],
    singleton: { mode: "skip" },
    retries: 0,
  },
  async () => {
    await rollUpSamples(Date.now());
  },
);
