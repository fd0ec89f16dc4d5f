"use client";

import { useMemo } from "react";
import type { MoveRow } from "@/lib/api/moves";
import { useActiveMoves } from "./use-active-moves";

export type MovingGuests = ReadonlyMap<string, MoveRow>;

/** Guests with a move that has not ended, by `clusterId:vmid`. */
export function useMovingGuests(): MovingGuests {
  const { moves } = useActiveMoves();
  return useMemo(() => new Map(moves.map((move) => [movingKey(move), move])), [moves]);
}

export function movingKey({ clusterId, vmid }: Pick<MoveRow, "clusterId" | "vmid">): string {
  return `${clusterId}:${vmid}`;
}
