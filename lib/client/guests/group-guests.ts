import type { GuestRow } from "@/lib/api/guests";
import { compareNames } from "../format/compare-names";

export const GUEST_GROUPINGS = ["none", "node", "pool", "tag"] as const;
export type GuestGrouping = (typeof GUEST_GROUPINGS)[number];

export type GuestLine =
  | {
      readonly kind: "group";
      readonly key: string;
      readonly title: string;
      readonly guests: number;
      readonly running: number;
    }
  | { readonly kind: "guest"; readonly key: string; readonly guest: GuestRow };

export function parseGuestGrouping(text: string | null): GuestGrouping {
  return GUEST_GROUPINGS.find((grouping) => grouping === text) ?? "none";
}

export function guestKey(guest: Pick<GuestRow, "clusterId" | "vmid">): string {
  return `${guest.clusterId}:${guest.vmid}`;
}

/** Sorted guests as the lines of a table: under headings when grouped, a guest once under each of its tags. */
export function groupGuests(guests: readonly GuestRow[], grouping: GuestGrouping): readonly GuestLine[] {
  if (grouping === "none") return guests.map(lineOf);

  const groups = new Map<string, GuestRow[]>();
  for (const guest of guests) {
    for (const title of groupTitles(guest, grouping)) {
      const group = groups.get(title);
      if (group) group.push(guest);
      else groups.set(title, [guest]);
    }
  }
  return [...groups]
    .sort(([a], [b]) => Number(a.startsWith("no ")) - Number(b.startsWith("no ")) || compareNames(a, b))
    .flatMap(([title, members]) => linesOf(title, members));
}

const lines = new WeakMap<GuestRow, GuestLine>();

/** The same line for a row that has not changed. */
function lineOf(guest: GuestRow): GuestLine {
  const known = lines.get(guest);
  if (known) return known;
  const line: GuestLine = { kind: "guest", key: guestKey(guest), guest };
  lines.set(guest, line);
  return line;
}

function linesOf(title: string, members: readonly GuestRow[]): readonly GuestLine[] {
  const running = members.filter(({ status }) => status === "running").length;
  return [
    { kind: "group", key: `group:${title}`, title, guests: members.length, running },
    ...members.map((guest) => ({ kind: "guest" as const, key: `${title}:${guestKey(guest)}`, guest })),
  ];
}

function groupTitles(guest: GuestRow, grouping: Exclude<GuestGrouping, "none">): readonly string[] {
  if (grouping === "node") return [guest.node];
  if (grouping === "pool") return [guest.pool ?? "no pool"];
  return guest.tags.length > 0 ? guest.tags : ["no tag"];
}
