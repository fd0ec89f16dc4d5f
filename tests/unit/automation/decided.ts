import { decideMoves } from "@/lib/automation/decide-moves";
import { aGuest, aSnapshot } from "@/tests/support/inventory-builders";
import { schedule } from "./a-schedule";
import { anAutomationInput, aPastMove, HOUR_MS, MINUTE_MS, NOW_MS } from "./an-automation-input";

export type Parts = Parameters<typeof anAutomationInput>[0];

export function decided(parts: Parts) {
  return decideMoves(anAutomationInput(parts)).map(({ move, action, guardrail }) => ({
    vmid: move.vmid,
    action,
    guardrail,
  }));
}

export function only(parts: Parts) {
  const [decision] = decideMoves(anAutomationInput(parts));
  if (!decision) throw new Error("There is no decision.");
  return decision;
}

export const guest = (parts: Parameters<typeof aGuest>[0]) => ({
  snapshot: aSnapshot({ guests: [aGuest(parts)] }),
});
export const justMoved = aPastMove({ endedAtMs: NOW_MS - 10 * MINUTE_MS });
export const leftPve2 = aPastMove({ from: "pve2", to: "pve1", endedAtMs: NOW_MS - 5 * HOUR_MS });
export const closed = schedule("UTC", [
  { name: "Nights", enabled: true, days: ["mon"], start: "22:00", end: "06:00" },
]);
export const balanced = (autoRebalance: boolean | null) =>
  aSnapshot({
    guests: [aGuest({ haState: "started" })],
    balancer: { mode: "dynamic", automatic: true },
    highAvailability: {
      rules: [],
      services: [
        {
          sid: "vm:110",
          vmid: 110,
          state: "started",
          group: null,
          maxRestart: 1,
          maxRelocate: 1,
          autoRebalance,
        },
      ],
    },
  });
