import { advanceMaintenance } from "@/lib/server/maintenance/advance-maintenance";
import { inngest } from "../client";
import { maintenanceDue } from "../events";

/** A run that has taken so many turns ends; the watch goes on with a new one within a minute. */
const MOST_TURNS = 400;

/**
 * Empties a node, or brings its guests home, look by look. Every look reads from the database and from Proxmox VE how far it is, so
 * a restart goes on where it was. One run at a time for each maintenance.
 */
export const carryOutMaintenance = inngest.createFunction(
  {
    id: "advance-maintenance",
    name: "Empty a node or bring its guests home",
    triggers: [maintenanceDue],
    singleton: { key: "event.data.maintenanceId", mode: "skip" },
    retries: 10,
  },
  async ({ event, step, runId }) => {
    const { maintenanceId } = event.data;
    for (let turn = 1; turn <= MOST_TURNS; turn += 1) {
      const { ended, pauseMs, ...state } = await step.run(`turn-${turn}`, () =>
        advanceMaintenance(maintenanceId, runId),
      );
      if (ended) return { ...state, turns: turn };
      if (pauseMs > 0) await step.sleep(`pause-${turn}`, pauseMs);
    }
    return { turns: MOST_TURNS };
  },
);
