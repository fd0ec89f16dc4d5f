import { describe, expect, it } from "vitest";
import { planEvacuation } from "@/lib/planning/evacuation/plan-evacuation";
import { planHome } from "@/lib/planning/evacuation/plan-home";
import { GIB, guest, inputOf, node } from "../scenario-input";

const guests = [
  guest(100, "pve1"),
  guest(101, "pve1", { status: "stopped" }),
  guest(102, "pve1", { memory: 16 * GIB, memoryUsed: 14 * GIB }),
  guest(103, "pve2"),
];

describe("planEvacuation", () => {
  it("empties several nodes at once and touches nothing else", () => {
    const plan = planEvacuation(inputOf({ guests }), ["pve1", "pve2"]);

    expect(plan.certificate.checks.filter(({ ok }) => !ok)).toEqual([]);
    expect(plan.moves.map(({ vmid, to }) => [vmid, to]).sort()).toEqual(
      [100, 101, 102, 103].map((vmid) => [vmid, "pve3"]),
    );
  });

  it("names every guest for which no other node has room", () => {
    const plan = planEvacuation(
      inputOf({ nodes: [node("pve1"), node("pve2", { memory: 4 * GIB })], guests }),
      ["pve1"],
    );

    expect(plan.verdict).toBe("blocked");
    expect(plan.blocked.map(({ vmid }) => vmid)).toEqual([102]);
    expect(plan.blocked[0]?.fix).not.toBe("");
  });
});

describe("planHome", () => {
  it("brings guests back to where they came from", () => {
    const { placements } = planEvacuation(inputOf({ guests }), ["pve1"]);
    const away = guests.map((one) => ({ ...one, node: placements[String(one.vmid)] ?? one.node }));
    const origins = new Map(guests.map(({ vmid, node: name }) => [vmid, name]));

    const plan = planHome(inputOf({ guests: away }), origins);

    expect(plan.certificate.checks.filter(({ ok }) => !ok)).toEqual([]);
    expect(plan.moves.every(({ reason }) => reason.need === "home")).toBe(true);
    expect(guests.map(({ vmid }) => plan.placements[String(vmid)])).toEqual(
      guests.map(({ node: name }) => name),
    );
  });

  it("leaves a guest where it is when its node has no room, and says so", () => {
    const input = inputOf({
      nodes: [node("pve1", { memory: 8 * GIB }), node("pve2"), node("pve3")],
      guests: [guest(102, "pve2", { memory: 16 * GIB, memoryUsed: 14 * GIB })],
    });

    const plan = planHome(input, new Map([[102, "pve1"]]));

    expect(plan.moves).toEqual([]);
    expect(plan.notMoved).toMatchObject([{ vmid: 102, reason: "memory-headroom" }]);
  });
});
