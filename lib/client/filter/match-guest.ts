import type { GuestRow } from "@/lib/api/guests";
import { shareOf } from "../format/format-percent";
import { findFilterField } from "./filter-fields";
import type { FilterOperator, FilterTerm } from "./filter-term";
import { parseQuantity } from "./parse-quantity";

type Reader<Value> = (guest: GuestRow, clusterName: string) => Value;

const TEXTS: Readonly<Record<string, Reader<readonly (string | null)[]>>> = {
  node: (guest) => [guest.node],
  cluster: (_guest, clusterName) => [clusterName],
  state: (guest) => [guest.status],
  type: (guest) => (guest.kind === "qemu" ? ["vm", "qemu"] : ["ct", "lxc"]),
  name: (guest) => [guest.name],
  tag: (guest) => guest.tags,
  pool: (guest) => [guest.pool],
  lock: (guest) => [guest.lock],
  ha: (guest) => [guest.haState],
  is: (guest) => [
    guest.template ? "template" : null,
    guest.lock ? "locked" : null,
    guest.haState ? "ha" : null,
    guest.passthrough ? "passthrough" : null,
  ],
};

const NUMBERS: Readonly<Record<string, Reader<number | null>>> = {
  id: (guest) => guest.vmid,
  cpu: (guest) => (guest.cpuFraction === null ? null : guest.cpuFraction * 100),
  cpus: (guest) => guest.cpuCount,
  mem: (guest) => {
    const share = shareOf(guest.memoryUsedBytes, guest.memoryTotalBytes);
    return share === null ? null : share * 100;
  },
  memory: (guest) => guest.memoryTotalBytes,
  disk: (guest) => guest.diskTotalBytes,
  io: (guest) => sumOf(guest.diskReadBytesPerSecond, guest.diskWriteBytesPerSecond),
  net: (guest) => sumOf(guest.netInBytesPerSecond, guest.netOutBytesPerSecond),
  uptime: (guest) => guest.uptimeSeconds,
};

/** Whether a guest meets every term. What is not known meets no comparison. */
export function matchesGuest(guest: GuestRow, terms: readonly FilterTerm[], clusterName: string): boolean {
  return terms.every((term) => matchesTerm(guest, term, clusterName) !== term.negated);
}

/** Sum of what is known; null when neither is. */
export function sumOf(first: number | null, second: number | null): number | null {
  if (first === null && second === null) return null;
  return (first ?? 0) + (second ?? 0);
}

function matchesTerm(guest: GuestRow, term: FilterTerm, clusterName: string): boolean {
  if (term.field === null) return term.values.some((value) => containsWord(guest, value));

  const readTexts = TEXTS[term.field];
  if (readTexts) return matchesTexts(readTexts(guest, clusterName), term);

  const actual = NUMBERS[term.field]?.(guest, clusterName) ?? null;
  if (actual === null) return false;
  if (term.operator === "contains") return term.values.some((value) => String(actual).includes(value));

  const unit = findFilterField(term.field)?.unit;
  const wanted = term.values.map((value) => parseQuantity(value, unit)).filter((value) => value !== null);
  if (term.operator === "not") return wanted.every((value) => !compare(actual, "is", value));
  return wanted.some((value) => compare(actual, term.operator, value));
}

function containsWord(guest: GuestRow, word: string): boolean {
  return (
    (guest.name?.toLowerCase().includes(word) ?? false) ||
    String(guest.vmid).startsWith(word) ||
    guest.node.toLowerCase().includes(word) ||
    (guest.pool?.toLowerCase().includes(word) ?? false) ||
    guest.tags.some((tag) => tag.includes(word))
  );
}

function matchesTexts(actual: readonly (string | null)[], term: FilterTerm): boolean {
  const known = actual.filter((text) => text !== null).map((text) => text.toLowerCase());
  if (term.operator === "contains")
    return term.values.some((value) => known.some((text) => text.includes(value)));
  const equal = term.values.some(
    (value) => known.includes(value) || (value === "none" && known.length === 0),
  );
  return term.operator === "not" ? !equal : equal;
}

function compare(actual: number, operator: FilterOperator, wanted: number): boolean {
  switch (operator) {
    case "over":
      return actual > wanted;
    case "at-least":
      return actual >= wanted;
    case "under":
      return actual < wanted;
    case "at-most":
      return actual <= wanted;
    case "is":
      return Math.abs(actual - wanted) < 0.05;
    case "not":
      return actual !== wanted;
    case "contains":
      return false;
  }
}
