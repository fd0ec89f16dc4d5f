import { randomUUID } from "node:crypto";
import { beforeEach, expect, it, vi } from "vitest";
import type { PlanningInput } from "@/lib/planning/planning-input";
import { prisma } from "@/lib/server/db/prisma";
import { storeSnapshot } from "@/lib/server/live/store-snapshot";
import { readReadyPlanningInput } from "@/lib/server/recommendations/keep-planning-ready";
import { readPlanningInput } from "@/lib/server/recommendations/read-planning-input";
import { useTestDatabase } from "@/tests/support/database";
import { NO_SCORES, sampleSnapshot } from "@/tests/support/sample-snapshot";

const made = vi.hoisted(() => ({ inputs: [] as unknown[] }));
vi.mock("@/lib/planning/cluster-under-way", async (original) => {
  const module = await original<typeof import("@/lib/planning/cluster-under-way")>();
  return {
    ...module,
    clusterModelOf: (input: PlanningInput) => {
      made.inputs.push(input);
      return module.clusterModelOf(input);
    },
  };
});

useTestDatabase();

const START = Date.UTC(2026, 5, 1, 12, 0, 5);
let clusterId = "";

beforeEach(async () => {
  clusterId = randomUUID();
  made.inputs.length = 0;
  await prisma.cluster.create({
    data: { id: clusterId, name: clusterId, tokenId: "t", tokenSecretSealed: "s" },
  });
  await read(0);
});

const read = (afterMs: number) =>
  storeSnapshot(sampleSnapshot({ clusterId, readAtMs: START + afterMs, nodes: 3, guests: 12 }), NO_SCORES);

it("is the same as long as it says the same, and another after a decision or a reading", async () => {
  const first = await readPlanningInput(clusterId);
  expect(await readPlanningInput(clusterId)).toBe(first);

  await prisma.nodePolicy.create({ data: { clusterId, node: "pve2", ignored: true } });
  const decided = await readPlanningInput(clusterId);
  expect(decided.nodePolicies.get("pve2")?.ignored).toBe(true);
  expect(await readPlanningInput(clusterId)).toBe(decided);

  await read(10_000);
  const later = await readPlanningInput(clusterId);
  expect(later.snapshot.readAtMs).toBe(START + 10_000);
  expect(later.nodePolicies.get("pve2")?.ignored).toBe(true);
});

it("is not kept with what is wished for just once", async () => {
  const wished = await readPlanningInput(clusterId, { evacuate: ["pve1"] });
  expect(wished.evacuate).toEqual(["pve1"]);
  expect((await readPlanningInput(clusterId)).evacuate).toEqual([]);
});

it("is made ready with the next reading for who has asked, and for nobody else", async () => {
  await read(10_000);
  await readReadyPlanningInput(clusterId);
  expect(made.inputs).toEqual([]);
  await read(20_000);
  await vi.waitFor(() => expect(made.inputs).toHaveLength(1), { timeout: 10_000 });
  expect(made.inputs[0]).toBe(await readPlanningInput(clusterId));
});
