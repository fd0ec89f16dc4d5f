import { clusterLogList, clusterLogQuery } from "@/lib/api/cluster-log";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";
import { withMeta } from "@/lib/server/http/respond";
import { readClusterLog } from "@/lib/server/live/read-cluster-log";

/** GET /api/v1/cluster-log — the newest lines of the clusters' own logs. */
export const GET = defineRoute({
  role: "viewer",
  query: clusterLogQuery,
  response: clusterLogList,
  handle: async ({ viewer, query }) => {
    const { rows, total } = await readClusterLog(viewer, query);
    return withMeta(rows, { total, nextCursor: null });
  },
});

export const { OPTIONS, POST, PUT, PATCH, DELETE } = otherMethods("GET");
