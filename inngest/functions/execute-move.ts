import { advanceMove } from "@/lib/server/moves/advance-move";
import { inngest } from "../client";
import { moveDue } from "../events";

/** A run that has taken so many turns hands over to a new one. */
const MOST_TURNS = 300;

/**
 * Carries out one move, turn by turn. Every turn reads from the database how far the move is, so a restart goes on where it
 * was and two runs for one move do nothing twice. A move that waits for a slot ends the run; whoever frees a slot starts another.
 */
export const executeMove = inngest.createFunction(
  { id: "execute-move", name: "Move a guest", triggers: [moveDue], retries: 10 },
  async ({ event, step, runId }) => {
    const { moveId } = event.data;
    for (let turn = 1; turn <= MOST_TURNS; turn += 1) {
      const { state, ended, pauseMs } = await step.run(`turn-${turn}`, () => advanceMove(moveId, runId));
      if (ended) return { state, turns: turn };
      if (pauseMs > 0) await step.sleep(`pause-${turn}`, pauseMs);
    }
    await step.sendEvent("hand-over", moveDue.create({ moveId }));
    return { state: "handed over", turns: MOST_TURNS };
  },
);
