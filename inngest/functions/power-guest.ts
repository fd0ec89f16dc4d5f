import { advanceGuestPower } from "@/lib/server/power/advance-guest-power";
import { inngest } from "../client";
import { powerDue } from "../events";

const PAUSE_MS = 1_500;
/** More than the longest shut-down and HA's patience take together. */
const MOST_TURNS = 600;

/**
 * Carries out what a person asked of one guest: start, shut down, reboot, stop. Every turn reads from the database how far it
 * is, so a restart goes on where it was, and two runs for one task ask Proxmox VE once.
 */
export const powerGuest = inngest.createFunction(
  { id: "power-guest", name: "Start or stop a guest", triggers: [powerDue], retries: 10 },
  async ({ event, step }) => {
    const { taskId } = event.data;
    for (let turn = 1; turn <= MOST_TURNS; turn += 1) {
      const { state, ended } = await step.run(`turn-${turn}`, () => advanceGuestPower(taskId));
      if (ended) return { state, turns: turn };
      await step.sleep(`pause-${turn}`, PAUSE_MS);
    }
    return { state: "given up", turns: MOST_TURNS };
  },
);
