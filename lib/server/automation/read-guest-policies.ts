import "server-only";
import { automationSettingsFrom } from "@/lib/automation/automation-settings";
import { guestRestraints } from "@/lib/automation/guest-restraints";
import { historyNeededMs } from "@/lib/automation/history-needed";
import type { Snapshot } from "@/lib/inventory/snapshot";
import type { GuestPolicy } from "@/lib/planning/planning-input";
import { readMoveHistory } from "./read-move-history";

/** What past moves mean for the next plan, by VMID: so that advice is what automation would do. */
export async function readGuestPolicies(
  snapshot: Snapshot,
  values: Readonly<Record<string, unknown>>,
): Promise<ReadonlyMap<number, GuestPolicy>> {
  const settings = automationSettingsFrom(values);
  const nowMs = snapshot.readAtMs;
  const history = await readMoveHistory(snapshot, nowMs - historyNeededMs(settings));
  return new Map(
    guestRestraints({ history, settings, nowMs }).map(({ vmid, heldUntilMs, notBackTo }) => [
      vmid,
      {
        priority: 0,
        dirtyBytesPerSecond: null,
        cpuPressureFraction: null,
        ioPressureFraction: null,
        memoryPressureFraction: null,
        heldUntilMs,
        notBackTo,
      },
    ]),
  );
}
