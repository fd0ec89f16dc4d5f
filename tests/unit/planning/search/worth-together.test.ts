import { describe, expect, it } from "vitest";
import { planCluster } from "@/lib/planning/plan-cluster";
import { GIB, guest, inputOf, node } from "../scenario-input";

const nodes = ["pve1", "pve2"].map((name) => node(name, { migrationBandwidth: 10e6 }));

/** A busy node, and moves that are worth so many times what they cost. */
function planned(benefitHours: number, overrides: Parameters<typeof inputOf>[0] = {}) {
  const busy = [100, 101].map((vmid) =>
    guest(vmid, "pve1", { cores: 6, cpuUsed: 5, memory: 8 * GIB, memoryUsed: 8 * GIB }),
  );
  const { verdict, moves, notMoved, certificate } = planCluster(
    inputOf({ nodes, guests: busy, ...overrides, settings: { "planning.benefitHours": benefitHours } }),
  );
  expect(certificate.ok).toBe(true);
  return { verdict, moves, why: notMoved.map(({ reason }) => reason) };
}

/** Hours for which the move's relief must last so that it is worth exactly what it costs. */
function hoursToPay(): number {
  const [move] = planned(1_000).moves;
  const benefit = move?.reason.factors.find(({ key }) => key === "benefit");
  return (1_000 * (move?.seconds ?? 0)) / (benefit?.after ?? 1);
}

describe("moves for balance's sake alone", () => {
  it("are begun when they are worth a fifth more than they cost", () => {
    const hours = hoursToPay();
    expect(planned(1.3 * hours)).toMatchObject({ verdict: "plan", moves: [{ vmid: 100 }] });
    expect(planned(1.1 * hours)).toMatchObject({
      verdict: "balanced",
      moves: [],
      why: ["hardly-worth", "hardly-worth"],
    });
    expect(planned(0.9 * hours)).toMatchObject({
      verdict: "balanced",
      moves: [],
      why: ["too-costly", "too-costly"],
    });
  });
});
