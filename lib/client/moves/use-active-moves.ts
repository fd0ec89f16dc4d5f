"use client";

import { useMemo } from "react";
import useSWR from "swr";
import type { MoveRow } from "@/lib/api/moves";
import { movesAddress } from "../http/api-addresses";
import { answered } from "../http/reader";
import { requestApi } from "../http/request-api";
import { useHeard } from "../live/use-heard";
import { activeMoves, type ReadMoves } from "./newest-moves";

const MOVING_REFRESH_MS = 1_500;
const IDLE_REFRESH_MS = 5_000;
const MOST = 500;
const NONE: ReadMoves = { moves: [], askedAtMs: 0 };

/** The one key under which all pages share the list. */
export const ACTIVE_MOVES_ADDRESS = movesAddress({ state: "active", limit: String(MOST) });

export interface ActiveMoves {
  readonly moves: readonly MoveRow[];
  /** False until the first answer. */
  readonly known: boolean;
  /** When the newest list was asked for, by this browser's clock. */
  readonly askedAtMs: number | null;
  readonly error: Error | undefined;
  /** Reads the list again, now. */
  readonly refresh: () => void;
}

/** All moves that have not ended, as they go on. */
export function useActiveMoves(): ActiveMoves {
  const { moves: heard } = useHeard();
  const { data, error, mutate } = useSWR<ReadMoves, Error>(ACTIVE_MOVES_ADDRESS, readActiveMoves, {
    refreshInterval: (newest) => (newest && newest.moves.length > 0 ? MOVING_REFRESH_MS : IDLE_REFRESH_MS),
    keepPreviousData: true,
  });
  const moves = useMemo(() => activeMoves(data ?? NONE, heard), [data, heard]);
  return {
    moves,
    known: data !== undefined,
    askedAtMs: data?.askedAtMs ?? null,
    error,
    refresh: () => void mutate(),
  };
}

async function readActiveMoves(address: string): Promise<ReadMoves> {
  const askedAtMs = Date.now();
  const { data } = await requestApi(address, { schema: answered<MoveRow[]>() });
  return { moves: data, askedAtMs };
}
