import type { NativeBalancer } from "@/lib/inventory/cluster-extras";
import type { Scenario, ScenarioHistoryPoint, ScenarioRule } from "@/lib/inventory/scenario/scenario";
import type { ScenarioGuest } from "@/lib/inventory/scenario/scenario-guest";
import { snapshotFromScenario } from "@/lib/inventory/scenario/snapshot-from-scenario";
import type { Snapshot } from "@/lib/inventory/snapshot";
import { historyFromScenario, historyPointAtMs } from "@/lib/scoring/history-from-scenario";
import { scoringSettingsFrom } from "@/lib/scoring/scoring-settings";
import { presentUse } from "../demand/present-use";
import { type DemandReading, pastUse, robustDemand } from "../demand/robust-demand";
import type { GuestDemand, GuestPolicy, NodePolicy, PlanningInput } from "../planning-input";
import { planningSettingsFrom } from "../planning-settings";
import { gatherRules } from "../rules/gather-rules";
import type { SelectedRule } from "../rules/selected-rule";

/**
 * Everything a plan is made from, out of a scenario alone.
 *
 * @param overrides settings that win over the scenario's own
 * @throws PlanningSettingError, ScoringSettingError for a setting that cannot be used
 */
export function planningInputFromScenario(
  scenario: Scenario,
  overrides: Readonly<Record<string, unknown>> = {},
): PlanningInput {
  const snapshot = fullSnapshot(scenario);
  const values = { ...scenario.settings, ...overrides };
  const { rules, warnings } = gatherRules(snapshot, scenarioRules(scenario));
  return {
    snapshot,
    history: historyFromScenario(scenario, snapshot),
    demands: demandsOf(scenario, snapshot),
    nodePolicies: new Map(scenario.nodes.map((node) => [node.name, nodePolicy(node)])),
    guestPolicies: new Map(scenario.guests.map((guest) => [guest.vmid, guestPolicy(guest)])),
    rules,
    evacuate: [...new Set(scenario.evacuate)].sort(),
    settings: planningSettingsFrom(values),
    scoringSettings: scoringSettingsFrom(values),
    warnings,
  };
}

function fullSnapshot(scenario: Scenario): Snapshot {
  const managed = scenario.guests.filter(({ ha }) => ha?.managed);
  return {
    ...snapshotFromScenario(scenario),
    balancer: nativeBalancer(scenario.options.crs),
    highAvailability: {
      services: managed.map(({ vmid, type, ha }) => ({
        sid: `${type === "qemu" ? "vm" : "ct"}:${vmid}`,
        vmid,
        state: ha?.state ?? "started",
        group: null,
        maxRestart: ha?.maxRestart ?? null,
        maxRelocate: ha?.maxRelocate ?? null,
        autoRebalance: ha?.autoRebalance ?? null,
      })),
      rules: [],
    },
  };
}

/** PVE's own balancer, from the datacenter option `crs` as a mapping or as PVE writes it: `ha=dynamic,ha-auto-rebalance=1`. */
function nativeBalancer(crs: unknown): NativeBalancer {
  const options = new Map<string, unknown>(
    typeof crs === "string"
      ? crs.split(",").map((pair) => [pair.split("=")[0]?.trim() ?? "", pair.split("=")[1]?.trim()])
      : Object.entries(typeof crs === "object" && crs !== null ? crs : {}),
  );
  const mode = String(options.get("ha") ?? "basic");
  return { mode, automatic: mode === "dynamic" && Number(options.get("ha-auto-rebalance") ?? 0) === 1 };
}

function nodePolicy(node: Scenario["nodes"][number]): NodePolicy {
  return {
    maintenance: node.maintenance,
    ignored: node.ignored,
    memoryReserveBytes: node.memoryReserve,
    migrationBytesPerSecond: node.migrationBandwidth,
    own: { cpuThreads: node.baseCpu * node.cores, memoryBytes: node.baseMemory },
  };
}

function guestPolicy(guest: ScenarioGuest): GuestPolicy {
  return {
    priority: guest.priority,
    dirtyBytesPerSecond: guest.dirtyRate,
    cpuPressureFraction: guest.pressure.cpuSome,
    ioPressureFraction: guest.pressure.ioSome,
    memoryPressureFraction: guest.pressure.memorySome,
    heldUntilMs: null,
    notBackTo: null,
  };
}

/** Rules without an id are named by what they say, so that their order does not matter. */
function scenarioRules(scenario: Scenario): readonly SelectedRule[] {
  const taken = new Set(scenario.rules.flatMap(({ id }) => id ?? []));
  return scenario.rules
    .filter(({ disabled }) => !disabled)
    .map((rule) => {
      const id = rule.id ?? freeName(describedRule(rule), taken);
      taken.add(id);
      const { kind, strict, guests: vmids, tags, pools } = rule;
      return {
        id,
        kind,
        origin: "scenario",
        strict,
        vmids,
        tags,
        pools,
        nodes: preferredNodes(rule, scenario),
      };
    });
}

function describedRule({ kind, guests, tags, pools, nodes }: ScenarioRule): string {
  const who = [...[...guests].sort((a, b) => a - b), ...[...tags].sort(), ...[...pools].sort()].join(",");
  return `${kind} ${who}${kind === "pin" ? ` on ${[...nodes].sort().join(",")}` : ""}`.slice(0, 200);
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  let free = name;
  for (let number = 2; taken.has(free); number += 1) free = `${name} (${number})`;
  return free;
}

/** As with HA: only the online nodes of the highest priority are where a guest stays. */
function preferredNodes(rule: ScenarioRule, scenario: Scenario): readonly string[] {
  const { priorities } = rule;
  if (!priorities) return rule.nodes;
  const online = new Set(
    scenario.nodes.filter((node) => node.status === "online" && !node.maintenance).map(({ name }) => name),
  );
  const usable = rule.nodes.filter((name) => online.has(name));
  const candidates = usable.length > 0 ? usable : rule.nodes;
  const highest = Math.max(...candidates.map((name) => priorities[name] ?? 0));
  return candidates.filter((name) => (priorities[name] ?? 0) === highest);
}

function demandsOf(scenario: Scenario, snapshot: Snapshot): ReadonlyMap<number, GuestDemand> {
  const readings = new Map<string, DemandReading[]>();
  const sizes = new Map(scenario.guests.map(({ vmid, memory }) => [String(vmid), memory]));
  for (const point of scenario.history) addReadings(readings, point, sizes, snapshot.readAtMs);
  return new Map(
    snapshot.guests.flatMap((guest) => {
      const past = readings.get(String(guest.vmid));
      if (!past || guest.status !== "running") return [];
      const use = pastUse(past, snapshot.readAtMs);
      return use ? [[guest.vmid, robustDemand(presentUse(guest), use)] as const] : [];
    }),
  );
}

function addReadings(
  readings: Map<string, DemandReading[]>,
  point: ScenarioHistoryPoint,
  sizes: ReadonlyMap<string, number>,
  clockMs: number,
): void {
  const atMs = historyPointAtMs(point, clockMs);
  for (const [vmid, { cpu = null, memory = null }] of Object.entries(point.guests)) {
    const bytes = memory !== null && memory <= 1 ? memory * (sizes.get(vmid) ?? 0) : memory;
    const reading = { atMs, cpuThreads: cpu, memoryBytes: bytes };
    const earlier = readings.get(vmid);
    if (earlier) earlier.push(reading);
    else readings.set(vmid, [reading]);
  }
}
