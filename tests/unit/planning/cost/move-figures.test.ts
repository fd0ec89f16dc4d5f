import { describe, expect, it, test } from "vitest";
import type { ScenarioInput } from "@/lib/inventory/scenario/scenario";
import type { MoveFigures } from "@/lib/planning/cost/estimate-move";
import { moveFiguresFrom, moveKindOf } from "@/lib/planning/cost/move-figures";
import type { PlanningInput } from "@/lib/planning/planning-input";
import { GIB, guest, inputOf, node } from "../scenario-input";

const storages = [
  { id: "ceph", type: "rbd", total: 1000 * GIB },
  { id: "local-lvm", type: "lvmthin", total: 1000 * GIB },
];

function figuresOf(
  one: NonNullable<ScenarioInput["guests"]>[number],
  change: (input: PlanningInput) => PlanningInput = (input) => input,
): MoveFigures {
  const input = change(inputOf({ guests: [one], storages }));
  const [first] = input.snapshot.guests;
  if (!first) throw new Error("the scenario has no guest");
  return moveFiguresFrom(input)(first, "pve1", "pve2");
}

describe("how a guest travels", () => {
  test.each([
    ["a running VM", guest(100, "pve1"), "live"],
    ["a paused VM", guest(100, "pve1", { status: "paused" }), "live"],
    ["a running container", guest(100, "pve1", { type: "lxc" }), "restart"],
    ["a stopped VM", guest(100, "pve1", { status: "stopped" }), "offline"],
    ["a stopped container", guest(100, "pve1", { type: "lxc", status: "stopped" }), "offline"],
  ] as const)("%s", (_name, one, kind) => {
    const [first] = inputOf({ guests: [one] }).snapshot.guests;
    expect(first && moveKindOf(first)).toBe(kind);
  });
});

describe("what a move has to carry", () => {
  it("is the memory in use, and only disks that are not shared", () => {
    const disks = [
      { key: "scsi0", storage: "ceph", size: 32 * GIB },
      { key: "scsi1", storage: "local-lvm", size: 10 * GIB },
      { key: "scsi2", storage: "local-lvm", size: 5 * GIB },
    ];
    const figures = figuresOf(guest(100, "pve1", { memoryUsed: 3 * GIB, disks }));
    expect(figures).toMatchObject({ memoryBytes: 3 * GIB, localDiskBytes: 15 * GIB, managedByHa: false });
  });

  it("is all memory that was promised where its use is not known", () => {
    const figures = figuresOf(guest(100, "pve1", { memory: 4 * GIB }), (input) => ({
      ...input,
      snapshot: {
        ...input.snapshot,
        guests: input.snapshot.guests.map((one) => ({
          ...one,
          memoryUsedBytes: null,
          memoryHostBytes: null,
        })),
      },
    }));
    expect(figures.memoryBytes).toBe(4 * GIB);
  });

  it("uses the dirty rate that is known, else 25 MB/s for each busy thread and a little of the memory", () => {
    expect(figuresOf(guest(100, "pve1", { dirtyRate: 20_000_000 })).dirtyBytesPerSecond).toBe(20_000_000);
    const unknown = (input: PlanningInput): PlanningInput => ({ ...input, guestPolicies: new Map() });
    const busy = guest(100, "pve1", { cpuUsed: 2, memory: 64 * GIB, memoryUsed: 64 * GIB });
    expect(figuresOf(busy, unknown).dirtyBytesPerSecond).toBeCloseTo(2 * 25_000_000 + 0.064 * GIB, 0);
    const paused = guest(100, "pve1", { status: "paused" });
    expect(figuresOf(paused, unknown).dirtyBytesPerSecond).toBe(0);
  });

  it("goes over the slower of the two nodes' networks; 1 Gbit/s where nothing is known", () => {
    const nodes = [
      node("pve1", { migrationBandwidth: 1_250_000_000 }),
      node("pve2", { migrationBandwidth: 500_000_000 }),
    ];
    const input = inputOf({ nodes, guests: [guest(100, "pve1")] });
    const [first] = input.snapshot.guests;
    if (!first) throw new Error("the scenario has no guest");
    expect(moveFiguresFrom(input)(first, "pve1", "pve2").bytesPerSecond).toBe(500_000_000);
    const unknown = { ...input, nodePolicies: new Map() };
    expect(moveFiguresFrom(unknown)(first, "pve1", "pve2").bytesPerSecond).toBe(125_000_000);
  });

  it("says when HA does the moving", () => {
    expect(figuresOf(guest(100, "pve1", { ha: { managed: true } })).managedByHa).toBe(true);
  });
});
