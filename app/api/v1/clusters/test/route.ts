import { clusterTestInput, connectionTest } from "@/lib/api/clusters";
import { testConnection } from "@/lib/server/clusters/test-connection";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";

/** POST /api/v1/clusters/test — try a connection and show what answers, without storing anything. */
export const POST = defineRoute({
  role: "admin",
  body: clusterTestInput,
  response: connectionTest,
  audit: {
    action: "cluster.test",
    target: ({ body }) => `cluster:${body.name}`,
    details: ({ body }) => ({ endpoints: body.endpoints, tokenId: body.tokenId, tlsPolicy: body.tlsPolicy }),
  },
  handle: ({ viewer, body }) => testConnection(viewer, body),
});

export const { OPTIONS, GET, PUT, PATCH, DELETE } = otherMethods("POST");
