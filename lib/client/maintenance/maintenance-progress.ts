import type { MaintenanceDetail, MaintenanceGuest, MaintenanceRow } from "@/lib/api/maintenance";

/** Guests that are settled, one way or another, of all. */
export interface Settled {
  readonly done: number;
  readonly total: number;
}

/** How far emptying a node is; guests that stay on purpose are settled, blocked ones are not. */
export function evacuationProgress({ counts }: Pick<MaintenanceRow, "counts">): Settled {
  const { total, waiting, underWay, blocked, appeared } = counts;
  return { done: Math.max(0, total - waiting - underWay - blocked - appeared), total };
}

/** How far bringing guests home is. */
export function homeProgress(guests: readonly Pick<MaintenanceGuest, "home">[]): Settled {
  const meant = guests.filter(({ home }) => home !== "none" && home !== "gone");
  return { done: meant.filter(({ home }) => home === "home").length, total: meant.length };
}

/** The guests of a wave, with how many of them are through. */
export interface GuestGroup {
  /** Null: those without one, which stay, are blocked or are done since an earlier plan. */
  readonly wave: number | null;
  readonly title: string;
  readonly guests: readonly MaintenanceGuest[];
  readonly done: number;
}

const SETTLED: ReadonlySet<MaintenanceGuest["state"]> = new Set([
  "moved",
  "shut-down",
  "left",
  "recovered",
  "gone",
]);

/**
 * Guests in the order in which an operator looks for them: what is blocked or came back, what is under way, the waves to come, what is done,
 * what stays.
 */
export function guestGroups({ guests }: Pick<MaintenanceDetail, "guests">): readonly GuestGroup[] {
  const of = (...states: readonly MaintenanceGuest["state"][]) =>
    guests.filter(({ state }) => states.includes(state));
  const waiting = of("waiting");
  const waves = [...new Set(waiting.map(({ wave }) => wave))].sort(
    (one, other) => (one ?? Number.MAX_SAFE_INTEGER) - (other ?? Number.MAX_SAFE_INTEGER),
  );
  const groups = [
    group("Blocked", of("blocked", "appeared")),
    group("Under way", of("under-way")),
    ...waves.map((wave) =>
      group(
        wave === null ? "Waiting" : `Wave ${wave}`,
        waiting.filter((guest) => guest.wave === wave),
        wave,
      ),
    ),
    group("Done", of("moved", "shut-down", "recovered", "gone")),
    group("Stay", of("left")),
  ];
  return groups.filter((one) => one.guests.length > 0);
}

function group(title: string, guests: readonly MaintenanceGuest[], wave: number | null = null): GuestGroup {
  const sorted = guests.toSorted((one, other) => one.vmid - other.vmid);
  return { wave, title, guests: sorted, done: sorted.filter(({ state }) => SETTLED.has(state)).length };
}
