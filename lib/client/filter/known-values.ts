import type { GuestRow } from "@/lib/api/guests";
import { compareNames } from "../format/compare-names";

type Reader = (guest: GuestRow) => string | null | readonly string[];

const READERS: Readonly<Record<string, Reader>> = {
  node: ({ node }) => node,
  state: ({ status }) => status,
  tag: ({ tags }) => tags,
  pool: ({ pool }) => pool,
  lock: ({ lock }) => lock,
  ha: ({ haState }) => haState,
};

const ALWAYS: Readonly<Record<string, readonly string[]>> = {
  type: ["vm", "ct"],
  is: ["template", "locked", "ha", "passthrough"],
};

/** What a field of the filter may be completed to: what these guests have there. */
export function knownValues(
  field: string,
  guests: readonly GuestRow[],
  clusterNames: Iterable<string>,
): readonly string[] {
  if (field === "cluster") return inOrder(clusterNames);
  const read = READERS[field];
  return read ? inOrder(guests.flatMap((guest) => read(guest) ?? [])) : (ALWAYS[field] ?? []);
}

function inOrder(values: Iterable<string>): readonly string[] {
  return [...new Set(values)].sort(compareNames);
}
