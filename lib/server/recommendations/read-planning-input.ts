import "server-only";
import type { NodePolicyRow, RuleRow } from "@/lib/api/rules";
import type { Guest, Snapshot } from "@/lib/inventory/snapshot";
import { learnRates } from "@/lib/planning/cost/learn-rates";
import type { DemandReading } from "@/lib/planning/demand/robust-demand";
import { planningInputFromSnapshot } from "@/lib/planning/input/planning-input-from-snapshot";
import type { NodePolicy, PlanningInput } from "@/lib/planning/planning-input";
import type { SelectedRule } from "@/lib/planning/rules/selected-rule";
import { readGuestPolicies } from "@/lib/server/automation/read-guest-policies";
import { AppError } from "@/lib/server/http/app-error";
import { readSnapshot } from "@/lib/server/live/read-snapshot";
import { type GuestHour, readGuestDay } from "@/lib/server/metrics/read-guest-day";
import { readHourlyReadings } from "@/lib/server/metrics/read-hourly-readings";
import { readNodePolicies } from "@/lib/server/rules/read-node-policies";
import { readRules } from "@/lib/server/rules/read-rules";
import { readSettings } from "@/lib/server/settings/read-settings";
import { readPastMoves } from "./read-past-moves";

/** What is asked just this once, besides what is stored. */
export interface PlanningWishes {
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly evacuate?: readonly string[];
}

/**
 * Everything that planning needs to know of a cluster, as it is stored now.
 *
 * @throws AppError not_found before the cluster's first reading
 */
export async function readPlanningInput(
  clusterId: string,
  { settings = {}, evacuate = [] }: PlanningWishes = {},
): Promise<PlanningInput> {
  const reading = await readSnapshot(clusterId);
  if (!reading) throw new AppError("not_found", "There is no reading of this cluster yet.");
  const { snapshot } = reading;
  const [history, guestHours, policies, rules, values, pastMoves] = await Promise.all([
    readHourlyReadings(clusterId, snapshot.readAtMs),
    readGuestDay(clusterId, snapshot.readAtMs),
    readNodePolicies(clusterId),
    readRules(clusterId),
    readSettings(clusterId),
    readPastMoves(clusterId, snapshot.readAtMs),
  ]);
  const guestPolicies = await readGuestPolicies(snapshot, values);
  return planningInputFromSnapshot({
    snapshot,
    guestPolicies,
    history,
    guestReadings: readingsByVmid(snapshot, guestHours),
    nodePolicies: new Map(policies.map((policy) => [policy.node, toNodePolicy(policy)])),
    rates: learnRates(pastMoves),
    rules: rules.filter(({ enabled }) => enabled).map(toSelectedRule),
    evacuate,
    values: { ...values, ...settings },
  });
}

function readingsByVmid(
  snapshot: Snapshot,
  hours: ReadonlyMap<number, readonly GuestHour[]>,
): ReadonlyMap<number, readonly DemandReading[]> {
  return new Map(
    snapshot.guests.flatMap((guest) => {
      const past = guest.objectId === null ? undefined : hours.get(guest.objectId);
      return past ? [[guest.vmid, past.map((hour) => toDemandReading(hour, guest))] as const] : [];
    }),
  );
}

function toDemandReading({ atMs, cpuFraction, memoryBytes }: GuestHour, { cpuCount }: Guest): DemandReading {
  const cpuThreads = cpuFraction === null || cpuCount === null ? null : cpuFraction * cpuCount;
  return { atMs, cpuThreads, memoryBytes };
}

function toNodePolicy(policy: NodePolicyRow): NodePolicy {
  return {
    maintenance: policy.maintenanceSinceMs !== null,
    ignored: policy.ignored,
    memoryReserveBytes: policy.memoryReserveBytes,
    migrationBytesPerSecond: null,
  };
}

function toSelectedRule({ name, kind, strict, vmids, tags, pools, nodes }: RuleRow): SelectedRule {
  return { id: name, kind, origin: "page", strict, vmids, tags, pools, nodes };
}
