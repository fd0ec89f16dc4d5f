"use client";

import { type PowerActionName, type PowerTaskRow, powerTaskList, powerTaskRow } from "@/lib/api/power";
import { guestPowerAddress } from "../http/acting-addresses";
import { requestApi } from "../http/request-api";
import { useApi } from "../http/use-api";
import type { PoweredGuest } from "./power-words";

const ACTIVE_REFRESH_MS = 1_500;
const IDLE_REFRESH_MS = 20_000;

export interface GuestPower {
  /** Newest first; null until they are known. */
  readonly tasks: readonly PowerTaskRow[] | null;
  /** The one that goes on. */
  readonly active: PowerTaskRow | null;
  /** @throws ApiError when it is refused; nothing was started then */
  readonly ask: (action: PowerActionName) => Promise<void>;
}

/** What was asked of a guest of late, and how it is going. */
export function useGuestPower({
  clusterId,
  vmid,
  node,
}: Pick<PoweredGuest, "clusterId" | "vmid" | "node">): GuestPower {
  const address = guestPowerAddress(clusterId, vmid);
  const { data, mutate } = useApi(address, powerTaskList, {
    refreshInterval: (newest) => (newest && activeOf(newest.data) ? ACTIVE_REFRESH_MS : IDLE_REFRESH_MS),
  });
  const tasks = data?.data ?? null;

  async function ask(action: PowerActionName) {
    await requestApi(address, { method: "POST", schema: powerTaskRow, body: { action, node } });
    await mutate();
  }

  return { tasks, active: tasks ? activeOf(tasks) : null, ask };
}

function activeOf(tasks: readonly PowerTaskRow[]): PowerTaskRow | null {
  return tasks.find(({ endedAtMs }) => endedAtMs === null) ?? null;
}
