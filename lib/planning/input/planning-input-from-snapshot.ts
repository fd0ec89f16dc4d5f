import type { Guest, Snapshot } from "@/lib/inventory/snapshot";
import type { HourlyReading } from "@/lib/scoring/hourly-reading";
import { scoringSettingsFrom } from "@/lib/scoring/scoring-settings";
import { presentUse } from "../demand/present-use";
import { type DemandReading, robustDemand } from "../demand/robust-demand";
import type { GuestDemand, GuestPolicy, NodePolicy, PlanningInput } from "../planning-input";
import { planningSettingsFrom } from "../planning-settings";
import { gatherRules } from "../rules/gather-rules";
import type { SelectedRule } from "../rules/selected-rule";

/** A reading of a real cluster with what is known and decided about it besides. */
export interface ReadCluster {
  readonly snapshot: Snapshot;
  /** Of nodes, by name; up to three weeks. */
  readonly history: ReadonlyMap<string, readonly HourlyReading[]>;
  /** Of guests, by VMID; the last day. */
  readonly guestReadings: ReadonlyMap<number, readonly DemandReading[]>;
  readonly nodePolicies: ReadonlyMap<string, NodePolicy>;
  readonly guestPolicies?: ReadonlyMap<number, GuestPolicy>;
  /** Those made on the page; rules from tags, pools and HA are in the snapshot. */
  readonly rules: readonly SelectedRule[];
  readonly evacuate: readonly string[];
  /** All settings; one that is not given has its default. */
  readonly values: Readonly<Record<string, unknown>>;
}

/**
 * Everything a plan is made from, out of a reading. A node that HA has put into maintenance is in maintenance.
 *
 * @throws PlanningSettingError, ScoringSettingError for a setting that cannot be used
 */
export function planningInputFromSnapshot(cluster: ReadCluster): PlanningInput {
  const { snapshot, history, guestReadings, evacuate, values } = cluster;
  const { rules, warnings } = gatherRules(snapshot, cluster.rules);
  return {
    snapshot,
    history,
    demands: demandsOf(snapshot, guestReadings),
    nodePolicies: withHaMaintenance(snapshot, cluster.nodePolicies),
    guestPolicies: cluster.guestPolicies ?? new Map(),
    rules,
    evacuate: [...new Set(evacuate)].sort(),
    settings: planningSettingsFrom(values),
    scoringSettings: scoringSettingsFrom(values),
    warnings,
  };
}

function demandsOf(
  snapshot: Snapshot,
  readings: ReadonlyMap<number, readonly DemandReading[]>,
): ReadonlyMap<number, GuestDemand> {
  return new Map(
    snapshot.guests.flatMap((guest) => {
      const demand = demandOf(guest, readings.get(guest.vmid), snapshot.readAtMs);
      return demand ? [[guest.vmid, demand] as const] : [];
    }),
  );
}

function demandOf(
  guest: Guest,
  past: readonly DemandReading[] | undefined,
  nowMs: number,
): GuestDemand | null {
  if (!past || guest.status !== "running") return null;
  return robustDemand(presentUse(guest), past, nowMs);
}

const NO_POLICY: NodePolicy = {
  maintenance: false,
  ignored: false,
  memoryReserveBytes: 0,
  migrationBytesPerSecond: null,
};

function withHaMaintenance(
  snapshot: Snapshot,
  policies: ReadonlyMap<string, NodePolicy>,
): ReadonlyMap<string, NodePolicy> {
  return new Map(
    snapshot.nodes.map(({ name, haState }) => {
      const policy = policies.get(name) ?? NO_POLICY;
      return [name, haState === "maintenance" ? { ...policy, maintenance: true } : policy];
    }),
  );
}
