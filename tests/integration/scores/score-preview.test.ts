import { afterAll, beforeAll, expect, it } from "vitest";
import * as route from "@/app/api/v1/clusters/[clusterId]/score-preview/route";
import { type ScorePreview, scorePreview } from "@/lib/api/score-preview";
import { collectCluster } from "@/lib/server/collection/collect-cluster";
import { prisma } from "@/lib/server/db/prisma";
import { readSnapshot } from "@/lib/server/live/read-snapshot";
import { updateSettings } from "@/lib/server/settings/update-settings";
import { aViewer } from "@/tests/support/a-viewer";
import { callRoute } from "@/tests/support/call-route";
import { useTestDatabase } from "@/tests/support/database";
import {
  aMovingCluster,
  type MovingCluster,
  startMovingCluster,
} from "@/tests/support/moving/moving-cluster";
import { type SignedIn, signedIn } from "@/tests/support/signed-in";

useTestDatabase();

let cluster: MovingCluster;
let viewer: SignedIn;
beforeAll(async () => {
  const nodes = aMovingCluster().nodes.map((node) => ({ ...node, memory: 12 * 1024 ** 3 }));
  cluster = await startMovingCluster({ nodes });
  viewer = await signedIn({ role: "viewer" });
});
afterAll(() => cluster.stop());

async function ask(settings: string, clusterId = cluster.clusterId): Promise<Response> {
  const path = `/api/v1/clusters/${clusterId}/score-preview?settings=${encodeURIComponent(settings)}`;
  return callRoute(route.GET, { path, params: { clusterId }, cookie: viewer.cookie });
}

async function preview(settings: object): Promise<ScorePreview> {
  const response = await ask(JSON.stringify(settings));
  const { data, error } = await response.json();
  expect(error).toBeUndefined();
  return scorePreview.parse(data);
}

const LOW = { "planning.memoryThreshold": 10 };

it("says the same as the reading's own scores while nothing is edited", async () => {
  const { nodes: rows, health } = await preview({});
  const reading = await readSnapshot(cluster.clusterId);
  expect(rows.map(({ name }) => name).sort()).toEqual(["pve1", "pve2", "pve3"]);
  for (const { name, stored, edited } of rows) {
    expect(edited).toEqual(stored);
    expect(stored.penaltyPoints).toBeCloseTo(reading?.scores.nodes[name]?.penaltyPoints ?? -1, 6);
  }
  expect(health.edited).toBe(health.stored);
});

it("tells beforehand what the scores are once the same values are saved, and stores nothing", async () => {
  const before = await prisma.setting.count();
  const foreseen = await preview(LOW);
  const loaded = foreseen.nodes.find(({ name }) => name === "pve1");
  expect(loaded?.edited.penaltyPoints).toBeGreaterThan(loaded?.stored.penaltyPoints ?? 0);
  expect(loaded?.mainReason).toMatch(/emory/);
  expect(await prisma.setting.count()).toBe(before);

  await updateSettings(aViewer({ role: "admin" }), { cluster: cluster.clusterId, values: LOW });
  const saved = await preview({});
  expect(saved.nodes.map(({ name, stored }) => [name, stored.verdict])).toEqual(
    foreseen.nodes.map(({ name, edited }) => [name, edited.verdict]),
  );
  expect(saved.health.stored).toBeCloseTo(foreseen.health.edited ?? -1, 6);
  await collectCluster(cluster.clusterId, { force: true });
});

it.each([
  ["not json", /JSON object/],
  [JSON.stringify({ "planning.memoryThreshold": 4_000 }), /planning\.memoryThreshold/],
  [JSON.stringify({ "collection.intervalSeconds": 10 }), /no such setting of scoring/],
])("refuses %s", async (settings, sentence) => {
  const response = await ask(settings);
  const { error } = await response.json();
  expect(response.status).toBe(422);
  expect(JSON.stringify(error)).toMatch(sentence);
});

it("has nothing to try it on before the first reading", async () => {
  expect((await ask("{}", "00000000-0000-4000-8000-00000000beef")).status).toBe(404);
});
