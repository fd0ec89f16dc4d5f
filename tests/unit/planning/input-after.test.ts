import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Scenario } from "@/lib/inventory/scenario/scenario";
import { planningInputFromScenario } from "@/lib/planning/input/planning-input-from-scenario";
import { inputAfter } from "@/lib/planning/input-after";
import { buildClusterModel } from "@/lib/planning/model/build-cluster-model";
import { createPlacement } from "@/lib/planning/model/create-placement";
import { planCluster } from "@/lib/planning/plan-cluster";
import type { PlanningInput } from "@/lib/planning/planning-input";
import { afterPlan } from "@/tests/scenarios/judge/cluster-after";
import { anyCluster } from "@/tests/support/planning/cluster-arbitrary";

/** A cluster, the input as it is foreseen after its plan, and as it is read then. */
function foreseen(scenario: Scenario, past: "as-ever" | "as-it-was") {
  const input = planningInputFromScenario(scenario);
  const { moves, placements } = planCluster(input);
  const model = buildClusterModel(input);
  const placement = createPlacement(model);
  for (const { vmid, to } of moves)
    placement.apply(model.guestIndex.get(vmid) ?? -1, model.nodeIndex.get(to) ?? -1);
  const read = planningInputFromScenario(afterPlan(scenario, placements));
  return { input, after: inputAfter(model, placement, past), read, moves: moves.length };
}

/** By what they are of. */
function readings({ snapshot, history }: PlanningInput): ReadonlyMap<string, number | string | null> {
  return new Map<string, number | string | null>([
    ...snapshot.nodes.flatMap(
      ({ name, cpuFraction, memoryUsedBytes, ioWaitFraction, pressure }): [string, number | null][] => [
        [`CPU of ${name}`, cpuFraction],
        [`memory of ${name}`, memoryUsedBytes],
        [`IO wait of ${name}`, ioWaitFraction],
        [`IO pressure of ${name}`, pressure?.ioSomeFraction ?? null],
        [`CPU of ${name} before`, history.get(name)?.at(-1)?.cpuAverageFraction ?? null],
      ],
    ),
    ...snapshot.guests.map(({ vmid, node }): [string, string] => [`node of ${vmid}`, node]),
    ...snapshot.storages.map(({ name, node, usedBytes }): [string, number | null] => [
      `${name} of ${node}`,
      usedBytes,
    ]),
  ]);
}

/** What differs by more than rounding. */
function differences(one: PlanningInput, other: PlanningInput): readonly string[] {
  const others = readings(other);
  return [...readings(one)].flatMap(([of, value]) => {
    const read = others.get(of) ?? null;
    const isSame =
      typeof value === "number" && typeof read === "number"
        ? Math.abs(value - read) <= 1e-6 * Math.max(1, Math.abs(read))
        : value === read;
    return isSame ? [] : [`${of}: ${value} is foreseen, ${read} is read`];
  });
}

describe("inputAfter", () => {
  const clusters = fc.sample(anyCluster({ settings: false }), { seed: 20_260_105, numRuns: 12 });

  it("foresees what is read once a plan was carried out, in any cluster", () => {
    const all = clusters.map((scenario) => foreseen(scenario, "as-ever"));
    expect(all.flatMap(({ after, read }) => differences(after, read))).toEqual([]);
    expect(all.filter(({ moves }) => moves > 0).length).toBeGreaterThan(3);
  });

  it("leaves the past as it was where that is asked for, and everything where nothing moves", () => {
    const [one] = clusters
      .map((scenario) => foreseen(scenario, "as-it-was"))
      .filter(({ moves }) => moves > 0);
    expect(one?.after.history).toBe(one?.input.history);
    const input = planningInputFromScenario({ ...clusters[0], guests: [] } as Scenario);
    const model = buildClusterModel(input);
    expect(inputAfter(model, createPlacement(model), "as-ever")).toBe(input);
  });
});
