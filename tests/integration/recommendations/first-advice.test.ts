import { afterEach, describe, expect, it, vi } from "vitest";
import { createCluster } from "@/lib/server/clusters/create-cluster";
import { collectCluster } from "@/lib/server/collection/collect-cluster";
import { prisma } from "@/lib/server/db/prisma";
import { closeTransport } from "@/lib/server/proxmox/transport-registry";
import { findRecommendation } from "@/lib/server/recommendations/read-recommendation";
import { type RecommendationOutcome, recommendMoves } from "@/lib/server/recommendations/recommend-moves";
import { makeScenario } from "@/lib/simulator/make-scenario";
import { aViewer } from "@/tests/support/a-viewer";
import { useTestDatabase } from "@/tests/support/database";
import { startTestSimulator } from "@/tests/support/simulator";
import { cleanUpWith } from "@/tests/support/transport";

useTestDatabase();
process.env.EVENKEEL_SECRET_KEY = Buffer.alloc(32, 7).toString("base64");

/** More than one reading asks for. */
const GUESTS = 45;
const MOST_READINGS = 12;

afterEach(() => {
  vi.useRealTimers();
});

async function connect(): Promise<string> {
  // Only the clock on the wall: sockets and time-outs go on by the real one.
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
  const simulator = await startTestSimulator(makeScenario({ nodes: 3, guests: GUESTS, seed: 7 }));
  const { host, port, tokenId, tokenSecret, fingerprint } = simulator;
  const { id } = await createCluster(aViewer(), {
    name: `first advice ${port}`,
    endpoints: [{ host, port, fingerprint }],
    tokenId,
    tokenSecret,
    tlsPolicy: "fingerprint",
    caCertificate: null,
    intervalSeconds: 10,
    paused: false,
  });
  cleanUpWith(async () => {
    await closeTransport(id);
    await simulator.stop();
  });
  return id;
}

async function readAndRecommend(clusterId: string): Promise<RecommendationOutcome> {
  expect(await collectCluster(clusterId, { force: true })).toMatchObject({ outcome: "stored" });
  const outcome = await recommendMoves(clusterId);
  vi.setSystemTime(Date.now() + 10_000);
  return outcome;
}

describe("the first advice for a cluster", () => {
  it("waits until every guest's configuration was read, and then leaves none out", async () => {
    const clusterId = await connect();
    const outcomes: RecommendationOutcome[] = [];
    while (outcomes.at(-1)?.outcome !== "new" && outcomes.length < MOST_READINGS)
      outcomes.push(await readAndRecommend(clusterId));

    const waited = outcomes.slice(0, -1).map(({ outcome }) => outcome);
    expect(waited.length).toBeGreaterThan(0);
    expect(new Set(waited)).toEqual(new Set(["unread"]));
    const left = outcomes.map(({ unread = 0 }) => unread);
    expect(left).toEqual([...left].sort((one, other) => other - one));
    const advice = await findRecommendation(clusterId);
    expect(advice?.plan.warnings.filter(({ path }) => path === "guests")).toEqual([]);
    const reasons = [...(advice?.plan.notMoved ?? []), ...(advice?.plan.blocked ?? [])];
    expect(reasons.filter(({ detail }) => detail.includes("has not been read yet"))).toEqual([]);
  });

  it("is made after a while all the same, and says what was not read", async () => {
    const clusterId = await connect();
    expect(await readAndRecommend(clusterId)).toMatchObject({ outcome: "unread" });
    await prisma.cluster.update({
      where: { id: clusterId },
      data: { createdAt: new Date(Date.now() - 11 * 60_000) },
    });
    expect(await recommendMoves(clusterId)).toMatchObject({ outcome: "new" });
    const { plan } = (await findRecommendation(clusterId)) ?? {};
    expect(plan?.warnings).toContainEqual({
      path: "guests",
      message: expect.stringMatching(/^The configurations of \d+ of 45 guests have not been read yet/),
    });
  });
});
