import { healthQuery, healthResponse } from "@/lib/api/health";
import { readHealth } from "@/lib/server/health/read-health";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";

/** GET /api/health — the process answers; with `?ready`, whether database and jobs work too (503 when not). */
export const GET = defineRoute({
  role: "public",
  query: healthQuery,
  response: healthResponse,
  handle: ({ query }) => readHealth({ ready: query.ready !== undefined }),
});

export const { OPTIONS, POST, PUT, PATCH, DELETE } = otherMethods("GET");
