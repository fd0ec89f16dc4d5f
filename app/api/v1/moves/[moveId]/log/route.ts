import { moveLog, moveParams } from "@/lib/api/moves";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";
import { readMoveLog } from "@/lib/server/moves/read-moves";

/** GET /api/v1/moves/{moveId}/log — the log of Proxmox VE's task. */
export const GET = defineRoute({
  role: "viewer",
  params: moveParams,
  response: moveLog,
  handle: ({ params }) => readMoveLog(params.moveId),
});

export const { OPTIONS, POST, PUT, PATCH, DELETE } = otherMethods("GET");
