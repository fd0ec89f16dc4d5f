import { z } from "zod";
import { automationRunQuery, automationRunRow } from "@/lib/api/automation";
import { readRuns } from "@/lib/server/automation/read-runs";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";
import { withMeta } from "@/lib/server/http/respond";

/** GET /api/v1/automation/runs — runs of automation, newest first. */
export const GET = defineRoute({
  role: "viewer",
  query: automationRunQuery,
  response: z.array(automationRunRow),
  handle: async ({ query }) => {
    const { rows, meta } = await readRuns(query);
    return withMeta(rows, meta);
  },
});

export const { OPTIONS, POST, PUT, PATCH, DELETE } = otherMethods("GET");
