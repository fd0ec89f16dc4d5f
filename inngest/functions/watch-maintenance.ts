import { watchMaintenances } from "@/lib/server/maintenance/watch-maintenance";
import { inngest } from "../client";

/** Goes on with evacuations that nobody carries on with, and keeps an eye on nodes that were emptied. */
export const watchMaintenance = inngest.createFunction(
  {
    id: "watch-maintenance",
    name: "Watch nodes in maintenance",
    triggers: [{ cron: "* * * * *" }],
    singleton: { mode: "skip" },
    retries: 0,
  },
  () => watchMaintenances(),
);
