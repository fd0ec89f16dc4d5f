import { maintainPartitions } from "@/lib/server/metrics/maintain-partitions";
import { inngest } from "../client";

/** Makes the tables of the coming hours and days, and drops those whose time is over. Safe to repeat. */
export const maintainSamples = inngest.createFunction(
  {
    id: "maintain-samples",
    name: "Prepare sample tables",
    triggers: [{ cron: "3 * * * *" }],
    singleton: { mode: "skip" },
  },
  async ({ step }) => {
    await step.run("maintain-partitions", () => maintainPartitions(Date.now()));
  },
);
