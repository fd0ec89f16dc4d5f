"use client";

import { type ReactNode, useMemo } from "react";
import type { GuestRow } from "@/lib/api/guests";
import { unpackRows } from "@/lib/api/packed-rows";
import { InitialGuestsContext } from "@/lib/client/state/initial-rows";

/** Gives the page below it the guests that the server read. */
export function InitialGuests({ guests, children }: { guests: readonly GuestRow[]; children: ReactNode }) {
  return <InitialGuestsContext value={guests}>{children}</InitialGuestsContext>;
}

/** The same for all guests there are, as the server packed them. */
export function InitialPackedGuests({
  packed,
  children,
}: {
  packed: readonly string[];
  children: ReactNode;
}) {
  const guests = useMemo(() => packed.flatMap((text) => unpackRows<GuestRow>(text)), [packed]);
  return <InitialGuestsContext value={guests}>{children}</InitialGuestsContext>;
}
