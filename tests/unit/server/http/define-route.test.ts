import { beforeEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { AppError } from "@/lib/server/http/app-error";
import { defineRoute } from "@/lib/server/http/define-route";
import { KeptAnswer } from "@/lib/server/http/kept-answer";
import { otherMethods } from "@/lib/server/http/other-methods";
import { withMeta } from "@/lib/server/http/respond";
import { callRoute } from "@/tests/support/call-route";

const identity = vi.hoisted(() => ({ current: null as unknown }));
const audit = vi.hoisted(() => ({ entries: [] as Record<string, unknown>[] }));
const logged = vi.hoisted(() => ({ errors: [] as unknown[] }));

vi.mock("@/lib/server/auth/identify", () => ({ identify: async () => identity.current }));
vi.mock("@/lib/server/audit/record-audit", () => ({
  recordAudit: async (entry: Record<string, unknown>) => {
    audit.entries.push(entry);
  },
}));
vi.mock("@/lib/server/log", () => ({
  childLog: () => ({ error: (fields: unknown) => logged.errors.push(fields) }),
}));

function signInAs(role: string, setupRequired = false): void {
  const viewer = { userId: "u", username: "ana", name: "Ana", role, sessionId: "s" };
  identity.current = { viewer, setupRequired };
}

const read = defineRoute({
  role: "operator",
  query: z.object({ limit: z.coerce.number().int().min(1).default(10) }),
  response: z.object({ limit: z.number() }),
  handle: async ({ query }) => query,
});

const write = defineRoute({
  role: "admin",
  params: z.object({ id: z.string() }),
  body: z.object({ name: z.string().min(1), size: z.number().int() }),
  response: z.object({ name: z.string() }),
  status: 201,
  audit: { action: "thing.create", target: ({ params }) => `thing:${params.id}` },
  handle: async ({ body }) => body,
});

const writeCall = { method: "POST", params: { id: "7" }, body: { name: "a", size: 1 } };

beforeEach(() => {
  identity.current = null;
  audit.entries.length = 0;
  logged.errors.length = 0;
});

describe("who may call", () => {
  it("refuses a stranger with 401 and the envelope", async () => {
    const response = await callRoute(read);
    expect(response.status).toBe(401);
    const { error } = await response.json();
    expect(error).toMatchObject({ code: "not_signed_in", requestId: response.headers.get("x-request-id") });
    expect(response.headers.get("cache-control")).toBe("no-store");
  });

  it("refuses a role below the declared one and names both", async () => {
    signInAs("viewer");
    const response = await callRoute(read);
    expect(response.status).toBe(403);
    expect((await response.json()).error.message).toBe(
      "This needs the role operator; ana has the role viewer.",
    );
  });

  it("lets a role above the declared one in", async () => {
    signInAs("admin");
    expect((await callRoute(read)).status).toBe(200);
  });

  it("answers setup_required to whoever still has the password they were given", async () => {
    signInAs("admin", true);
    const response = await callRoute(read);
    expect([response.status, (await response.json()).error.code]).toEqual([403, "setup_required"]);
  });

  it("does not ask who calls a public route", async () => {
    const open = defineRoute({ role: "public", response: z.null(), handle: async () => null });
    identity.current = new Proxy({}, { get: () => expect.unreachable() });
    expect((await callRoute(open)).status).toBe(200);
  });

  it("carries its declaration", () => {
    expect(write.access).toEqual({
      kind: "route",
      role: "admin",
      duringSetup: false,
      auditAction: "thing.create",
    });
  });
});

describe("where a write comes from", () => {
  it.each([
    ["another origin", { origin: "https://evil.example", "sec-fetch-site": "" }],
    ["another site by the browser's word", { "sec-fetch-site": "cross-site" }],
    ["another port of the same host", { "sec-fetch-site": "same-site" }],
    ["an opaque origin", { origin: "null", "sec-fetch-site": "" }],
    ["nowhere in particular", { origin: "", "sec-fetch-site": "" }],
  ])("refuses one from %s", async (_name, headers) => {
    signInAs("admin");
    const response = await callRoute(write, { ...writeCall, headers });
    expect([response.status, (await response.json()).error.code]).toEqual([403, "forbidden"]);
  });

  it("refuses a form, which a page of another site could send", async () => {
    signInAs("admin");
    const headers = { "content-type": "text/plain" };
    expect((await callRoute(write, { ...writeCall, headers })).status).toBe(422);
  });
});

describe("what comes in", () => {
  it("names every wrong field with a sentence", async () => {
    signInAs("admin");
    const response = await callRoute(write, { ...writeCall, body: { name: "", size: "x" } });
    expect(response.status).toBe(422);
    expect((await response.json()).error.issues).toEqual([
      { path: "name", message: "must not be empty" },
      { path: "size", message: "must be a number" },
    ]);
  });

  it("refuses a query that is out of range", async () => {
    signInAs("operator");
    const response = await callRoute(read, { path: "/api/v1/test?limit=0" });
    expect((await response.json()).error.message).toBe("The query is not valid: limit must be at least 1.");
  });

  it("refuses what is not JSON", async () => {
    signInAs("admin");
    expect((await callRoute(write, { ...writeCall, body: "{" })).status).toBe(422);
  });

  it.each(["with", "without"])("refuses more than 1 MiB %s a length that says so", async (kind) => {
    signInAs("admin");
    const headers: Record<string, string> = kind === "with" ? { "content-length": "1048577" } : {};
    const body = kind === "with" ? "{}" : JSON.stringify({ name: "x".repeat(1_048_576), size: 1 });
    expect((await callRoute(write, { ...writeCall, body, headers })).status).toBe(413);
  });
});

describe("what goes out", () => {
  it("holds only what the schema names", async () => {
    signInAs("admin");
    const response = await callRoute(write, writeCall);
    expect([response.status, await response.json()]).toEqual([201, { data: { name: "a" } }]);
  });

  it("puts the meta of a list beside it", async () => {
    const list = defineRoute({
      role: "public",
      response: z.array(z.number()),
      handle: async () => withMeta([1, 2], { total: 5, nextCursor: "2" }),
    });
    const body = await (await callRoute(list)).json();
    expect(body).toEqual({ data: [1, 2], meta: { total: 5, nextCursor: "2" } });
  });

  it("takes an answer that breaks its schema for a bug", async () => {
    const bad = defineRoute({
      role: "public",
      response: z.object({ count: z.number() }),
      handle: async () => ({ count: "three" }) as never,
    });
    expect((await callRoute(bad)).status).toBe(500);
    expect(logged.errors).toHaveLength(1);
  });

  it("tells nothing of an unexpected error but the request id, and logs it once", async () => {
    const broken = defineRoute({
      role: "public",
      response: z.null(),
      handle: async () => {
        throw new Error("connect ECONNREFUSED secret-host");
      },
    });
    const response = await callRoute(broken);
    const text = await response.text();
    expect(response.status).toBe(500);
    expect(text).not.toContain("secret-host");
    expect(logged.errors).toEqual([expect.objectContaining({ requestId: JSON.parse(text).error.requestId })]);
  });
});

describe("the audit entry of a write", () => {
  it("records success with its target", async () => {
    signInAs("admin");
    await callRoute(write, writeCall);
    expect(audit.entries).toEqual([
      expect.objectContaining({ action: "thing.create", target: "thing:7", result: "ok" }),
    ]);
  });

  it("records a refusal with its code, once", async () => {
    signInAs("viewer");
    await callRoute(write, writeCall);
    expect(audit.entries).toEqual([expect.objectContaining({ result: "forbidden", target: null })]);
  });

  it("records the code of what the handler refused", async () => {
    signInAs("admin");
    const refusing = defineRoute({
      role: "admin",
      response: z.null(),
      audit: { action: "thing.remove" },
      handle: async () => {
        throw new AppError("conflict", "It is in use.");
      },
    });
    expect((await callRoute(refusing, { method: "DELETE" })).status).toBe(409);
    expect(audit.entries).toEqual([expect.objectContaining({ result: "conflict" })]);
  });

  it("leaves strangers out", async () => {
    await callRoute(write, writeCall);
    expect(audit.entries).toEqual([]);
  });
});

describe("methods that a route does not have", () => {
  const { POST, OPTIONS } = otherMethods("GET", "PUT");

  it("are refused with 405 and what there is", async () => {
    const response = await callRoute(POST, { method: "POST" });
    expect([response.status, response.headers.get("allow")]).toEqual([405, "GET, PUT, HEAD, OPTIONS"]);
    expect((await response.json()).error.code).toBe("method_not_allowed");
  });

  it("are told by OPTIONS", async () => {
    const response = await callRoute(OPTIONS, { method: "OPTIONS" });
    expect([response.status, response.headers.get("allow")]).toEqual([204, "GET, PUT, HEAD, OPTIONS"]);
  });
});

describe("a database that is away", () => {
  const prismaError = Object.assign(
    new Error("\nInvalid invocation:\n\nCan't reach database server at 127.0.0.1:5432"),
    { name: "PrismaClientKnownRequestError" },
  );
  const refused = Object.assign(new Error("connect ECONNREFUSED"), {
    code: "ECONNREFUSED",
    syscall: "connect",
  });
  const startingUp = Object.assign(new Error("the database system is starting up"), { code: "57P03" });

  it.each([prismaError, refused, startingUp])(
    "is said plainly, with 503, and not logged per request",
    async (cause) => {
      const failing = defineRoute({
        role: "public",
        response: z.null(),
        handle: async () => {
          throw cause;
        },
      });
      const response = await callRoute(failing);
      expect(response.status).toBe(503);
      expect(response.headers.get("retry-after")).toBe("5");
      expect((await response.json()).error.message).toContain("The database cannot be reached");
      expect(logged.errors).toEqual([]);
    },
  );
});

describe("an answer that is kept", () => {
  const state = { key: "a", builds: 0, fails: false };
  const kept = defineRoute({
    role: "public",
    response: z.object({ builds: z.number() }),
    handle: async () =>
      new KeptAnswer(state.key, async () => {
        state.builds += 1;
        if (state.fails) throw new AppError("not_found", "It has gone.");
        return { builds: state.builds };
      }),
  });
  const ask = async () => (await callRoute(kept, { path: "/api/v1/kept" })).json();

  it("is made once for each state that it is made of, also when that takes time", async () => {
    expect(await ask()).toEqual({ data: { builds: 1 } });
    expect(await ask()).toEqual({ data: { builds: 1 } });
    state.key = "b";
    expect(await ask()).toEqual({ data: { builds: 2 } });
  });

  it("is not kept when it could not be made", async () => {
    Object.assign(state, { key: "c", fails: true });
    expect(await ask()).toMatchObject({ error: { code: "not_found" } });
    state.fails = false;
    expect(await ask()).toHaveProperty("data");
  });
});
