import { seriesQuery, seriesResponse } from "@/lib/api/series";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";
import { readSeries } from "@/lib/server/metrics/read-series";

/** GET /api/v1/series — the history of some metrics of some objects. */
export const GET = defineRoute({
  role: "viewer",
  query: seriesQuery,
  response: seriesResponse,
  handle: ({ viewer, query }) => readSeries(viewer, query),
});

export const { OPTIONS, POST, PUT, PATCH, DELETE } = otherMethods("GET");
