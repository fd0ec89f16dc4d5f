"use client";

import { useEffect } from "react";
import useSWR from "swr";
import type { MoveDetail } from "@/lib/api/moves";
import { moveDetailAddress } from "../http/api-addresses";
import { answered } from "../http/reader";
import { requestApi } from "../http/request-api";
import { useHeard } from "../live/use-heard";
import { isEndedMove } from "./move-groups";
import { type ReadMove, watchedMove } from "./newest-moves";

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
  const heard = useHeard().moves.get(moveId ?? "") ?? null;
  const { data, error, mutate } = useSWR<ReadMove, Error>(
    moveId === null ? null : moveDetailAddress(moveId),
    readMove,
    {
      refreshInterval: (newest) =>
        newest && isEndedMove(newest.move.state) ? ENDED_REFRESH_MS : ACTIVE_REFRESH_MS,
      ...(initial ? { fallbackData: { move: initial, askedAtMs: 0 } } : {}),
    },
  );
  const move = data ? watchedMove(data, heard) : null;
  const isBehind = data !== undefined && move !== null && move.state !== data.move.state;
  // The stream tells a new state, but not the entry of the timeline that belongs to it.
  useEffect(() => {
    if (isBehind) void mutate();
  }, [isBehind, mutate]);

  return { move, error, refresh: () => void mutate() };
}

async function readMove(address: string): Promise<ReadMove> {
  const askedAtMs = Date.now();
  const { data } = await requestApi(address, { schema: answered<MoveDetail>() });
  return { move: data, askedAtMs };
}
