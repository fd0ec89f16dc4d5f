import type { PowerTaskRow } from "@/lib/api/power";
import type { PoweredGuest } from "./power-words";

/** So many guests of a node are started or ended at a time; a node that does more at once answers nobody. */
export const GUESTS_AT_ONCE_PER_NODE = 2;

export type BulkPowerState =
  | { readonly kind: "waiting" }
  | { readonly kind: "asked"; readonly task: PowerTaskRow | null }
  | { readonly kind: "ended"; readonly task: PowerTaskRow }
  | { readonly kind: "refused"; readonly message: string }
  /** It was not asked: the rest was called off before. */
  | { readonly kind: "left" };

interface BulkPowerRun {
  readonly guests: readonly PoweredGuest[];
  /** @throws when it is refused */
  readonly ask: (guest: PoweredGuest) => Promise<PowerTaskRow>;
  /** Waits for its end; tells what becomes known meanwhile. */
  readonly follow: (
    guest: PoweredGuest,
    task: PowerTaskRow,
    tell: (task: PowerTaskRow) => void,
  ) => Promise<PowerTaskRow>;
  readonly tell: (guest: PoweredGuest, state: BulkPowerState) => void;
  /** Those that were not asked yet are left as they are. */
  readonly isCalledOff: () => boolean;
  readonly messageOf: (failure: unknown) => string;
}

/** Asks one guest after the other, a few at a time on each node; what one refuses does not keep the others. */
export async function runBulkPower(run: BulkPowerRun): Promise<void> {
  const lanes = [...byNode(run.guests).values()].flatMap((waiting) =>
    Array.from({ length: GUESTS_AT_ONCE_PER_NODE }, () => drain(waiting, run)),
  );
  await Promise.all(lanes);
}

function byNode(guests: readonly PoweredGuest[]): ReadonlyMap<string, PoweredGuest[]> {
  const nodes = new Map<string, PoweredGuest[]>();
  for (const guest of guests) {
    const key = `${guest.clusterId}:${guest.node}`;
    nodes.set(key, [...(nodes.get(key) ?? []), guest]);
  }
  return nodes;
}

async function drain(waiting: PoweredGuest[], run: BulkPowerRun): Promise<void> {
  for (let guest = waiting.shift(); guest; guest = waiting.shift()) await askOne(guest, run);
}

async function askOne(guest: PoweredGuest, run: BulkPowerRun): Promise<void> {
  if (run.isCalledOff()) {
    run.tell(guest, { kind: "left" });
    return;
  }
  run.tell(guest, { kind: "asked", task: null });
  try {
    const task = await run.ask(guest);
    run.tell(guest, { kind: "asked", task });
    const ended = await run.follow(guest, task, (known) => run.tell(guest, { kind: "asked", task: known }));
    run.tell(guest, { kind: "ended", task: ended });
  } catch (failure) {
    run.tell(guest, { kind: "refused", message: run.messageOf(failure) });
  }
}
