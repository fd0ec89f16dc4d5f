"use client";

import { useMemo } from "react";
import { useGuests } from "@/lib/client/state/initial-rows";

/** Names of a cluster's guests by VMID. */
export function useGuestNames(clusterId: string): ReadonlyMap<number, string> {
  const guests = useGuests();
  return useMemo(
    () =>
      new Map(
        guests.flatMap(({ clusterId: own, vmid, name }) =>
          own === clusterId && name !== null ? [[vmid, name] as const] : [],
        ),
      ),
    [guests, clusterId],
  );
}
