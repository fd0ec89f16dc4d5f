import "server-only";
import type { HourlyReading } from "@/lib/scoring/hourly-reading";

export interface CachedHours {
  readonly untilMs: number;
  readonly readings: ReadonlyMap<string, readonly HourlyReading[]>;
}

const shared = globalThis as typeof globalThis & { evenkeelHourlyReadings?: Map<string, CachedHours> };

/** What scoring was last given, by cluster. */
export function hourlyCache(): Map<string, CachedHours> {
  shared.evenkeelHourlyReadings ??= new Map();
  return shared.evenkeelHourlyReadings;
}

export function forgetHourlyReadings(): void {
  hourlyCache().clear();
}
