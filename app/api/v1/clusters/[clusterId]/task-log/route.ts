import { taskLog, taskLogParams, taskLogQuery } from "@/lib/api/tasks";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";
import { readTaskLog } from "@/lib/server/tasks/read-task-log";

/** GET /api/v1/clusters/{clusterId}/task-log — what a task of Proxmox VE wrote, from one line on. */
export const GET = defineRoute({
  role: "viewer",
  params: taskLogParams,
  query: taskLogQuery,
  response: taskLog,
  handle: ({ viewer, params, query }) => readTaskLog(viewer, { ...params, ...query }),
});

export const { OPTIONS, POST, PUT, PATCH, DELETE } = otherMethods("GET");
