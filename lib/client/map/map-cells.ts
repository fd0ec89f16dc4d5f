import type { GuestRow } from "@/lib/api/guests";
import type { NodeRow } from "@/lib/api/nodes";
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

/** How each guest looks in a view, by its key. */
export function cellLooks(guests: readonly GuestRow[], view: MapView): ReadonlyMap<string, CellLook> {
  const largest = guests.reduce((most, guest) => Math.max(most, view.sizeOf(guest) ?? 0), 0);
  return new Map(
    guests.map((guest) => [
      guestKey(guest),
      {
        label: guest.name ?? String(guest.vmid),
        strength: guest.status === "running" ? strengthOf(guest, view, largest) : null,
        marks: marksOf(guest),
      },
    ]),
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
    .toSorted((one, other) => one.name.localeCompare(other.name, "en", { numeric: true }))
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
