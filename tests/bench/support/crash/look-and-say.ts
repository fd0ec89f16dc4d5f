import type { TestSimulator } from "@/tests/support/simulator";
import type { CallApplication } from "./ask-for-moves";
import { migrationsOf } from "./migrations-of";

export interface UnknownMove {
  readonly id: string;
  readonly vmid: number;
  readonly to: string;
  readonly sentence: string;
}

export interface LookingPerson {
  /** Looks after moves of unknown end, as the application asks. */
  readonly look: (moves: readonly UnknownMove[]) => Promise<void>;
  /** What the application said of each, and what the person saw. */
  readonly explained: ReadonlyMap<string, string>;
  /** What it answered instead of taking the person's word. */
  readonly refusals: readonly string[];
}

/**
 * A person who looks where the guest is, waits while anything works on it, takes away a lock that nobody needs (`qm unlock`) and says what
 * became of the move.
 */
export function aLookingPerson(simulator: TestSimulator, call: CallApplication): LookingPerson {
  const explained = new Map<string, string>();
  const refusals: string[] = [];
  const lookAt = async ({ id, vmid, to, sentence }: UnknownMove) => {
    const guest = simulator.state().guests?.find((one) => one.vmid === vmid);
    const isMoving = migrationsOf(simulator).some((task) => task.vmid === vmid && task.endedAtMs === null);
    if (!guest || isMoving) return;
    if (guest.lock) await simulator.post({ do: "guest-lock", vmid, lock: null });
    const outcome = guest.node === to ? "done" : "failed";
    const note = `it is on ${guest.node}${guest.lock ? ", and I took the lock away" : ""}`;
    const answer = await call("POST", `/api/v1/moves/${id}/resolve`, { outcome, note });
    if (answer === null) return;
    if (answer.status === 200) explained.set(id, `${sentence} Somebody looked: ${note}.`);
    else refusals.push(JSON.stringify(answer.body));
  };
  return {
    look: async (moves) => {
      for (const move of moves) await lookAt(move);
    },
    explained,
    refusals,
  };
}
