import { describe, expect, it } from "vitest";
import { bestNode } from "@/lib/planning/best-node";
import { GIB, guest, inputOf, node } from "./scenario-input";

const wanted = {
  kind: "qemu",
  cpuCount: 2,
  cpuThreads: 1,
  memoryBytes: 4 * GIB,
  memoryUsedBytes: 3 * GIB,
  disks: [],
  tags: [],
} as const;

describe("bestNode", () => {
  it("offers the least loaded node first, with its score afterwards", () => {
    const input = inputOf({
      guests: [guest(100, "pve1", { memory: 32 * GIB, memoryUsed: 30 * GIB }), guest(101, "pve2")],
    });

    const offers = bestNode(input, wanted);

    expect(offers.map((offer) => offer.node)).toEqual(["pve3", "pve2", "pve1"]);
    expect(offers.every(({ refusal }) => refusal === null)).toBe(true);
    expect(offers[0]?.scoreAfter).toBeLessThanOrEqual(100);
    expect(offers[0]?.loadAfter).toBeCloseTo(1 / 16 / 0.6, 6);
  });

  it("says why a node does not take the guest, and puts it last", () => {
    const input = inputOf({
      nodes: [node("pve1"), node("pve2", { maintenance: true }), node("pve3", { memory: 2 * GIB })],
    });

    const offers = bestNode(input, wanted);

    expect(offers[0]).toMatchObject({ node: "pve1", refusal: null });
    expect(new Map(offers.map((offer) => [offer.node, offer.refusal?.code]))).toEqual(
      new Map([
        ["pve1", undefined],
        ["pve2", "target-maintenance"],
        ["pve3", "memory-headroom"],
      ]),
    );
  });

  it("heeds the rules that its tags bring", () => {
    const input = inputOf({ guests: [guest(100, "pve1", { tags: ["plb_anti_affinity_web"] })] });

    const offers = bestNode(input, { ...wanted, tags: ["plb_anti_affinity_web"] });

    expect(offers.find((offer) => offer.node === "pve1")?.refusal?.code).toBe("anti-affinity");
  });
});
