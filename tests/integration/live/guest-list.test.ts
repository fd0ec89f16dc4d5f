import { randomUUID } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { beforeAll, expect, test } from "vitest";
import { GET } from "@/app/api/v1/guests/route";
import type { GuestRow } from "@/lib/api/guests";
import { unpackRows } from "@/lib/api/packed-rows";
import { pool } from "@/lib/server/db/pool";
import { readPackedGuests } from "@/lib/server/live/read-packed-guests";
import { storeSnapshot } from "@/lib/server/live/store-snapshot";
import { callRoute } from "@/tests/support/call-route";
import { useTestDatabase } from "@/tests/support/database";
import { NO_SCORES, sampleSnapshot } from "@/tests/support/sample-snapshot";
import { signedIn } from "@/tests/support/signed-in";

useTestDatabase();

const START = Date.UTC(2026, 5, 1);
let clusterId = "";
let cookie = "";

beforeAll(async () => {
  clusterId = randomUUID();
  await pool().query(
    `INSERT INTO cluster (id, name, token_id, token_secret_sealed, updated_at) VALUES ($1, 'alpha', 't', 's', now())`,
    [clusterId],
  );
  ({ cookie } = await signedIn({ role: "viewer" }));
});

const read = (readAtMs: number, guests: number) =>
  storeSnapshot(sampleSnapshot({ clusterId, readAtMs, nodes: 2, guests }), NO_SCORES);

async function list(
  headers: Readonly<Record<string, string>> = {},
  query = "",
): Promise<readonly GuestRow[]> {
  const response = await callRoute(GET, { path: `/api/v1/guests${query}`, cookie, headers });
  expect(response.status).toBe(200);
  const bytes = Buffer.from(await response.arrayBuffer());
  const isGzip = response.headers.get("content-encoding") === "gzip";
  expect(isGzip).toBe(headers["accept-encoding"] !== undefined);
  return (JSON.parse((isGzip ? gunzipSync(bytes) : bytes).toString()) as { data: GuestRow[] }).data;
}

test("the list is the same plain and compressed, and new with every reading", async () => {
  await read(START, 4);
  const plain = await list();
  expect(plain).toHaveLength(4);
  expect(await list({ "accept-encoding": "gzip, deflate, br" })).toEqual(plain);
  expect(await list({}, `?cluster=${clusterId}`)).toEqual(plain);

  await read(START + 10_000, 5);
  const later = await list({ "accept-encoding": "gzip" });
  expect(later).toHaveLength(5);
  expect(later[0]?.readAtMs).toBe(START + 10_000);
});

test("a kept list is handed to nobody who is not signed in", async () => {
  await read(START + 20_000, 3);
  await list();
  const response = await callRoute(GET, { path: "/api/v1/guests" });
  expect(response.status).toBe(401);
});

test("a page is given the same guests, packed", async () => {
  await read(START + 30_000, 6);
  const viewer = { userId: "u", username: "u", name: "U", role: "viewer", sessionId: "s" } as const;
  const packed = await readPackedGuests(viewer);
  expect(packed.flatMap((text) => unpackRows<GuestRow>(text))).toEqual(await list());
});
