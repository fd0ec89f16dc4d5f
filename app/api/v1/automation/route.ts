import { z } from "zod";
import { automationCluster } from "@/lib/api/automation";
import { readAutomation } from "@/lib/server/automation/read-automation";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";

/** GET /api/v1/automation — where automation of every cluster stands. */
export const GET = defineRoute({
  role: "viewer",
  response: z.array(automationCluster),
  handle: ({ viewer }) => readAutomation(viewer),
});

export const { OPTIONS, POST, PUT, PATCH, DELETE } = otherMethods("GET");
