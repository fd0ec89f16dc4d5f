import type { AutomationSettings } from "./automation-settings";
import { GROWTH_MS, MOST_TIMES } from "./cooldown-of";

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** How far back past moves must be known so that rests and ways back are told rightly, in milliseconds. */
export function historyNeededMs(settings: AutomationSettings): number {
  const restMs = settings["automation.cooldownMinutes"] * MOST_TIMES * MINUTE_MS + GROWTH_MS;
  return Math.max(restMs, settings["automation.rollbackWindowHours"] * HOUR_MS);
}
