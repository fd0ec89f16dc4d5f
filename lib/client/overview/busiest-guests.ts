import type { GuestRow } from "@/lib/api/guests";

/** Threads that a guest keeps busy; 0 when it is not known. */
export function busyThreads({ cpuFraction, cpuCount }: GuestRow): number {
  return (cpuFraction ?? 0) * (cpuCount ?? 0);
}

/** The running guests that use the most CPU, the busiest first, equal ones by id; looks at each guest once. */
export function busiestGuests(guests: readonly GuestRow[], most: number): readonly GuestRow[] {
  const busiest: GuestRow[] = [];
  let least = -1;
  for (const guest of guests) {
    if (guest.status !== "running" || (busiest.length >= most && busyThreads(guest) < least)) continue;
    busiest.push(guest);
    if (busiest.length <= most) continue;
    busiest.sort((a, b) => busyThreads(b) - busyThreads(a) || a.vmid - b.vmid);
    busiest.length = most;
    least = busyThreads(busiest.at(-1) ?? guest);
  }
  return busiest.sort((a, b) => busyThreads(b) - busyThreads(a) || a.vmid - b.vmid);
}
