import { beforeEach, expect, it } from "vitest";
import * as one from "@/app/api/v1/views/[viewId]/route";
import * as all from "@/app/api/v1/views/route";
import { type SavedViewRow, savedViewList } from "@/lib/api/views";
import { prisma } from "@/lib/server/db/prisma";
import { callRoute } from "@/tests/support/call-route";
import { useTestDatabase } from "@/tests/support/database";
import { type SignedIn, signedIn } from "@/tests/support/signed-in";

useTestDatabase();

let ana: SignedIn;
let ben: SignedIn;
beforeEach(async () => {
  await prisma.user.deleteMany();
  ana = await signedIn({ role: "viewer" });
  ben = await signedIn({ role: "admin" });
});

async function viewsOf({ cookie }: SignedIn, page = "guests"): Promise<SavedViewRow[]> {
  const response = await callRoute(all.GET, { path: `/api/v1/views?page=${page}`, cookie });
  return savedViewList.parse((await response.json()).data);
}

const save = ({ cookie }: SignedIn, body: object) => callRoute(all.POST, { method: "POST", body, cookie });
const view = { page: "guests", name: "Busy databases", query: "filter=tag%3Adb+cpu%3E50&sort=-cpu" };

it("are everybody's own, by page and in the order of their names", async () => {
  for (const name of ["b 10", "b 9", "a"]) expect((await save(ana, { ...view, name })).status).toBe(201);
  await save(ana, { ...view, page: "nodes" });
  expect((await viewsOf(ana)).map(({ name }) => name)).toEqual(["a", "b 9", "b 10"]);
  expect((await viewsOf(ana, "nodes")).map(({ query }) => query)).toEqual([view.query]);
  expect(await viewsOf(ben)).toEqual([]);
});

it("are replaced under the same name, and removed by their owner only", async () => {
  await save(ana, view);
  await save(ana, { ...view, query: "group=node" });
  const [saved, ...others] = await viewsOf(ana);
  expect([saved?.query, others]).toEqual(["group=node", []]);

  const params = { viewId: saved?.id ?? "" };
  const remove = ({ cookie }: SignedIn) => callRoute(one.DELETE, { method: "DELETE", params, cookie });
  expect((await remove(ben)).status).toBe(404);
  expect((await remove(ana)).status).toBe(200);
  expect(await viewsOf(ana)).toEqual([]);
});

it.each([
  [{ ...view, name: "  " }],
  [{ ...view, name: "x".repeat(61) }],
  [{ ...view, page: "settings" }],
  [{ ...view, query: "q".repeat(2_001) }],
])("refuses %j", async (body) => {
  expect((await save(ana, body)).status).toBe(422);
});

it("are not without end", async () => {
  const { userId } = ana.viewer;
  await prisma.savedView.createMany({
    data: Array.from({ length: 50 }, (_, n) => ({ ...view, name: `view ${n}`, userId })),
  });
  const refused = await save(ana, view);
  expect(refused.status).toBe(409);
  expect((await refused.json()).error.message).toMatch(/50 views .* remove one first/);
  expect((await save(ana, { ...view, name: "view 7" })).status).toBe(201);
});

it("go with their owner", async () => {
  await save(ana, view);
  await prisma.user.delete({ where: { id: ana.viewer.userId } });
  expect(await prisma.savedView.count()).toBe(0);
});
