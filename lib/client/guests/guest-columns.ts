import type { GuestRow } from "@/lib/api/guests";
import { sumOf } from "../filter/match-guest";
import { shareOf } from "../format/format-percent";

export const GUEST_COLUMN_KEYS = [
  "state",
  "vmid",
  "name",
  "node",
  "cpu",
  "memory",
  "io",
  "net",
  "uptime",
  "tags",
  "marks",
] as const;
export type GuestColumnKey = (typeof GUEST_COLUMN_KEYS)[number];

export interface GuestColumn {
  readonly key: GuestColumnKey;
  readonly title: string;
  /** Pixels; the name takes what is left. */
  readonly width: number;
  readonly right: boolean;
  readonly hideable: boolean;
  /** Numbers begin with the largest when sorted. */
  readonly descendingFirst: boolean;
  readonly sortValue: (guest: GuestRow) => string | number | null;
}

export const GUEST_COLUMNS: readonly GuestColumn[] = [
  column("state", "State", 84, { sortValue: (guest) => (guest.template ? "~template" : guest.status) }),
  column("vmid", "ID", 60, { right: true, hideable: false, sortValue: (guest) => guest.vmid }),
  column("name", "Name", 128, { hideable: false, sortValue: (guest) => guest.name?.toLowerCase() ?? null }),
  column("node", "Node", 100, { sortValue: (guest) => guest.node }),
  column("cpu", "CPU", 164, { right: true, sortValue: (guest) => guest.cpuFraction }),
  column("memory", "Memory", 196, {
    right: true,
    sortValue: (guest) => shareOf(guest.memoryUsedBytes, guest.memoryTotalBytes),
  }),
  column("io", "Disk IO", 94, {
    right: true,
    sortValue: (guest) => sumOf(guest.diskReadBytesPerSecond, guest.diskWriteBytesPerSecond),
  }),
  column("net", "Network", 100, {
    right: true,
    sortValue: (guest) => sumOf(guest.netInBytesPerSecond, guest.netOutBytesPerSecond),
  }),
  column("uptime", "Uptime", 72, { right: true, sortValue: (guest) => guest.uptimeSeconds }),
  column("tags", "Tags", 94, { sortValue: (guest) => guest.tags[0] ?? null }),
  column("marks", "Marks", 64, { sortValue: (guest) => guest.lock ?? guest.haState }),
];

interface ColumnParts {
  readonly right?: boolean;
  readonly hideable?: boolean;
  readonly sortValue: GuestColumn["sortValue"];
}

function column(key: GuestColumnKey, title: string, width: number, parts: ColumnParts): GuestColumn {
  const right = parts.right ?? false;
  return {
    key,
    title,
    width,
    right,
    hideable: parts.hideable ?? true,
    descendingFirst: right && key !== "vmid",
    sortValue: parts.sortValue,
  };
}
