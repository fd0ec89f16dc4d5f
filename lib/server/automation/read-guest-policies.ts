import "server-only";
import { automationSettingsFrom } from "@/lib/automation/automation-settings";
import { guestRestraints } from "@/lib/automation/guest-restraints";
import { historyNeededMs } from "@/lib/automation/history-needed";
import type { Snapshot } from "@/lib/inventory/snapshot";
import type { GuestPolicy } from "@/lib/planning/planning-input";
import { readLeftGuests } from "@/lib/server/maintenance/read-left-guests";
import { readMoveHistory } from "./read-move-history";

/** What past moves and a maintenance mean for the next plan, by VMID: so that advice is what automation would do. */
export async function readGuestPolicies(
  snapshot: Snapshot,
  values: Readonly<Record<string, unknown>>,
): Promise<ReadonlyMap<number, GuestPolicy>> {
  const settings = automationSettingsFrom(values);
  const nowMs = snapshot.readAtMs;
  const [history, left] = await Promise.all([
    readMoveHistory(snapshot, nowMs - historyNeededMs(settings)),
    readLeftGuests(snapshot),
  ]);
  const restraints = new Map(
    guestRestraints({ history, settings, nowMs }).map(({ vmid, heldUntilMs, notBackTo }) => [
      vmid,
      { ...NO_POLICY, heldUntilMs, notBackTo },
    ]),
  );
  const staying = left.map(
    (vmid) => [vmid, { ...NO_POLICY, ...restraints.get(vmid), leftOnPurpose: true }] as const,
  );
  return new Map([...restraints, ...staying]);
}

const NO_POLICY: GuestPolicy = {
  priority: 0,
  dirtyBytesPerSecond: null,
  cpuPressureFraction: null,
  ioPressureFraction: null,
  memoryPressureFraction: null,
  heldUntilMs: null,
  notBackTo: null,
};
