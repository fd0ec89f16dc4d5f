import type { GuestRow } from "./guests";

/** What readings change most. */
export const READING_FIELDS = [
  "cpuFraction",
  "memoryUsedBytes",
  "memoryHostBytes",
  "diskUsedBytes",
  "netInBytesPerSecond",
  "netOutBytesPerSecond",
  "diskReadBytesPerSecond",
  "diskWriteBytesPerSecond",
  "uptimeSeconds",
] as const satisfies readonly (keyof GuestRow)[];
export type ReadingField = (typeof READING_FIELDS)[number];

/** New values of many guests, field by field: a fifth of the size of as many rows, and of the time to read them. */
export interface GuestReadings {
  readonly vmids: readonly number[];
  /** For each field that has changed on one of these guests: what all of them have now, in the order of `vmids`. */
  readonly values: Readonly<Partial<Record<ReadingField, readonly (number | null)[]>>>;
}

type Key = "clusterId" | "vmid";
export type GuestPatch = Partial<GuestRow> & Pick<GuestRow, Key>;

/** Fewer guests than this are told of in rows. */
const FEWEST_TOGETHER = 8;

/**
 * Takes what readings change most out of patches, when there are many of them.
 *
 * @param after all guests as they are now, by their number
 * @returns the readings, null for few patches; and patches for what else has changed
 */
export function takeReadings(
  patches: readonly GuestPatch[],
  after: ReadonlyMap<number, GuestRow>,
): { readonly readings: GuestReadings | null; readonly rest: readonly GuestPatch[] } {
  const changed = new Set<ReadingField>();
  const told: GuestRow[] = [];
  const rest: GuestPatch[] = [];
  for (const patch of patches) {
    const guest = after.get(patch.vmid);
    const fields = READING_FIELDS.filter((field) => field in patch);
    // A guest that is new comes whole.
    if (!guest || "objectId" in patch || fields.length === 0) {
      rest.push(patch);
      continue;
    }
    told.push(guest);
    for (const field of fields) changed.add(field);
    const others = Object.entries(patch).filter(([field]) => !isReadingField(field));
    if (others.length > 2) rest.push(Object.fromEntries(others) as GuestPatch);
  }
  if (told.length < FEWEST_TOGETHER) return { readings: null, rest: patches };
  const values = Object.fromEntries([...changed].map((field) => [field, told.map((guest) => guest[field])]));
  return { readings: { vmids: told.map(({ vmid }) => vmid), values }, rest };
}

function isReadingField(field: string): boolean {
  return READING_FIELDS.some((known) => known === field);
}
