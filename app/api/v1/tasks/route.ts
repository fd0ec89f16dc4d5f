import { clusterTaskList, taskQuery } from "@/lib/api/tasks";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";
import { withMeta } from "@/lib/server/http/respond";
import { readTasks } from "@/lib/server/tasks/read-tasks";

/** GET /api/v1/tasks — the clusters' newest tasks. */
export const GET = defineRoute({
  role: "viewer",
  query: taskQuery,
  response: clusterTaskList,
  handle: async ({ viewer, query }) => {
    const { rows, total } = await readTasks(viewer, query);
    return withMeta(rows, { total, nextCursor: null });
  },
});

export const { OPTIONS, POST, PUT, PATCH, DELETE } = otherMethods("GET");
