import { performanceFigures } from "@/lib/api/performance";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";
import { readPerformance } from "@/lib/server/performance/read-performance";

/** GET /api/v1/performance — what Evenkeel itself costs: readings, calls, jobs, memory and the database. */
export const GET = defineRoute({
  role: "viewer",
  response: performanceFigures,
  handle: ({ viewer }) => readPerformance(viewer),
});

export const { OPTIONS, POST, PUT, PATCH, DELETE } = otherMethods("GET");
