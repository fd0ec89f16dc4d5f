import type { GuestRow } from "@/lib/api/guests";
import type { NodeRow } from "@/lib/api/nodes";
import { compareNames } from "@/lib/client/format/compare-names";
import { guestKey } from "@/lib/client/guests/group-guests";
import type { MapNode } from "./layout-map";
import type { MapView } from "./map-views";

/** Drawn in a corner of a cell, each as a shape of its own. */
export type CellMark = "passthrough" | "local-mount" | "shared-mount" | "locked" | "ha";

/** What a cell shows besides its size. */
export interface CellLook {
  readonly label: string;
  /** 0–1; null for a guest that does not run or is not known. */
  readonly strength: number | null;
  readonly marks: readonly CellMark[];
}

/** From this share of what a guest has on, its cell is outlined. */
export const NEARLY_ALL = 0.9;

/** Strengths closer together than this look the same. */
const STRENGTH_STEPS = 100;

/**
 * How each guest looks in a view, by its key.
 *
 * @param before what this function answered for the reading before: a guest that looks as it did keeps its look
 */
export function cellLooks(
  guests: readonly GuestRow[],
  view: MapView,
  before: ReadonlyMap<string, CellLook> = new Map(),
): ReadonlyMap<string, CellLook> {
  const largest = guests.reduce((most, guest) => Math.max(most, view.sizeOf(guest) ?? 0), 0);
  return new Map(
    guests.map((guest) => {
      const key = guestKey(guest);
      const strength = guest.status === "running" ? strengthOf(guest, view, largest) : null;
      const look = {
        label: guest.name ?? String(guest.vmid),
        strength: strength === null ? null : Math.round(strength * STRENGTH_STEPS) / STRENGTH_STEPS,
        marks: marksOf(guest),
      };
      const known = before.get(key);
      return [key, known && isSameLook(known, look) ? known : look];
    }),
  );
}

function isSameLook(one: CellLook, other: CellLook): boolean {
  return (
    one.label === other.label && one.strength === other.strength && one.marks.join() === other.marks.join()
  );
}

function strengthOf(guest: GuestRow, view: MapView, largest: number): number | null {
  if (view.strengthOf) {
    const share = view.strengthOf(guest);
    return share === null ? null : Math.min(1, Math.max(0, share));
  }
  const size = view.sizeOf(guest);
  // Rates span five orders of magnitude: the root tells a small one from none.
  return size === null || largest <= 0 ? null : Math.sqrt(size / largest);
}

function marksOf({ passthrough, bindMount, lock, haState }: GuestRow): readonly CellMark[] {
  const marks: CellMark[] = [];
  if (passthrough) marks.push("passthrough");
  if (bindMount === "local") marks.push("local-mount");
  if (bindMount === "shared") marks.push("shared-mount");
  if (lock) marks.push("locked");
  if (haState) marks.push("ha");
  return marks;
}

/** What the layout of a view needs to know of each guest's size. */
export function guestSizes(guests: readonly GuestRow[], view: MapView) {
  return guests.map((guest) => ({
    key: guestKey(guest),
    node: guest.node,
    size: guest.status === "running" ? (view.sizeOf(guest) ?? 0) : 0,
  }));
}

/** Nodes by name, each with its guests in an order that no reading changes: by configured memory, then VMID. */
export function mapNodes(
  nodes: readonly NodeRow[],
  guests: readonly GuestRow[],
  { view, sizes }: { readonly view: MapView; readonly sizes: ReadonlyMap<string, number> },
): readonly MapNode[] {
  const byNode = new Map<string, GuestRow[]>();
  for (const guest of guests) {
    const those = byNode.get(guest.node);
    if (those) those.push(guest);
    else byNode.set(guest.node, [guest]);
  }
  return nodes
    .toSorted((one, other) => compareNames(one.name, other.name))
    .map((node) => ({
      name: node.name,
      capacity: view.capacityOf(node),
      guests: (byNode.get(node.name) ?? []).map((guest) => ({
        key: guestKey(guest),
        size: sizes.get(guestKey(guest)) ?? 0,
        rank: (guest.memoryTotalBytes ?? 0) - guest.vmid / 1e9,
      })),
    }));
}
