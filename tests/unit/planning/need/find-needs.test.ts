import { describe, expect, it } from "vitest";
import type { ScenarioInput } from "@/lib/inventory/scenario/scenario";
import { buildClusterModel } from "@/lib/planning/model/build-cluster-model";
import { createPlacement } from "@/lib/planning/model/create-placement";
import { findNeeds } from "@/lib/planning/need/find-needs";
import { isComfortable } from "@/lib/planning/need/is-comfortable";
import { GIB, guest, inputOf, node } from "../scenario-input";

function clusterOf(given: Partial<ScenarioInput>) {
  const model = buildClusterModel(inputOf(given));
  const placement = createPlacement(model);
  return {
    needs: () => findNeeds(model, placement),
    brief: () => findNeeds(model, placement).map(({ need, subject }) => `${need} ${subject}`),
    comfortable: () => isComfortable(model, placement),
    move: (vmid: number, name: string) =>
      placement.apply(model.guestIndex.get(vmid) ?? -1, model.nodeIndex.get(name) ?? -1),
  };
}

/** A guest that holds a share of a node's memory (64 GiB) and of its CPU (16 threads). */
const filling = (vmid: number, on: string, memory: number, cpu = 0, overrides = {}) =>
  guest(vmid, on, {
    cores: 16,
    memory: memory * 64 * GIB,
    memoryUsed: memory * 64 * GIB,
    cpuUsed: cpu * 16,
    ...overrides,
  });

/** Each of the last 24 hours of nodes, as shares. */
const lastDay = (nodes: Record<string, { cpu?: number; memory?: number; iowait?: number }>) =>
  Array.from({ length: 24 }, (_, index) => ({ at: -3600 * (index + 1), nodes }));

describe("no need", () => {
  it("is what two idle nodes at 2 % and 5 % have, and a cluster without guests", () => {
    expect(clusterOf({}).brief()).toEqual([]);
    const idle = clusterOf({ guests: [filling(100, "pve1", 0.05), filling(101, "pve2", 0.02)] });
    expect(idle.brief()).toEqual([]);
    expect(idle.comfortable()).toBe(true);
  });

  it("is what a large spread below the floor is, and a spread just as wide as allowed", () => {
    expect(clusterOf({ guests: [filling(100, "pve1", 0.2)] }).brief()).toEqual([]);
    const even = ["pve1", "pve2", "pve3"].map((name, index) =>
      filling(100 + index, name, index === 0 ? 0.4 : 0.3),
    );
    expect(clusterOf({ guests: even }).brief()).toEqual([]);
  });
});

describe("forced needs", () => {
  it("are broken strict rules; loose ones are needs that force nothing", () => {
    const guests = [guest(100, "pve1"), guest(101, "pve1"), guest(102, "pve2")];
    const rules = [
      { id: "near", kind: "affinity" as const, guests: [101, 102], strict: false },
      { id: "apart", kind: "anti-affinity" as const, guests: [100, 101] },
      { id: "kept", kind: "pin" as const, guests: [102], nodes: ["pve2"] },
    ];
    const needs = clusterOf({ guests, rules }).needs();
    expect(needs.map(({ need, subject, forced }) => [need, subject, forced])).toEqual([
      ["rule", "apart", true],
      ["rule", "near", false],
    ]);
    expect(needs[0]).toMatchObject({
      guests: [0, 1],
      nodes: [0],
      sentence: "Guests 100, 101 must be kept apart (apart), but are on pve1.",
    });
  });

  it("are nodes that hold more memory than they have less the reserve, not ones that are just full", () => {
    const full = filling(100, "pve1", 1);
    expect(clusterOf({ guests: [full] }).brief()).not.toContain("capacity pve1");
    const over = clusterOf({ guests: [full, guest(101, "pve1")] });
    expect(over.brief()[0]).toBe("capacity pve1");
    const nodes = [node("pve1", { memoryReserve: GIB }), node("pve2")];
    const reserved = clusterOf({ guests: [full], nodes }).needs();
    expect(reserved[0]).toMatchObject({ need: "capacity", forced: true, guests: [0], nodes: [0] });
    expect(reserved[0]?.sentence).toBe("pve1 holds 64.0 GiB of memory and may hold 63.0 GiB.");
  });

  it("are nodes that have promised more virtual CPUs than they may", () => {
    const settings = { "planning.cpuOvercommit": 1 };
    const guests = [guest(100, "pve1", { cores: 12 }), guest(101, "pve1", { cores: 4 })];
    expect(clusterOf({ guests, settings }).brief()).toEqual([]);
    const more = [...guests, guest(102, "pve1", { cores: 1 })];
    expect(clusterOf({ guests: more, settings }).brief()).toEqual(["capacity pve1"]);
    const stopped = [...guests, guest(102, "pve1", { cores: 1, status: "stopped" })];
    expect(clusterOf({ guests: stopped, settings }).brief()).toEqual([]);
  });

  it("are guests on nodes to be emptied, running or stopped, without templates", () => {
    const guests = [
      guest(100, "pve1"),
      guest(101, "pve1", { status: "stopped" }),
      guest(102, "pve1", { template: true }),
      guest(103, "pve2"),
    ];
    const named = clusterOf({ guests, evacuate: ["pve1"] });
    expect(named.needs()).toEqual([
      {
        need: "evacuation",
        subject: "pve1",
        forced: true,
        guests: [0, 1],
        nodes: [0],
        sentence: "pve1 is to be emptied and 2 guests are still on it.",
      },
    ]);
    named.move(100, "pve2");
    named.move(101, "pve3");
    expect(named.brief()).toEqual([]);
    const maintained = { guests, nodes: [node("pve1", { maintenance: true }), node("pve2")] };
    expect(clusterOf(maintained).needs()[0]?.sentence).toBe(
      "pve1 is in maintenance and 2 guests are still on it.",
    );
  });
});

describe("contention", () => {
  it("is a node above a threshold, the most loaded first", () => {
    const guests = [filling(100, "pve1", 0.72), filling(101, "pve2", 0.3, 0.8), filling(102, "pve3", 0.7)];
    const needs = clusterOf({ guests, settings: { "planning.balanciness": 100 } }).needs();
    expect(needs.map(({ need, subject, forced }) => [need, subject, forced])).toEqual([
      ["contention", "pve2", false],
      ["contention", "pve1", false],
    ]);
    expect(needs[0]?.sentence).toBe("pve2 uses 80 % of its CPU, more than the threshold of 60 %.");
  });

  it("must have lasted for a day, where a day is known", () => {
    const guests = [filling(100, "pve1", 0.1, 0.8)];
    const settings = { "planning.balanciness": 100 };
    const calm = { pve1: { cpu: 0.3 }, pve2: { cpu: 0 }, pve3: { cpu: 0 } };
    expect(clusterOf({ guests, settings, history: lastDay(calm) }).brief()).toEqual([]);
    const busy = { ...calm, pve1: { cpu: 0.7 } };
    expect(clusterOf({ guests, settings, history: lastDay(busy) }).brief()).toEqual(["contention pve1"]);
    const short = lastDay(calm).slice(0, 6);
    expect(clusterOf({ guests, settings, history: short }).brief()).toEqual(["contention pve1"]);
  });

  it("is not hidden by readings of the day that stop at 100 % where guests ask for more", () => {
    const guests = [filling(100, "pve1", 0.6), filling(101, "pve1", 0.9)];
    const settings = { "planning.balanciness": 100 };
    const full = { pve1: { memory: 1 }, pve2: { memory: 0 }, pve3: { memory: 0 } };
    const cluster = clusterOf({ guests, settings, history: lastDay(full) });
    cluster.move(100, "pve2");
    expect(cluster.brief()).toEqual(["contention pve1"]);
  });

  it("does not come from IO wait that no guest is known to cause", () => {
    const nodes = [node("pve1", { iowait: 0.5 }), node("pve2")];
    const settings = { "planning.balanciness": 100 };
    expect(clusterOf({ nodes, guests: [guest(100, "pve1")], settings }).brief()).toEqual([]);
    const waiting = [guest(100, "pve1", { pressure: { ioSome: 0.4 } })];
    expect(clusterOf({ nodes, guests: waiting, settings }).brief()).toEqual(["contention pve1"]);
  });

  it("does not count on nodes that are left out or to be emptied", () => {
    const guests = [filling(100, "pve1", 0.9)];
    expect(clusterOf({ guests, nodes: [node("pve1", { ignored: true }), node("pve2")] }).brief()).toEqual([]);
    expect(clusterOf({ guests, evacuate: ["pve1"] }).brief()).toEqual(["evacuation pve1"]);
  });
});

describe("imbalance", () => {
  const uneven = [filling(100, "pve1", 0.25), filling(101, "pve1", 0.25), filling(102, "pve2", 0.3)];

  it("is a spread above balanciness whose highest is above the floor", () => {
    const cluster = clusterOf({ guests: uneven });
    expect(cluster.needs()).toMatchObject([
      { need: "imbalance", subject: "pve1", forced: false, guests: [0, 1], nodes: [0] },
    ]);
    expect(cluster.needs()[0]?.sentence).toBe(
      "pve1 uses 50 % of its memory and pve3 0 %, further apart than 10 %.",
    );
    expect(clusterOf({ guests: uneven, settings: { "planning.balanciness": 60 } }).brief()).toEqual([]);
  });

  it("is not found where nodes took turns over the day", () => {
    const turned = { pve1: { memory: 0 }, pve2: { memory: 0.3 }, pve3: { memory: 0.5 } };
    expect(clusterOf({ guests: uneven, history: lastDay(turned) }).brief()).toEqual([]);
    const lasting = { pve1: { memory: 0.5 }, pve2: { memory: 0.3 }, pve3: { memory: 0 } };
    expect(clusterOf({ guests: uneven, history: lastDay(lasting) }).brief()).toEqual(["imbalance pve1"]);
  });

  it("is over after the moves that end it, in the past as well", () => {
    const lasting = { pve1: { memory: 0.5 }, pve2: { memory: 0.3 }, pve3: { memory: 0 } };
    const cluster = clusterOf({ guests: uneven, history: lastDay(lasting) });
    cluster.move(100, "pve3");
    expect(cluster.brief()).toEqual([]);
    expect(cluster.comfortable()).toBe(true);
  });

  it("compares what the method and the mode say", () => {
    const guests = [filling(100, "pve1", 0.5, 0, { memoryUsed: GIB }), filling(101, "pve2", 0.02, 0.5)];
    const brief = (settings: Record<string, string>) => clusterOf({ guests, settings }).brief();
    expect(brief({ "planning.method": "memory" })).toEqual([]);
    expect(brief({ "planning.method": "cpu" })).toEqual(["imbalance pve2"]);
    expect(brief({ "planning.method": "memory", "planning.mode": "assigned" })).toEqual(["imbalance pve1"]);
  });
});

describe("comfort", () => {
  const two = (one: number, other: number) =>
    clusterOf({
      nodes: [node("pve1"), node("pve2")],
      guests: [filling(100, "pve1", one), filling(101, "pve2", other)],
    });

  it("begins further inside than a need ends, so that noise does not start a search again", () => {
    expect([two(0.38, 0.3).brief(), two(0.38, 0.3).comfortable()]).toEqual([[], false]);
    expect([two(0.36, 0.3).brief(), two(0.36, 0.3).comfortable()]).toEqual([[], true]);
    expect([two(0.68, 0.66).brief(), two(0.68, 0.66).comfortable()]).toEqual([[], false]);
    expect(two(0.66, 0.66).comfortable()).toBe(true);
  });
});

describe("distribution", () => {
  const guests = [100, 101, 102, 103].map((vmid) => guest(vmid, "pve1", { cpuUsed: 0, memoryUsed: GIB / 8 }));
  const settings = { "planning.distribution.enabled": true };

  it("is asked for by its setting alone, where a node has many more small guests than another", () => {
    expect(clusterOf({ guests }).brief()).toEqual([]);
    expect(clusterOf({ guests, settings }).needs()).toMatchObject([
      { need: "distribution", subject: "pve1", forced: false, guests: [0, 1, 2, 3] },
    ]);
    expect(clusterOf({ guests: guests.slice(0, 2), settings }).brief()).toEqual([]);
  });

  it("moves no large guests", () => {
    const large = guests.map((one) => ({ ...one, cores: 3 }));
    expect(clusterOf({ guests: large, settings }).brief()).toEqual([]);
    const anySize = { ...settings, "planning.distribution.maxCores": 0 };
    expect(clusterOf({ guests: large, settings: anySize }).brief()).toEqual(["distribution pve1"]);
  });
});
