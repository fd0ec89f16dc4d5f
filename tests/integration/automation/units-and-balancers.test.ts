import { afterEach, describe, expect, it } from "vitest";
import { readAutomation } from "@/lib/server/automation/read-automation";
import { prisma } from "@/lib/server/db/prisma";
import { aViewer } from "@/tests/support/a-viewer";
import { type AutomatedCluster, startAutomatedCluster } from "@/tests/support/automation/automated-cluster";
import { useTestDatabase } from "@/tests/support/database";

useTestDatabase();
process.env.EVENKEEL_SECRET_KEY = Buffer.alloc(32, 7).toString("base64");

let cluster: AutomatedCluster;
afterEach(async () => {
  await cluster.stop();
  await prisma.cluster.deleteMany();
});

describe("moves that belong together", () => {
  /** Guests are kept together in pairs: whatever is worth moving is a pair. */
  const startPairs = async (values: Record<string, number>) => {
    cluster = await startAutomatedCluster(values, {
      guest: (index) => ({ tags: [`plb_affinity_pair${Math.floor(index / 2)}`] }),
    });
  };

  it("are not made where a run may make fewer", async () => {
    await startPairs({ "automation.maxMovesPerRun": 1 });
    const ended = await cluster.finish(await cluster.begin());
    expect(ended).toMatchObject({ outcome: "held", counts: { executed: 0, pending: 0 } });
    expect(ended.sentence).toContain("2 moves belong together, and a run may make 1 move");
    expect(cluster.migrateCalls()).toBe(0);
  }, 60_000);

  it("are made one after the other, to the end", async () => {
    await startPairs({ "automation.maxMovesPerRun": 2 });
    const ended = await cluster.finish(await cluster.begin());
    expect(ended).toMatchObject({ outcome: "moved", counts: { executed: 2, done: 2 } });
    const moves = await prisma.move.findMany({ orderBy: { requestedAt: "asc" } });
    const [first, second] = moves;
    expect(Math.floor((first?.vmid ?? 0) / 2)).toBe(Math.floor((second?.vmid ?? 0) / 2));
    expect(second?.toNode).toBe(first?.toNode);
    expect(second?.requestedAt.getTime()).toBeGreaterThanOrEqual(first?.endedAt?.getTime() ?? 0);
  }, 90_000);

  it("are left out together when the first of them cannot be made", async () => {
    await startPairs({ "automation.maxMovesPerRun": 2 });
    const runId = await cluster.begin();
    const { decisions } = await cluster.finish(runId, ({ rounds }) => rounds === 1);
    const [first] = decisions.filter(({ action }) => action === "pending");
    await cluster.simulator.post({ do: "guest-lock", vmid: first?.vmid, lock: "backup" });
    const ended = await cluster.finish(runId);
    const pair = Math.floor((first?.vmid ?? 0) / 2);
    const left = ended.decisions.filter(({ vmid }) => Math.floor(vmid / 2) === pair);
    expect(left.length).toBeGreaterThanOrEqual(2);
    expect(left.filter(({ moveState }) => moveState === "done")).toEqual([]);
    expect(cluster.nodeOf(2 * pair)).toBe("pve1");
    expect(cluster.nodeOf(2 * pair + 1)).toBe("pve1");
  }, 90_000);
});

describe("Proxmox VE's own balancer", () => {
  it("keeps its guests where it rebalances: automation moves the others, and says that both act", async () => {
    cluster = await startAutomatedCluster(
      { "automation.maxMovesPerRun": 3 },
      {
        pve: "9.2",
        // It would move something only at an imbalance that this cluster does not have.
        options: { crs: { ha: "dynamic", "ha-auto-rebalance": 1, "ha-auto-rebalance-threshold": 1000 } },
        guest: (index) => (index < 4 ? { ha: { state: "started" } } : {}),
      },
    );
    const ended = await cluster.finish(await cluster.begin());
    const moved = ended.decisions.filter(({ action }) => action === "executed").map(({ vmid }) => vmid);
    expect(moved.length).toBeGreaterThan(0);
    expect(moved.filter((vmid) => vmid < 104)).toEqual([]);
    const [state] = await readAutomation(aViewer());
    expect(state?.nativeBalancer).toMatchObject({ mode: "dynamic", automatic: true, guests: 4 });
    expect(state?.nativeBalancer?.setting).toBe("crs: ha=dynamic,ha-auto-rebalance=1");
    expect(state?.nativeBalancer?.warning).toMatch(/^Both Proxmox VE and automation act on this cluster/);
  }, 90_000);
});
