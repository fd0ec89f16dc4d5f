import "server-only";
import type { Guest, GuestCounters } from "@/lib/inventory/snapshot";
import { perSecond } from "./per-second";

export interface GuestRates {
  readonly netInBytesPerSecond: number | null;
  readonly netOutBytesPerSecond: number | null;
  readonly diskReadBytesPerSecond: number | null;
  readonly diskWriteBytesPerSecond: number | null;
  readonly counters: GuestCounters | null;
}

const NOTHING: GuestRates = {
  netInBytesPerSecond: null,
  netOutBytesPerSecond: null,
  diskReadBytesPerSecond: null,
  diskWriteBytesPerSecond: null,
  counters: null,
};

/** PVE renews a guest's figures every 10 s; when they stand for longer than this, they are no rate any more. */
const LONGEST_STANDSTILL_MS = 60_000;

/**
 * Rates from two readings of a guest's counters. PVE repeats its figures until it has measured again, so a rate is
 * made only when they moved; the guest's own uptime tells how much time lies between two measurements, exactly.
 */
export function guestRates(
  previous: Guest | undefined,
  current: GuestCounters,
  uptimeSeconds: number | null,
): GuestRates {
  const before = previous?.counters;
  if (!previous || !before) return { ...NOTHING, counters: current };
  const uptimeBefore = previous.uptimeSeconds;
  if (!hasMoved(before, current) && uptimeSeconds === uptimeBefore)
    return standing(previous, before, current.atMs);
  const isNewProcess = uptimeSeconds !== null && uptimeBefore !== null && uptimeSeconds < uptimeBefore;
  if (isNewProcess) return { ...NOTHING, counters: current };
  const uptimeGap = uptimeSeconds !== null && uptimeBefore !== null ? uptimeSeconds - uptimeBefore : 0;
  const elapsed = uptimeGap > 0 ? uptimeGap : (current.atMs - before.atMs) / 1_000;
  return {
    netInBytesPerSecond: perSecond(current.netInBytes, before.netInBytes, elapsed),
    netOutBytesPerSecond: perSecond(current.netOutBytes, before.netOutBytes, elapsed),
    diskReadBytesPerSecond: perSecond(current.diskReadBytes, before.diskReadBytes, elapsed),
    diskWriteBytesPerSecond: perSecond(current.diskWriteBytes, before.diskWriteBytes, elapsed),
    counters: current,
  };
}

function hasMoved(before: GuestCounters, now: GuestCounters): boolean {
  return (
    before.netInBytes !== now.netInBytes ||
    before.netOutBytes !== now.netOutBytes ||
    before.diskReadBytes !== now.diskReadBytes ||
    before.diskWriteBytes !== now.diskWriteBytes
  );
}

function standing(previous: Guest, counters: GuestCounters, nowMs: number): GuestRates {
  if (nowMs - counters.atMs > LONGEST_STANDSTILL_MS) return { ...NOTHING, counters };
  return {
    netInBytesPerSecond: previous.netInBytesPerSecond,
    netOutBytesPerSecond: previous.netOutBytesPerSecond,
    diskReadBytesPerSecond: previous.diskReadBytesPerSecond,
    diskWriteBytesPerSecond: previous.diskWriteBytesPerSecond,
    counters,
  };
}
