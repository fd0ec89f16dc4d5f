"use client";

import { useEffect } from "react";
import { type MoveDetail, moveDetail } from "@/lib/api/moves";
import { moveDetailAddress } from "../http/api-addresses";
import { useApi } from "../http/use-api";
import { useHeard } from "../live/use-heard";
import { isEndedMove } from "./move-groups";
import { furtherMove } from "./newest-moves";

const ACTIVE_REFRESH_MS = 1_500;
/** Outcomes of an ended move are measured later. */
const ENDED_REFRESH_MS = 60_000;

interface WatchedMove {
  readonly move: MoveDetail | null;
  readonly error: Error | undefined;
  readonly refresh: () => void;
}

/** One move as it goes on; null reads nothing. @param initial what the server rendered */
export function useMove(moveId: string | null, initial?: MoveDetail): WatchedMove {
  const heard = useHeard().moves.get(moveId ?? "")?.row ?? null;
  const { data, error, mutate } = useApi(moveId === null ? null : moveDetailAddress(moveId), moveDetail, {
    refreshInterval: (answer) =>
      answer && isEndedMove(answer.data.state) ? ENDED_REFRESH_MS : ACTIVE_REFRESH_MS,
    ...(initial ? { fallbackData: { data: initial, meta: undefined } } : {}),
  });
  const read = data?.data ?? initial ?? null;
  const isBehind = heard !== null && read !== null && heard.state !== read.state;
  // The stream tells a new state, but not the entry of the timeline that belongs to it.
  useEffect(() => {
    if (isBehind) void mutate();
  }, [isBehind, mutate]);

  const move = read && heard ? { ...read, ...furtherMove(read, heard) } : read;
  return { move, error, refresh: () => void mutate() };
}
