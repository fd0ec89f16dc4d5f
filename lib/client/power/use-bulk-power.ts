"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { type PowerTaskRow, powerTaskList, powerTaskRow } from "@/lib/api/power";
import { guestPowerAddress } from "../http/acting-addresses";
import { messageOf } from "../http/api-error";
import { requestApi } from "../http/request-api";
import type { BulkPowerAction } from "./bulk-power";
import type { PoweredGuest } from "./power-words";
import { type BulkPowerState, runBulkPower } from "./run-bulk-power";

const LOOK_MS = 1_500;

export interface BulkPower {
  /** By `clusterId:vmid`; null before it begins. */
  readonly states: ReadonlyMap<string, BulkPowerState> | null;
  readonly isGoing: boolean;
  readonly begin: (action: BulkPowerAction, guests: readonly PoweredGuest[]) => void;
  /** Asks no further guest; what was asked goes on. */
  readonly callOff: () => void;
  /** Makes room for another wish. */
  readonly forget: () => void;
}

export function powerKey({ clusterId, vmid }: Pick<PoweredGuest, "clusterId" | "vmid">): string {
  return `${clusterId}:${vmid}`;
}

/** Starts or ends several guests from this page, which must stay open until the last was asked. */
export function useBulkPower(): BulkPower {
  const [states, setStates] = useState<ReadonlyMap<string, BulkPowerState> | null>(null);
  const [isGoing, setGoing] = useState(false);
  const calledOff = useRef(false);
  const callOff = useCallback(() => {
    calledOff.current = true;
  }, []);
  useEffect(() => callOff, [callOff]);

  const begin = useCallback((action: BulkPowerAction, guests: readonly PoweredGuest[]) => {
    calledOff.current = false;
    setGoing(true);
    setStates(new Map(guests.map((guest) => [powerKey(guest), { kind: "waiting" }])));
    void runBulkPower({
      guests,
      ask: async (guest) => {
        const body = { action, node: guest.node };
        const answer = await requestApi(addressOf(guest), { method: "POST", schema: powerTaskRow, body });
        return answer.data;
      },
      follow,
      tell: (guest, state) => setStates((before) => new Map(before).set(powerKey(guest), state)),
      isCalledOff: () => calledOff.current,
      messageOf,
    }).finally(() => setGoing(false));
  }, []);

  const forget = useCallback(() => setStates(null), []);
  return { states, isGoing, begin, callOff, forget };
}

async function follow(
  guest: PoweredGuest,
  asked: PowerTaskRow,
  tell: (task: PowerTaskRow) => void,
): Promise<PowerTaskRow> {
  for (let task = asked; ; ) {
    if (task.endedAtMs !== null) return task;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    const newest = await readTask(guest, asked.id);
    if (newest) {
      task = newest;
      tell(newest);
    }
  }
}

/** Null while it cannot be read: what was asked goes on all the same. */
async function readTask(guest: PoweredGuest, taskId: string): Promise<PowerTaskRow | null> {
  try {
    const { data } = await requestApi(addressOf(guest), { schema: powerTaskList });
    return data.find(({ id }) => id === taskId) ?? null;
  } catch {
    return null;
  }
}

function addressOf({ clusterId, vmid }: PoweredGuest): string {
  return guestPowerAddress(clusterId, vmid);
}
