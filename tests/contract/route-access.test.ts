import { beforeAll, describe, expect, it } from "vitest";
import { errorBody } from "@/lib/api/envelope";
import { type Role, role as roles } from "@/lib/api/users";
import type { RouteAccess } from "@/lib/server/http/access";
import { callRoute } from "@/tests/support/call-route";
import { useTestDatabase } from "@/tests/support/database";
import { concrete, paramsFor, type RouteMethod, readRoutes } from "@/tests/support/route-files";
import { signedIn } from "@/tests/support/signed-in";

useTestDatabase();

const routes = await readRoutes();
const WRITES: readonly string[] = ["POST", "PUT", "PATCH", "DELETE"];
const titled = (list: readonly RouteMethod[]) =>
  list.map((route) => [`${route.method} ${route.address}`, route] as const);
const accessOf = ({ handler }: RouteMethod): RouteAccess => {
  if (!handler.access) throw new Error("it does not say who may use it");
  return handler.access;
};
/** Ours to check: not a library's own protocol, and not the answer that a method is not there. */
const own = routes.filter(
  ({ handler }) => handler.access?.kind === "route" || handler.access?.kind === "stream",
);
const guarded = own.filter((route) => accessOf(route).role !== "public");
const writes = guarded.filter(({ method }) => WRITES.includes(method));

const cookies: Partial<Record<Role | "unfinished", string>> = {};
beforeAll(async () => {
  for (const role of roles.options) cookies[role] = (await signedIn({ role })).cookie;
  cookies.unfinished = (await signedIn({ role: "admin", mustChangePassword: true })).cookie;
});

async function call(route: RouteMethod, cookie: string | undefined, headers = {}): Promise<Response> {
  const response = await callRoute(route.handler, {
    method: route.method,
    path: concrete(route.address),
    params: paramsFor(route.address),
    cookie,
    headers,
  });
  if (response.headers.get("content-type")?.startsWith("text/event-stream")) await response.body?.cancel();
  return response;
}

async function codeOf(response: Response): Promise<string> {
  return errorBody.parse(await response.json()).error.code;
}

describe("every route", () => {
  it("was found", () => {
    expect(new Set(routes.map(({ file }) => file)).size).toBeGreaterThan(25);
  });

  it.each(titled(routes))("%s says who may use it", (_title, route) => {
    expect(accessOf(route).role).toMatch(/^(public|viewer|operator|admin)$/);
  });

  it("is public only where that is meant", () => {
    const open = routes.filter(
      ({ handler }) => handler.access?.role === "public" && handler.access.kind !== "refused",
    );
    expect([...new Set(open.map(({ address }) => address))].sort()).toEqual([
      "/api/auth/[...nextauth]",
      "/api/health",
      "/api/inngest",
      "/api/v1/[...path]",
    ]);
  });

  it.each(titled(own.filter(({ method }) => WRITES.includes(method))))(
    "%s leaves an audit entry",
    (_title, route) => {
      // What is not there cannot be changed.
      if (route.address === "/api/v1/[...path]") return;
      expect(accessOf(route).auditAction).toMatch(/^[a-z]+\.[a-z-]+$/);
    },
  );

  it.each([...new Set(own.map(({ file }) => file))])("%s answers every method", (file) => {
    const methods = routes.filter((route) => route.file === file).map(({ method }) => method);
    expect(methods).toEqual(expect.arrayContaining(["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]));
  });
});

describe.each(titled(guarded))("%s", (_title, route) => {
  const { role: needed, duringSetup } = accessOf(route);

  it("is closed to strangers", async () => {
    const response = await call(route, undefined);
    expect([response.status, await codeOf(response)]).toEqual([401, "not_signed_in"]);
  });

  it.each(roles.options)("lets a %s in or not, as it says", async (role) => {
    const response = await call(route, cookies[role]);
    const enough = roles.options.indexOf(role) >= roles.options.indexOf(needed as Role);
    if (!enough) expect([response.status, await codeOf(response)]).toEqual([403, "forbidden"]);
    else expect([200, 201, 202, 404, 409, 422, 429]).toContain(response.status);
  });

  it("is closed to whoever has not finished the set-up, unless it belongs to it", async () => {
    const response = await call(route, cookies.unfinished);
    if (duringSetup) expect(response.status).not.toBe(403);
    else expect([response.status, await codeOf(response)]).toEqual([403, "setup_required"]);
  });
});

describe.each(titled(writes))("%s", (_title, route) => {
  const cookie = () => cookies[accessOf(route).role as Role];

  it.each([
    ["another origin", { origin: "https://evil.example", "sec-fetch-site": "" }],
    ["another site", { "sec-fetch-site": "cross-site" }],
    ["nowhere", { origin: "", "sec-fetch-site": "" }],
  ])("refuses a write from %s", async (_where, headers) => {
    const response = await call(route, cookie(), headers);
    expect([response.status, await codeOf(response)]).toEqual([403, "forbidden"]);
  });
});
