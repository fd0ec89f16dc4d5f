import { randomUUID } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import { GET } from "@/app/api/v1/guests/route";
import type { ListMeta } from "@/lib/api/envelope";
import type { GuestRow } from "@/lib/api/guests";
import { unpackRows } from "@/lib/api/packed-rows";
import { pool } from "@/lib/server/db/pool";
import { readBusiestGuests } from "@/lib/server/live/read-busiest-guests";
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

async function page(query = "") {
  const response = await callRoute(GET, { path: `/api/v1/guests${query}`, cookie });
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toBe("application/json");
  return (await response.json()) as { data: readonly GuestRow[]; meta: ListMeta };
}

const list = async (query = "") => (await page(query)).data;

test("the list is the same as long as the reading is, and new with the next", async () => {
  await read(START, 4);
  const first = await list();
  expect(first).toHaveLength(4);
  expect(await list()).toEqual(first);
  expect(await list(`?cluster=${clusterId}`)).toEqual(first);

  await read(START + 10_000, 5);
  const later = await list();
  expect(later).toHaveLength(5);
  expect(later[0]?.readAtMs).toBe(START + 10_000);
});

test("pages are the whole list, each guest once", async () => {
  await read(START + 12_000, 7);
  const seen: number[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const { data, meta } = await page(`?limit=3${cursor && `&cursor=${cursor}`}`);
    expect(meta.total).toBe(7);
    seen.push(...data.map(({ vmid }) => vmid));
    cursor = meta.nextCursor;
  }
  expect(seen).toEqual((await list()).map(({ vmid }) => vmid));
});

test.each(["?cursor=nonsense", "?cursor=11111111-1111-4111-8111-111111111111_100", "?limit=0"])(
  "%s is refused",
  async (query) => {
    const response = await callRoute(GET, { path: `/api/v1/guests${query}`, cookie });
    expect(response.status).toBe(422);
  },
);

test("a kept list is handed to nobody who is not signed in", async () => {
  await read(START + 20_000, 3);
  await list();
  const response = await callRoute(GET, { path: "/api/v1/guests" });
  expect(response.status).toBe(401);
});

const viewer = { userId: "u", username: "u", name: "U", role: "viewer", sessionId: "s" } as const;

test("Overview is given the guests that use the most threads, as the list has them", async () => {
  const snapshot = sampleSnapshot({ clusterId, readAtMs: START + 25_000, nodes: 2, guests: 40 });
  const guests = snapshot.guests.map((guest, index) => ({
    ...guest,
    // The busiest is off, which it says only afterwards; two are alike.
    status: index === 39 ? ("stopped" as const) : ("running" as const),
    cpuCount: 4,
    cpuFraction: index === 30 ? 0.37 : index / 100,
  }));
  await storeSnapshot({ ...snapshot, guests }, NO_SCORES);
  const busiest = await readBusiestGuests(viewer);
  const vmids = [38, 30, 37, 36, 35, 34, 33, 32].map((index) => guests[index]?.vmid);
  expect(busiest.map(({ vmid }) => vmid)).toEqual(vmids);
  expect(await list()).toEqual(expect.arrayContaining(busiest));
});

test("a page is given the same guests, packed", async () => {
  await read(START + 30_000, 6);
  const packed = await readPackedGuests(viewer);
  expect(packed.flatMap((text) => unpackRows<GuestRow>(text))).toEqual(await list());
});
