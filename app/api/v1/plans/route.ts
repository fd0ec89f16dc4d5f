import { z } from "zod";
import { planInput, planQuery, planRunDetail, planRunRow } from "@/lib/api/plans";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";
import { withMeta } from "@/lib/server/http/respond";
import { approvePlan } from "@/lib/server/plans/approve-plan";
import { readPlans } from "@/lib/server/plans/read-plans";

/** GET /api/v1/plans — approved plans of all clusters, newest first. */
export const GET = defineRoute({
  role: "viewer",
  query: planQuery,
  response: z.array(planRunRow),
  handle: async ({ query }) => {
    const { rows, meta } = await readPlans(query);
    return withMeta(rows, meta);
  },
});

/** POST /api/v1/plans — carry out the newest recommendation, or some of its moves. */
export const POST = defineRoute({
  role: "operator",
  body: planInput,
  response: planRunDetail,
  status: 202,
  audit: {
    action: "plan.approve",
    target: ({ body }) => `cluster:${body.clusterId}`,
    details: ({ body }) => body,
    success: "handler",
  },
  handle: ({ viewer, body }) => approvePlan(viewer, body),
});

export const { OPTIONS, PUT, PATCH, DELETE } = otherMethods("GET", "POST");
