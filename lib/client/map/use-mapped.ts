"use client";

import { useRef } from "react";
import type { GuestRow } from "@/lib/api/guests";
import type { NodeRow } from "@/lib/api/nodes";
import type { MapNode } from "./layout-map";
import { mapNodes } from "./map-cells";
import type { MapView } from "./map-views";

/** What is to be laid out; the same list until somebody moves, comes, goes or has outgrown its size. */
export function useMapped(
  nodes: readonly NodeRow[],
  guests: readonly GuestRow[],
  facts: { readonly view: MapView; readonly sizes: ReadonlyMap<string, number> },
): readonly MapNode[] {
  const last = useRef<readonly MapNode[]>([]);
  const mapped = mapNodes(nodes, guests, facts);
  if (!isSameMap(last.current, mapped)) last.current = mapped;
  return last.current;
}

function isSameMap(one: readonly MapNode[], other: readonly MapNode[]): boolean {
  return one.length === other.length && one.every((node, index) => isSameNode(node, other[index]));
}

function isSameNode(one: MapNode, other: MapNode | undefined): boolean {
  return (
    other !== undefined &&
    one.name === other.name &&
    one.capacity === other.capacity &&
    one.guests.length === other.guests.length &&
    one.guests.every(({ key, size, rank }, index) => {
      const guest = other.guests[index];
      return guest?.key === key && guest.size === size && guest.rank === rank;
    })
  );
}
