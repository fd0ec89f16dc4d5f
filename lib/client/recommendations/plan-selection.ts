import type { PlannedMoveRow } from "@/lib/api/recommendations";

type Member = Pick<PlannedMoveRow, "vmid" | "bundle">;

/**
 * Guests whose moves are only made together with this one's: those of its groups, of their groups and so on.
 *
 * @returns with the guest itself
 */
export function togetherWith(moves: readonly Member[], vmid: number): ReadonlySet<number> {
  const guests = new Set([vmid]);
  for (let before = 0; before !== guests.size; ) {
    before = guests.size;
    const bundles = new Set(
      moves.flatMap((move) => (guests.has(move.vmid) && move.bundle !== null ? [move.bundle] : [])),
    );
    for (const move of moves) if (move.bundle !== null && bundles.has(move.bundle)) guests.add(move.vmid);
  }
  return guests;
}

/** Chooses a guest's moves, or lets them go, with all that are only made together. */
export function toggleGuest(
  moves: readonly Member[],
  chosen: ReadonlySet<number>,
  vmid: number,
): ReadonlySet<number> {
  const group = togetherWith(moves, vmid);
  if (chosen.has(vmid)) return new Set([...chosen].filter((other) => !group.has(other)));
  return new Set([...chosen, ...group]);
}

/** What is left of a choice in another plan; a group that is not whole any more is let go. */
export function keepChosen(moves: readonly Member[], chosen: ReadonlySet<number>): ReadonlySet<number> {
  const there = new Set(moves.map(({ vmid }) => vmid));
  return new Set(
    [...chosen].filter(
      (vmid) => there.has(vmid) && [...togetherWith(moves, vmid)].every((other) => chosen.has(other)),
    ),
  );
}
