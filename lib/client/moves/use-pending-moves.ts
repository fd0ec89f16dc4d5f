"use client";

import { useSyncExternalStore } from "react";
import { mutate } from "swr";
import type { MoveDetail } from "@/lib/api/moves";
import { movesAddress } from "../http/api-addresses";
import { messageOf } from "../http/api-error";
import { answered } from "../http/reader";
import { requestApi } from "../http/request-api";
import { createPendingMoves, type MoveOrder, type PendingMove, type PendingMoves } from "./pending-moves";
import { readSentMoves, rememberSentMoves } from "./sent-moves";
import { ACTIVE_MOVES_ADDRESS } from "./use-active-moves";

let store: PendingMoves | undefined;
const NONE: readonly PendingMove[] = [];
const NOBODY: ReadonlySet<string> = new Set();

/** The page's one list of moves that were asked for here. */
export function pendingMoves(): PendingMoves {
  store ??= createPendingMoves({
    now: Date.now,
    after: (delayMs, act) => {
      const timer = setTimeout(act, delayMs);
      return () => clearTimeout(timer);
    },
    send: sendMove,
    sentenceOf: messageOf,
    remembered: readSentMoves(),
    remember: rememberSentMoves,
  });
  return store;
}

/** Moves that were asked for on this page and are not off its screen yet. */
export function usePendingMoves(): readonly PendingMove[] {
  const { subscribe, list } = pendingMoves();
  return useSyncExternalStore(subscribe, list, () => NONE);
}

/** Guests whose move a dialog shows. */
export function useAttendedMoves(): ReadonlySet<string> {
  const { subscribe, attended } = pendingMoves();
  return useSyncExternalStore(subscribe, attended, () => NOBODY);
}

async function sendMove({
  clusterId,
  vmid,
  target,
  from,
  recommendationId,
  accept,
}: MoveOrder): Promise<string> {
  const { data } = await requestApi(movesAddress({}), {
    method: "POST",
    schema: answered<MoveDetail>(),
    body: {
      clusterId,
      vmid,
      target,
      from,
      accept,
      ...(recommendationId === null ? {} : { recommendationId }),
    },
  });
  // Every button of this guest hears of it at once.
  void mutate(ACTIVE_MOVES_ADDRESS);
  return data.id;
}
