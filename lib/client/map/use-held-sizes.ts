"use client";

import { useRef } from "react";
import type { GuestRow } from "@/lib/api/guests";
import { holdSizes } from "./hold-sizes";
import { guestSizes } from "./map-cells";
import type { MapView } from "./map-views";

/** Sizes of guests that stay as they are until one has outgrown its own; each view has its own. */
export function useHeldSizes(guests: readonly GuestRow[], view: MapView): ReadonlyMap<string, number> {
  const held = useRef<{ view: string; sizes: ReadonlyMap<string, number> }>({ view: "", sizes: new Map() });
  const before = held.current.view === view.key ? held.current.sizes : new Map<string, number>();
  const sizes = holdSizes(before, guestSizes(guests, view));
  held.current = { view: view.key, sizes };
  return sizes;
}
