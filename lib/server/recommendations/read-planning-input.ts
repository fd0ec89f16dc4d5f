import "server-only";
import type { NodePolicyRow, RuleRow } from "@/lib/api/rules";
import type { Snapshot } from "@/lib/inventory/snapshot";
import { learnRates, type PastMove } from "@/lib/planning/cost/learn-rates";
import { type PastUse, pastUse } from "@/lib/planning/demand/robust-demand";
import { planningInputFromSnapshot } from "@/lib/planning/input/planning-input-from-snapshot";
import type { GuestPolicy, NodePolicy, PlanningInput } from "@/lib/planning/planning-input";
import type { SelectedRule } from "@/lib/planning/rules/selected-rule";
import type { HourlyReading } from "@/lib/scoring/hourly-reading";
import { readGuestPolicies } from "@/lib/server/automation/read-guest-policies";
import { AppError } from "@/lib/server/http/app-error";
import { readSnapshot } from "@/lib/server/live/read-snapshot";
import { type GuestHour, readGuestDay } from "@/lib/server/metrics/read-guest-day";
import { readHourlyReadings } from "@/lib/server/metrics/read-hourly-readings";
import { readNodePolicies } from "@/lib/server/rules/read-node-policies";
import { readRules } from "@/lib/server/rules/read-rules";
import { readSettings } from "@/lib/server/settings/read-settings";
import type { SettingValues } from "@/lib/server/settings/settings-cache";
import { readPastMoves } from "./read-past-moves";

/** What is asked just this once, besides what is stored. */
export interface PlanningWishes {
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly evacuate?: readonly string[];
}

/**
 * Everything that planning needs to know of a cluster, as it is stored now. Without wishes it is the same object as long as it says the
 * same: what is made of it can be kept with it.
 *
 * @throws AppError not_found before the cluster's first reading
 */
export async function readPlanningInput(
  clusterId: string,
  wishes: PlanningWishes = {},
): Promise<PlanningInput> {
  const stored = await readStored(clusterId);
  return wishes.settings || wishes.evacuate ? inputFrom(stored, wishes) : keptInput(stored);
}

interface Stored extends StoredDecisions {
  readonly snapshot: Snapshot;
  readonly history: ReadonlyMap<string, readonly HourlyReading[]>;
  readonly guestHours: GuestHours;
}

/** Little of everything: what can be compared as text. */
interface StoredDecisions {
  readonly policies: readonly NodePolicyRow[];
  readonly rules: readonly RuleRow[];
  readonly values: SettingValues;
  readonly pastMoves: readonly PastMove[];
  readonly guestPolicies: ReadonlyMap<number, GuestPolicy>;
}

async function readStored(clusterId: string): Promise<Stored> {
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
  return { snapshot, history, guestHours, policies, rules, values, pastMoves, guestPolicies };
}

interface KeptInput extends Pick<Stored, "history" | "guestHours"> {
  readonly decisions: string;
  readonly input: PlanningInput;
}

const shared = globalThis as typeof globalThis & { evenkeelPlanningInputs?: WeakMap<Snapshot, KeptInput> };

/** Goes with the reading that it was made of. */
function keptInput(stored: Stored): PlanningInput {
  shared.evenkeelPlanningInputs ??= new WeakMap();
  const { snapshot, history, guestHours } = stored;
  const decisions = decisionsAsText(stored);
  const kept = shared.evenkeelPlanningInputs.get(snapshot);
  if (kept?.history === history && kept.guestHours === guestHours && kept.decisions === decisions)
    return kept.input;
  const input = inputFrom(stored, {});
  shared.evenkeelPlanningInputs.set(snapshot, { history, guestHours, decisions, input });
  return input;
}

function decisionsAsText({ policies, rules, values, pastMoves, guestPolicies }: StoredDecisions): string {
  return JSON.stringify([policies, rules, values, pastMoves, [...guestPolicies]]);
}

function inputFrom(stored: Stored, { settings = {}, evacuate = [] }: PlanningWishes): PlanningInput {
  const { snapshot, history, guestHours, policies, rules, values, pastMoves, guestPolicies } = stored;
  return planningInputFromSnapshot({
    snapshot,
    guestPolicies,
    history,
    pastUses: usesByVmid(snapshot, guestHours),
    nodePolicies: new Map(policies.map((policy) => [policy.node, toNodePolicy(policy)])),
    rates: learnRates(pastMoves),
    rules: rules.filter(({ enabled }) => enabled).map(toSelectedRule),
    evacuate,
    values: { ...values, ...settings },
  });
}

type GuestHours = ReadonlyMap<number, readonly GuestHour[]>;

/** By the guest's number in the database, CPU as a share of its virtual CPUs; whole hours do not change until the next is over. */
const summedUp = new WeakMap<GuestHours, ReadonlyMap<number, PastUse>>();

function usesByVmid(snapshot: Snapshot, hours: GuestHours): ReadonlyMap<number, PastUse> {
  const uses = summedUp.get(hours) ?? sumUp(hours, snapshot.readAtMs);
  summedUp.set(hours, uses);
  const found = new Map<number, PastUse>();
  for (const { vmid, objectId, cpuCount } of snapshot.guests) {
    const use = objectId === null ? undefined : uses.get(objectId);
    if (use) found.set(vmid, inThreads(use, cpuCount));
  }
  return found;
}

function sumUp(hours: GuestHours, nowMs: number): ReadonlyMap<number, PastUse> {
  const uses = new Map<number, PastUse>();
  for (const [objectId, past] of hours) {
    const readings = past.map(({ atMs, cpuFraction, memoryBytes }) => {
      return { atMs, cpuThreads: cpuFraction, memoryBytes };
    });
    const use = pastUse(readings, nowMs);
    if (use) uses.set(objectId, use);
  }
  return uses;
}

function inThreads({ cpu, memoryBytes }: PastUse, cpuCount: number | null): PastUse {
  const threads = cpu && cpuCount !== null ? { high: cpu.high * cpuCount, mean: cpu.mean * cpuCount } : null;
  return { cpu: threads, memoryBytes };
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
