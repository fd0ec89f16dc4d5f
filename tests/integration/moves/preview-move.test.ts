import { afterAll, beforeAll, expect, it } from "vitest";
import { GET as preflight } from "@/app/api/v1/moves/preflight/route";
import { prisma } from "@/lib/server/db/prisma";
import { callRoute } from "@/tests/support/call-route";
import { useTestDatabase } from "@/tests/support/database";
import { type MovingCluster, startMovingCluster } from "@/tests/support/moving/moving-cluster";
import { type SignedIn, signedIn } from "@/tests/support/signed-in";

useTestDatabase();

let cluster: MovingCluster;
let viewer: SignedIn;
beforeAll(async () => {
  process.env.EVENKEEL_DEMO = "off";
  cluster = await startMovingCluster();
  viewer = await signedIn({ role: "viewer" });
});
afterAll(() => cluster.stop());

async function ask(vmid: number | string, target: string, clusterId = cluster.clusterId) {
  const path = `/api/v1/moves/preflight?cluster=${clusterId}&vmid=${vmid}&target=${target}`;
  const response = await callRoute(preflight, { cookie: viewer.cookie, path });
  const body = await response.json();
  return { status: response.status, data: body.data, error: body.error };
}

it("says what a move would mean, and starts nothing", async () => {
  const { data } = await ask(100, "pve2");
  expect(data).toMatchObject({
    ok: true,
    sentence: "VM 100 (vm100) can be moved from pve1 to pve2 while it runs.",
    from: "pve1",
    to: "pve2",
    refusals: [],
    underWay: null,
    byHa: false,
    cost: { kind: "live", seconds: expect.any(Number), bytes: expect.any(Number) },
    proxmox: { verdict: "allowed", sentence: null, allowedNodes: ["pve2", "pve3"], localDisks: [] },
  });
  expect(data.nodes.map(({ role, node }: { role: string; node: string }) => [role, node])).toEqual([
    ["source", "pve1"],
    ["target", "pve2"],
  ]);
  const [source, target] = data.nodes;
  expect(source.memory.after).toBeLessThan(source.memory.before);
  expect(target.memory.after).toBeGreaterThan(target.memory.before);
  expect(cluster.migrateCalls()).toBe(0);
  expect(await prisma.move.count()).toBe(0);
});

it("names the disks that are copied along, and a container's restart", async () => {
  expect((await ask(101, "pve2")).data.proxmox.localDisks).toEqual([
    { volume: "local-lvm:vm-101-disk-0", sizeBytes: 4 * 2 ** 30 },
  ]);
  const { data } = await ask(120, "pve2");
  expect(data.sentence).toMatch(/^CT 120 \(ct\) can be moved .* with a restart\.$/);
  expect(data.proxmox.verdict).toBe("allowed");
});

it("says that HA makes the move", async () => {
  expect((await ask(130, "pve2")).data).toMatchObject({ ok: true, byHa: true });
});

it("says why a guest cannot go where it is", async () => {
  const { data } = await ask(100, "pve1");
  expect(data).toMatchObject({ ok: false, canOverrule: false, cost: null });
  expect(data.refusals).toMatchObject([{ code: "there-already" }]);
  expect(data.sentence).toBe("VM 100 (vm100) cannot be moved to pve1: VM 100 (vm100) is on pve1 already.");
});

it("says what stands against it, with the fix, and what can be overruled", async () => {
  await prisma.nodePolicy.create({ data: { clusterId: cluster.clusterId, node: "pve3", ignored: true } });
  const { data } = await ask(100, "pve3");
  await prisma.nodePolicy.deleteMany();
  expect(data).toMatchObject({ ok: false, canOverrule: true });
  expect(data.refusals).toMatchObject([
    { code: "target-ignored", fix: expect.stringMatching(/\.$/), canOverrule: true },
  ]);
});

it("tells PVE's own no", async () => {
  await cluster.simulator.post({ do: "guest-lock", vmid: 104, lock: "backup" });
  const { data } = await ask(104, "pve2");
  await cluster.simulator.post({ do: "guest-lock", vmid: 104, lock: null });
  expect(data).toMatchObject({ ok: false, proxmox: { verdict: "refused" } });
  expect(data.refusals.at(-1)).toMatchObject({ code: "proxmox", canOverrule: false });
});

it("tells of the move that the guest is on", async () => {
  const { id } = await cluster.request(103, "pve2");
  const { data } = await ask(103, "pve3");
  expect(data).toMatchObject({ ok: false, underWay: { moveId: id, state: "planned", to: "pve2" } });
  expect(data.refusals).toMatchObject([{ code: "under-way" }]);
  await cluster.drive(id);
});

it("judges without PVE's word where the connection is paused, and says so", async () => {
  const { clusterId: id } = cluster;
  await prisma.cluster.update({ where: { id }, data: { pausedAt: new Date() } });
  const { data } = await ask(100, "pve2");
  await prisma.cluster.update({ where: { id }, data: { pausedAt: null } });
  expect(data.proxmox).toMatchObject({ verdict: "unknown", sentence: expect.stringContaining("is paused") });
});

it.each([
  ["a guest that is not there", () => ask(999, "pve2"), 404],
  ["a node that is not there", () => ask(100, "pve9"), 404],
  ["a cluster that is not there", () => ask(100, "pve2", crypto.randomUUID()), 404],
  ["no cluster's id", () => ask(100, "pve2", "x"), 422],
  ["no number", () => ask("x", "pve2"), 422],
  ["no node's name", () => ask(100, "../x"), 422],
])("refuses %s with a sentence", async (_why, asking, status) => {
  const answer = await asking();
  expect(answer.status).toBe(status);
  expect(answer.error.message).toMatch(/^[A-Z].*\.$/s);
});
