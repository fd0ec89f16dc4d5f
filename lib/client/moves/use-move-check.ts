"use client";

import { useState } from "react";
import { z } from "zod";
import { movePreflight } from "@/lib/api/move-preflight";
import { migrationOption } from "@/lib/api/recommendations";
import { migrationOptionsAddress, movePreflightAddress } from "../http/api-addresses";
import { useApi } from "../http/use-api";
import type { MovableGuest } from "./movable-guest";
import { bestTarget } from "./target-order";

const options = z.array(migrationOption);
const PREFLIGHT_REFRESH_MS = 20_000;
const NONE: ReadonlySet<string> = new Set();

/**
 * Where a guest may go, and what the chosen node would mean.
 *
 * @param proposed the node to begin with; null begins with the best
 */
export function useMoveCheck({ clusterId, vmid }: MovableGuest, proposed: string | null) {
  const [picked, setPicked] = useState(proposed);
  const [refused, setRefused] = useState(NONE);
  const nodes = useApi(migrationOptionsAddress(clusterId, vmid), options, { keepPreviousData: false });
  const chosen = picked ?? (nodes.data ? bestTarget(nodes.data.data, refused) : null);
  const preflight = useApi(
    chosen === null ? null : movePreflightAddress({ cluster: clusterId, vmid: String(vmid), target: chosen }),
    movePreflight,
    { keepPreviousData: false, refreshInterval: PREFLIGHT_REFRESH_MS },
  );
  const checked = preflight.data?.data ?? null;
  // The closer look also counts guests that are on their way: what it allows stays proposed, else the next best is.
  if (picked === null && checked !== null && checked.to === chosen && checked.underWay === null) {
    if (checked.ok) setPicked(chosen);
    else setRefused(new Set([...refused, chosen]));
  }
  return { nodes, preflight, chosen, checked, pick: setPicked };
}
