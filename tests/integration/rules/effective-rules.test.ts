import { beforeEach, describe, expect, it } from "vitest";
import { GET as readEffective } from "@/app/api/v1/clusters/[clusterId]/rules/effective/route";
import { type EffectiveRules, effectiveRules } from "@/lib/api/rules";
import { parseScenario } from "@/lib/inventory/scenario/parse-scenario";
import { snapshotFromScenario } from "@/lib/inventory/scenario/snapshot-from-scenario";
import { prisma } from "@/lib/server/db/prisma";
import { storeSnapshot } from "@/lib/server/live/store-snapshot";
import { callRoute } from "@/tests/support/call-route";
import { useTestDatabase } from "@/tests/support/database";
import { NO_SCORES } from "@/tests/support/sample-snapshot";
import { type SignedIn, signedIn } from "@/tests/support/signed-in";

useTestDatabase();

const GIB = 2 ** 30;
const NOW = Date.UTC(2026, 0, 5, 8);

let viewer: SignedIn;
let clusterId: string;

beforeEach(async () => {
  await prisma.user.deleteMany();
  await prisma.cluster.deleteMany();
  viewer = await signedIn({ username: "looker", role: "viewer" });
  const cluster = await prisma.cluster.create({
    data: {
      name: "prod",
      tokenId: "a@pve!b",
      tokenSecretSealed: "sealed",
      nodes: { create: [{ name: "pve1" }, { name: "pve2" }] },
    },
  });
  clusterId = cluster.id;
});

/** Two nodes and three guests, all on pve1; the first two must be apart by their tags. */
async function read(): Promise<void> {
  const text = JSON.stringify({
    version: 1,
    nodes: ["pve1", "pve2"].map((name) => ({ name, cores: 8, memory: 32 * GIB })),
    guests: [100, 101, 102].map((vmid) => ({
      vmid,
      node: "pve1",
      cores: 2,
      memory: 2 * GIB,
      tags: vmid < 102 ? ["plb_anti_affinity_db"] : [],
    })),
  });
  const snapshot = snapshotFromScenario(parseScenario(text).scenario);
  await storeSnapshot({ ...snapshot, clusterId, readAtMs: NOW }, NO_SCORES);
}

const rule = (name: string, kind: string, part: object) =>
  prisma.placementRule.create({ data: { clusterId, name, kind, strict: true, enabled: true, ...part } });

const ask = () => callRoute(readEffective, { params: { clusterId }, cookie: viewer.cookie });

async function effective(): Promise<EffectiveRules> {
  const response = await ask();
  expect(response.status).toBe(200);
  return effectiveRules.parse((await response.json()).data);
}

describe("the rules that planning heeds", () => {
  it("are those of the page and those found in tags, and say what is broken", async () => {
    await read();
    await rule("kept", "pin", { vmids: [102], nodes: ["pve1"] });
    const found = await effective();
    expect(found.readAtMs).toBe(NOW);
    expect(found.rules).toMatchObject([
      { id: "kept", kind: "pin", origin: "page", vmids: [102], nodes: ["pve1"] },
      { kind: "anti-affinity", origin: "tag", vmids: [100, 101] },
    ]);
    expect(found.violations).toHaveLength(1);
    expect(found.violations[0]?.sentence).toContain("must be kept apart");
    expect(found.conflicts).toEqual([]);
  });

  it("contradict each other where no placement keeps both", async () => {
    await read();
    await rule("together", "affinity", { vmids: [100, 101] });
    const { conflicts } = await effective();
    expect(conflicts).toHaveLength(1);
    expect(conflicts[0]?.rules).toContain("together");
  });

  it("leave out what is switched off and warn of what names nobody", async () => {
    await read();
    await rule("off", "affinity", { vmids: [100, 101], enabled: false });
    await rule("nobody", "ignore", { vmids: [999] });
    const { rules, conflicts, warnings } = await effective();
    expect(rules.map(({ id }) => id)).not.toContain("off");
    expect(conflicts).toEqual([]);
    expect(warnings.map(({ message }) => message)).toContain("The rule nobody names no guest that is there.");
  });

  it("are not known before the first reading", async () => {
    expect((await ask()).status).toBe(404);
  });
});
