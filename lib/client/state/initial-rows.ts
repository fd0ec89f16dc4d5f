"use client";

import { createContext, useContext } from "react";
import type { ClusterRow } from "@/lib/api/clusters";
import type { GuestRow } from "@/lib/api/guests";
import type { NodeRow } from "@/lib/api/nodes";
import { useClusterRows } from "@/lib/client/live/use-cluster-rows";
import { useGuestRows } from "@/lib/client/live/use-guest-rows";
import { useNodeRows } from "@/lib/client/live/use-node-rows";

/** What the server rendered, shown until the live stream has told its first state. */
export interface InitialRows {
  readonly clusters: readonly ClusterRow[];
  readonly nodes: readonly NodeRow[];
}

export const InitialRowsContext = createContext<InitialRows>({ clusters: [], nodes: [] });

/** Apart from the others: only pages that show guests send them along. */
export const InitialGuestsContext = createContext<readonly GuestRow[]>([]);

/** Live rows of all clusters. */
export function useClusters(): readonly ClusterRow[] {
  return useClusterRows({ initial: useContext(InitialRowsContext).clusters });
}

/** Live rows of all nodes. */
export function useNodes(): readonly NodeRow[] {
  return useNodeRows({ initial: useContext(InitialRowsContext).nodes });
}

/** Live rows of all guests. */
export function useGuests(): readonly GuestRow[] {
  return useGuestRows({ initial: useContext(InitialGuestsContext) });
}
