import { describe, expect, it } from "vitest";
import { planCluster } from "@/lib/planning/plan-cluster";
import { GIB, guest, inputOf } from "./scenario-input";

const faultsOf = (plan: ReturnType<typeof planCluster>) => plan.certificate.checks.filter(({ ok }) => !ok);

describe("planCluster", () => {
  it("leaves a balanced cluster alone and says why", () => {
    const plan = planCluster(
      inputOf({ guests: [guest(100, "pve1"), guest(101, "pve2"), guest(102, "pve3")] }),
    );

    expect(plan.verdict).toBe("balanced");
    expect(plan.moves).toEqual([]);
    expect(plan.reason).toContain("Nothing needs to move");
    expect(faultsOf(plan)).toEqual([]);
  });

  it("relieves a busy node", () => {
    const busy = Array.from({ length: 8 }, (_, index) =>
      guest(100 + index, "pve1", { cores: 4, memory: 8 * GIB, memoryUsed: 6 * GIB, cpuUsed: 1.6 }),
    );
    const plan = planCluster(inputOf({ guests: busy }));

    expect(faultsOf(plan)).toEqual([]);
    expect(plan.verdict).toBe("plan");
    expect(plan.nodes.pve1?.after.cpu).toBeLessThan(0.4);
    expect(plan.score.after).toBeGreaterThan(plan.score.before ?? 100);
  });

  it("finds nothing more to do once a plan was carried out", () => {
    const busy = Array.from({ length: 8 }, (_, index) =>
      guest(100 + index, "pve1", { cores: 4, memory: 8 * GIB, memoryUsed: 6 * GIB, cpuUsed: 1.6 }),
    );
    const { placements } = planCluster(inputOf({ guests: busy }));
    const moved = busy.map((one) => ({ ...one, node: placements[String(one.vmid)] ?? one.node }));

    expect(planCluster(inputOf({ guests: moved })).verdict).toBe("balanced");
  });

  it("empties a node, stopped guests too, over all others", () => {
    const guests = [0, 1, 2, 3].map((index) =>
      guest(100 + index, "pve1", index === 3 ? { status: "stopped" } : {}),
    );
    const plan = planCluster(inputOf({ guests, evacuate: ["pve1"] }));

    expect(faultsOf(plan)).toEqual([]);
    expect(plan.verdict).toBe("plan");
    expect(plan.nodes.pve1?.after.guests).toBe(0);
    expect([plan.nodes.pve2?.after.guests, plan.nodes.pve3?.after.guests]).toEqual([2, 2]);
  });

  it("names what keeps a guest on a node that is to be emptied, and what helps", () => {
    const plan = planCluster(
      inputOf({
        guests: [guest(100, "pve1", { passthrough: ["hostpci0"] }), guest(101, "pve1")],
        evacuate: ["pve1"],
      }),
    );

    expect(faultsOf(plan)).toEqual([]);
    expect(plan.verdict).toBe("blocked");
    expect(plan.blocked).toMatchObject([{ vmid: 100, node: "pve1", reason: "passthrough" }]);
    expect(plan.moves).toMatchObject([{ vmid: 101 }]);
  });

  it("repairs a broken rule", () => {
    const plan = planCluster(
      inputOf({
        guests: [guest(100, "pve1"), guest(101, "pve1")],
        rules: [{ id: "apart", kind: "anti-affinity", guests: [100, 101] }],
      }),
    );

    expect(faultsOf(plan)).toEqual([]);
    expect(plan.verdict).toBe("plan");
    expect(plan.moves).toHaveLength(1);
    expect(plan.violations.after).toEqual([]);
  });
});
