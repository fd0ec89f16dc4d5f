import { describe, expect, it, test } from "vitest";
import type { ScenarioInput } from "@/lib/inventory/scenario/scenario";
import { GIB, guest, node } from "../scenario-input";
import { failed, hot, others } from "./hot-node";
import { planOf } from "./plan-of";

describe("targets that may not be used", () => {
  test.each([
    ["offline", { status: "offline" }],
    ["in maintenance", { maintenance: true }],
    ["ignored", { ignored: true }],
    ["with too few threads for the guest", { cores: 4 }],
  ] as const)("%s", (_name, one) => {
    const story = { ...hot, nodes: [node("pve1"), node("pve2", one), node("pve3")] };
    expect(failed(planOf(story, [{ vmid: 100, to: "pve2" }]))).toContain("targets");
  });

  it("to be emptied itself", () => {
    expect(failed(planOf({ ...hot, evacuate: ["pve2"] }, [{ vmid: 100, to: "pve2" }]))).toContain("targets");
  });

  it("outside a strict pin", () => {
    const rules = [{ id: "lic", kind: "pin" as const, guests: [100], nodes: ["pve1", "pve3"] }];
    expect(failed(planOf({ ...hot, rules }, [{ vmid: 100, to: "pve2" }]))).toContain("targets");
    expect(failed(planOf({ ...hot, rules }, [{ vmid: 100, to: "pve3" }]))).toEqual([]);
  });

  it("with another CPU for a VM that runs on its host's", () => {
    const nodes = [node("pve1"), node("pve2", { cpuModel: "AMD EPYC 7302" }), node("pve3")];
    const guests = [guest(100, "pve1", { cores: 8, cpuUsed: 6, cpuType: "host" }), ...others];
    expect(failed(planOf({ ...hot, nodes, guests }, [{ vmid: 100, to: "pve2" }]))).toContain("targets");
    expect(failed(planOf({ ...hot, nodes, guests }, [{ vmid: 100, to: "pve3" }]))).toEqual([]);
  });

  const withDisk = (storage: object): ScenarioInput => ({
    ...hot,
    storages: [{ id: "data", type: "dir", total: 1000 * GIB, ...storage }],
    guests: [
      guest(100, "pve1", {
        cores: 8,
        cpuUsed: 6,
        disks: [{ key: "scsi0", storage: "data", size: 100 * GIB }],
      }),
      ...others,
    ],
  });

  it("without the storage, or with one that takes no disks", () => {
    const move = [{ vmid: 100, to: "pve2" }];
    expect(failed(planOf(withDisk({ nodes: ["pve1", "pve3"] }), move))).toContain("targets");
    expect(failed(planOf(withDisk({ content: ["iso"] }), move))).toContain("targets");
    expect(failed(planOf(withDisk({ shared: true, type: "nfs" }), move))).toEqual([]);
  });

  it("without room for a local disk", () => {
    const move = [{ vmid: 100, to: "pve2" }];
    const full = withDisk({ used: { pve1: 100 * GIB, pve2: 901 * GIB } });
    expect(failed(planOf(full, move))).toContain("headroom");
    const fits = withDisk({ used: { pve1: 100 * GIB, pve2: 899 * GIB } });
    expect(failed(planOf(fits, move))).not.toContain("headroom");
  });
});

describe("room at every instant", () => {
  it("a guest that keeps no thread busy may join a node with none left, one that does may not", () => {
    const story = (status: "paused" | "running"): ScenarioInput => ({
      nodes: [node("pve1"), node("pve2", { baseCpu: 1 })],
      guests: [guest(100, "pve1", { status }), guest(101, "pve2", { cores: 2, cpuUsed: 2 })],
      evacuate: ["pve1"],
    });
    const move = [{ vmid: 100, to: "pve2", need: "evacuation" as const }];
    expect(failed(planOf(story("running"), move))).toContain("headroom");
    expect(failed(planOf(story("paused"), move))).not.toContain("headroom");
  });

  const packed = (settings: NonNullable<ScenarioInput["settings"]> = {}): ScenarioInput => ({
    nodes: [node("pve1"), node("pve2")],
    guests: [
      guest(100, "pve1", { memory: 30 * GIB, memoryUsed: 30 * GIB, cores: 4, cpuUsed: 4 }),
      guest(101, "pve1", { memory: 20 * GIB, memoryUsed: 20 * GIB, cores: 8, cpuUsed: 8 }),
      guest(102, "pve2", { memory: 30 * GIB, memoryUsed: 30 * GIB, cores: 2, cpuUsed: 0 }),
    ],
    settings,
  });

  it("memory above the cap is too much for balance's sake", () => {
    const move = [{ vmid: 100, to: "pve2" }];
    expect(failed(planOf(packed({ "planning.memoryCap": 93 }), move))).toContain("headroom");
    expect(failed(planOf(packed({ "planning.memoryCap": 94 }), move))).not.toContain("headroom");
  });

  it("a forced move may fill memory up to the reserve", () => {
    const move = [{ vmid: 100, to: "pve2", need: "evacuation" as const }];
    const emptying = { ...packed(), evacuate: ["pve1"] };
    expect(failed(planOf(emptying, move))).not.toContain("headroom");
    const nodes = [node("pve1"), node("pve2", { memoryReserve: 5 * GIB })];
    expect(failed(planOf({ ...emptying, nodes }, move))).toContain("headroom");
  });

  it("the promised memory must fit, not only what is in use", () => {
    const story = packed();
    const [first, ...others] = story.guests ?? [];
    const growing = { ...story, guests: [{ ...first, memory: 50 * GIB, memoryUsed: 10 * GIB }, ...others] };
    expect(failed(planOf(growing as ScenarioInput, [{ vmid: 100, to: "pve2" }]))).toContain("headroom");
  });

  it("CPU above the cap, and virtual CPUs above the overcommit", () => {
    const move = [{ vmid: 101, to: "pve2" }];
    expect(failed(planOf(packed({ "planning.cpuCap": 49 }), move))).toContain("headroom");
    expect(failed(planOf(packed({ "planning.cpuOvercommit": 0.6 }), move))).toContain("headroom");
    expect(failed(planOf(packed({ "planning.cpuOvercommit": 0.65 }), move))).not.toContain("headroom");
  });

  it("a guest that leaves in the same wave still holds its room", () => {
    const swap: ScenarioInput = {
      nodes: [node("pve1"), node("pve2")],
      guests: [
        guest(100, "pve1", { memory: 40 * GIB, memoryUsed: 40 * GIB }),
        guest(101, "pve2", { memory: 30 * GIB, memoryUsed: 30 * GIB }),
      ],
      evacuate: [],
    };
    const moves = [
      { vmid: 100, to: "pve2", wave: 1, bundle: 1 },
      { vmid: 101, to: "pve1", wave: 1, bundle: 1 },
    ];
    expect(failed(planOf(swap, moves))).toContain("headroom");
  });
});
