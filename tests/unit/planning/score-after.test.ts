import { describe, expect, it } from "vitest";
import { buildClusterModel } from "@/lib/planning/model/build-cluster-model";
import { createPlacement } from "@/lib/planning/model/create-placement";
import { ClusterScores, measuresAfter } from "@/lib/planning/score-after";
import { scoreCluster } from "@/lib/scoring/score-cluster";
import { GIB, guest, inputOf } from "./scenario-input";

const guests = [
  ...[0, 1, 2, 3, 4].map((index) =>
    guest(100 + index, "pve1", { cores: 4, cpuUsed: 2, memory: 12 * GIB, memoryUsed: 10 * GIB }),
  ),
  guest(110, "pve2"),
];

function plainScores(input: ReturnType<typeof inputOf>) {
  return scoreCluster({
    snapshot: input.snapshot,
    history: input.history,
    settings: input.scoringSettings,
  });
}

describe("ClusterScores", () => {
  it("gives the plain scores while nothing has moved", () => {
    const input = inputOf({ guests });
    const model = buildClusterModel(input);
    const scores = new ClusterScores(model, createPlacement(model).load);
    const plain = plainScores(input);

    expect(scores.health()).toBeCloseTo(plain.healthPercent ?? -1, 9);
    for (const { index, node } of model.nodes) {
      expect(scores.scoreOf(index)).toBeCloseTo(plain.nodes[node.name]?.suitabilityPercent ?? -1, 9);
    }
  });

  it("gives the scores that a reading after the moves would have", () => {
    const model = buildClusterModel(inputOf({ guests }));
    const placement = createPlacement(model);
    const scores = new ClusterScores(model, placement.load);
    for (const moved of [0, 1]) {
      placement.apply(moved, 2);
      scores.update([0, 2], placement.load);
    }
    const after = plainScores(
      inputOf({ guests: guests.map((one, index) => (index < 2 ? { ...one, node: "pve3" } : one)) }),
    );

    expect(scores.health()).toBeCloseTo(after.healthPercent ?? -1, 6);
    for (const { index, node } of model.nodes) {
      expect(scores.scoreOf(index)).toBeCloseTo(after.nodes[node.name]?.suitabilityPercent ?? -1, 6);
    }
  });

  it("counts what guests use now, which is what will be read, whatever they are planned with", () => {
    const busyDay = (on: string) =>
      inputOf({
        guests: guests.map((one, index) => (index === 0 ? { ...one, node: on } : one)),
        history: [1, 2, 3, 4, 5].map((hour) => ({
          at: -hour * 3_600,
          nodes: {},
          guests: { "100": { cpu: 4, memory: 12 * GIB } },
        })),
      });
    const model = buildClusterModel(busyDay("pve1"));
    const placement = createPlacement(model);
    const scores = new ClusterScores(model, placement.load);

    placement.apply(0, 1);
    scores.update([0, 1], placement.load);

    expect(model.input.demands.get(100)?.cpuThreads).toBe(4);
    expect(scores.health()).toBeCloseTo(plainScores(busyDay("pve2")).healthPercent ?? -1, 6);
  });

  it("lets what a node holds above all of its memory go first", () => {
    const full = [0, 1, 2].map((index) =>
      guest(100 + index, "pve1", { memory: 32 * GIB, memoryUsed: 32 * GIB }),
    );
    const model = buildClusterModel(inputOf({ guests: full }));
    const placement = createPlacement(model);
    const start = placement.load.slice();
    const [first] = model.nodes;

    placement.apply(0, 1);
    const still = first && measuresAfter(model, first, start, placement.load);
    placement.apply(1, 1);
    const less = first && measuresAfter(model, first, start, placement.load);

    expect(still?.memory.nowPercent).toBe(100);
    expect(less?.memory.nowPercent).toBeCloseTo(50, 6);
  });
});
