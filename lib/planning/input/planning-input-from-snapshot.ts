import type { Snapshot } from "@/lib/inventory/snapshot";
import { unreadGuests } from "@/lib/inventory/unread-guests";
import type { HourlyReading } from "@/lib/scoring/hourly-reading";
import { scoringSettingsFrom } from "@/lib/scoring/scoring-settings";
import type { LearnedRates } from "../cost/learn-rates";
import { presentUse } from "../demand/present-use";
import { type PastUse, robustDemand } from "../demand/robust-demand";
import type { PlanWarning } from "../plan";
import type { GuestDemand, GuestPolicy, NodePolicy, PlanningInput } from "../planning-input";
import { planningSettingsFrom } from "../planning-settings";
import { gatherRules } from "../rules/gather-rules";
import type { SelectedRule } from "../rules/selected-rule";

/** What is stored about a cluster, as planning wants it. */
export interface StoredCluster {
  readonly snapshot: Snapshot;
  /** Of nodes, by name; up to three weeks. */
  readonly history: ReadonlyMap<string, readonly HourlyReading[]>;
  /** Of guests, by VMID: their last 24 hours. */
  readonly pastUses: ReadonlyMap<number, PastUse>;
  readonly nodePolicies: ReadonlyMap<string, NodePolicy>;
  readonly guestPolicies?: ReadonlyMap<number, GuestPolicy>;
  /** What past moves taught; null where there were too few. */
  readonly rates?: LearnedRates | null;
  /** Those made on the page that are enabled; rules from tags and of PVE's HA are read from the snapshot. */
  readonly rules: readonly SelectedRule[];
  /** Names of nodes to empty. */
  readonly evacuate: readonly string[];
  /** All settings by key. */
  readonly values: Readonly<Record<string, unknown>>;
}

/**
 * Everything a plan is made from, out of a stored reading and what people decided.
 *
 * A node that HA has put into maintenance is in maintenance. What past moves reached is the bandwidth of the nodes. Guests that run
 * and have a past are planned with {@link robustDemand}. Nodes to empty that the cluster does not have are
 * left out, with a warning.
 *
 * @throws PlanningSettingError, ScoringSettingError for a setting that cannot be used
 */
export function planningInputFromSnapshot(stored: StoredCluster): PlanningInput {
  const { snapshot, history, guestPolicies = new Map(), values } = stored;
  const { rules, warnings } = gatherRules(snapshot, stored.rules);
  const names = new Set(snapshot.nodes.map(({ name }) => name));
  const wanted = [...new Set(stored.evacuate)].sort();
  return {
    snapshot,
    history,
    demands: demandsOf(stored),
    nodePolicies: completePolicies(stored),
    ...(stored.rates ? { costSpreadFraction: stored.rates.spreadFraction } : {}),
    guestPolicies,
    rules,
    evacuate: wanted.filter((name) => names.has(name)),
    settings: planningSettingsFrom(values),
    scoringSettings: scoringSettingsFrom(values),
    warnings: [
      ...warnings,
      ...unreadWarning(snapshot),
      ...wanted
        .filter((name) => !names.has(name))
        .map((name) => ({ path: "evacuate", message: `The cluster has no node named ${name}.` })),
    ],
  };
}

function unreadWarning(snapshot: Snapshot): readonly PlanWarning[] {
  const { length: count } = unreadGuests(snapshot);
  if (count === 0) return [];
  const message =
    count === 1
      ? "The configuration of 1 guest has not been read yet; it stays where it is until then."
      : `The configurations of ${count} of ${snapshot.guests.length} guests have not been read yet; they stay where they are until then, and this advice may change.`;
  return [{ path: "guests", message }];
}

function demandsOf({ snapshot, pastUses }: StoredCluster): ReadonlyMap<number, GuestDemand> {
  const demands = new Map<number, GuestDemand>();
  for (const guest of snapshot.guests) {
    const past = guest.status === "running" ? pastUses.get(guest.vmid) : undefined;
    if (past) demands.set(guest.vmid, robustDemand(presentUse(guest), past));
  }
  return demands;
}

const NO_POLICY: NodePolicy = {
  maintenance: false,
  ignored: false,
  memoryReserveBytes: 0,
  migrationBytesPerSecond: null,
};

function completePolicies({ snapshot, nodePolicies, rates }: StoredCluster): ReadonlyMap<string, NodePolicy> {
  return new Map(
    snapshot.nodes.map(({ name, haState }) => {
      const policy = nodePolicies.get(name) ?? NO_POLICY;
      const learned = rates?.byNode.get(name) ?? rates?.bytesPerSecond ?? null;
      const migrationBytesPerSecond = policy.migrationBytesPerSecond ?? learned;
      const maintenance = policy.maintenance || haState === "maintenance";
      return [name, { ...policy, maintenance, migrationBytesPerSecond }];
    }),
  );
}
