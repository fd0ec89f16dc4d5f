"use client";

import type { ReactNode } from "react";
import type { GuestRow } from "@/lib/api/guests";
import { InitialGuestsContext } from "@/lib/client/state/initial-rows";

/** Gives the page below it the guests that the server read. */
export function InitialGuests({ guests, children }: { guests: readonly GuestRow[]; children: ReactNode }) {
  return <InitialGuestsContext value={guests}>{children}</InitialGuestsContext>;
}
