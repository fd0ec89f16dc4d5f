import { z } from "zod";
import { clusterConnection } from "@/lib/api/clusters";
import { readConnections } from "@/lib/server/clusters/read-connections";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";

/** GET /api/v1/connections — how every cluster is reached, without the secrets. */
export const GET = defineRoute({
  role: "admin",
  response: z.array(clusterConnection),
  handle: ({ viewer }) => readConnections(viewer),
});

export const { OPTIONS, POST, PUT, PATCH, DELETE } = otherMethods("GET");
