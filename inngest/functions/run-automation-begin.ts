import { beginRuns } from "@/lib/server/automation/begin-runs";
import { inngest } from "../client";

/** Looks once a minute for clusters whose next run of automation is due, and for runs that nobody carries on with. */
export const beginAutomationRuns = inngest.createFunction(
  { id: "begin-automation", name: "Begin runs of automation", triggers: [{ cron: "* * * * *" }], retries: 0 },
  () => beginRuns(Date.now()),
);
