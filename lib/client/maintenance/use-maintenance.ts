"use client";

import { useMemo } from "react";
import useSWR from "swr";
import { z } from "zod";
import {
  type EvacuationPreview,
  evacuationPreview,
  type GuestChoice,
  type MaintenanceDetail,
  type MaintenanceOverview,
  type MaintenanceRow,
  maintenanceDetail,
  maintenanceOverview,
  maintenanceRow,
} from "@/lib/api/maintenance";
import {
  EVACUATION_PREVIEW_ADDRESS,
  MAINTENANCE_ADDRESS,
  maintenanceDetailAddress,
} from "@/lib/client/http/acting-addresses";
import { type ApiAnswer, requestApi } from "@/lib/client/http/request-api";
import { useApi } from "@/lib/client/http/use-api";

const REFRESH_MS = 5_000;
const ACTIVE_REFRESH_MS = 1_500;

/** Whether something happens by itself just now. */
export function isGoingOn({ evacuation, home }: Pick<MaintenanceRow, "evacuation" | "home">): boolean {
  const states: readonly string[] = ["running", "cancelling"];
  return states.includes(evacuation) || states.includes(home);
}

/** Nodes in maintenance, and those whose guests are not home yet. */
export function useMaintenanceOverview(initial?: MaintenanceOverview) {
  return useApi(MAINTENANCE_ADDRESS, maintenanceOverview, {
    refreshInterval: (latest) =>
      [...(latest?.data.active ?? []), ...(latest?.data.open ?? [])].some(isGoingOn)
        ? ACTIVE_REFRESH_MS
        : REFRESH_MS,
    ...(initial ? { fallbackData: { data: initial, meta: undefined } } : {}),
  });
}

/** One maintenance with all its guests. */
export function useMaintenanceDetail(initial: MaintenanceDetail) {
  const { data, mutate } = useApi(maintenanceDetailAddress(initial.id), maintenanceDetail, {
    refreshInterval: (latest) => (latest && isGoingOn(latest.data) ? ACTIVE_REFRESH_MS : REFRESH_MS),
    fallbackData: { data: initial, meta: undefined },
  });
  return { detail: data?.data ?? initial, reread: () => mutate() };
}

/** What emptying a node would do with these wishes; the answer before stays while a new one is reckoned. */
export function useEvacuationPreview(body: object | null) {
  const text = useMemo(() => (body === null ? null : JSON.stringify(body)), [body]);
  return useSWR<ApiAnswer<EvacuationPreview>, Error>(
    text === null ? null : [EVACUATION_PREVIEW_ADDRESS, text],
    ([address, wishes]: [string, string]) =>
      requestApi(address, { method: "POST", schema: evacuationPreview, body: JSON.parse(wishes) }),
    { keepPreviousData: true, revalidateOnFocus: false, refreshInterval: 20_000 },
  );
}

type MaintenanceRequest = "evacuate" | "pause" | "resume" | "cancel" | "end" | "bring-home";

/** Asks for something of a maintenance. @throws ApiError */
export async function askMaintenance(
  maintenanceId: string,
  action: MaintenanceRequest,
  body?: object,
): Promise<void> {
  await requestApi(maintenanceDetailAddress(maintenanceId, action), {
    method: "POST",
    schema: z.unknown(),
    ...(body === undefined ? {} : { body }),
  });
}

interface MaintenanceChange {
  readonly reason?: string;
  readonly untilMs?: number | null;
  readonly choices?: readonly { readonly vmid: number; readonly action: GuestChoice }[];
}

/** Changes why, until when, or what becomes of guests; that also while the node is being emptied. @throws ApiError */
export async function changeMaintenance(maintenanceId: string, change: MaintenanceChange): Promise<void> {
  await requestApi(maintenanceDetailAddress(maintenanceId), {
    method: "PATCH",
    schema: z.unknown(),
    body: change,
  });
}

/** Puts a node into maintenance. @throws ApiError */
export async function startMaintenance(body: object): Promise<MaintenanceRow> {
  const { data } = await requestApi(MAINTENANCE_ADDRESS, { method: "POST", schema: maintenanceRow, body });
  return data;
}
