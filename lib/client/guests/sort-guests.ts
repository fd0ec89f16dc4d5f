import type { GuestRow } from "@/lib/api/guests";
import { GUEST_COLUMNS, type GuestColumnKey } from "./guest-columns";

export interface GuestSort {
  readonly key: GuestColumnKey;
  readonly descending: boolean;
}

/** Reads `cpu` or `-cpu` from an address; by id when it names no column. */
export function parseGuestSort(text: string | null): GuestSort {
  const descending = text?.startsWith("-") ?? false;
  const name = descending ? text?.slice(1) : text;
  const column = GUEST_COLUMNS.find(({ key }) => key === name);
  return column ? { key: column.key, descending } : { key: "vmid", descending: false };
}

export function guestSortText({ key, descending }: GuestSort): string | null {
  if (key === "vmid" && !descending) return null;
  return `${descending ? "-" : ""}${key}`;
}

/** A new, sorted list. What is not known comes last either way; equal rows are ordered by id, so nothing flickers. */
export function sortGuests(guests: readonly GuestRow[], sort: GuestSort): readonly GuestRow[] {
  const column = GUEST_COLUMNS.find(({ key }) => key === sort.key);
  if (!column) return guests;
  const sign = sort.descending ? -1 : 1;
  const keyed = guests.map((guest) => ({ guest, value: column.sortValue(guest) }));
  keyed.sort((a, b) => compareValues(a.value, b.value, sign) || byIdentity(a.guest, b.guest));
  return keyed.map(({ guest }) => guest);
}

function compareValues(a: string | number | null, b: string | number | null, sign: number): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  if (typeof a === "number" && typeof b === "number") return (a - b) * sign;
  return (String(a) < String(b) ? -1 : Number(String(a) > String(b))) * sign;
}

function byIdentity(a: GuestRow, b: GuestRow): number {
  return a.vmid - b.vmid || (a.clusterId < b.clusterId ? -1 : 1);
}
