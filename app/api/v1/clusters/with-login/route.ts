import { clusterLoginInput } from "@/lib/api/cluster-login";
import { clusterConnection } from "@/lib/api/clusters";
import { createClusterWithLogin } from "@/lib/server/clusters/create-cluster-with-login";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";

/** POST /api/v1/clusters/with-login — connect a cluster by user and password, which make a token and are forgotten. */
export const POST = defineRoute({
  role: "admin",
  body: clusterLoginInput,
  response: clusterConnection,
  status: 201,
  audit: {
    action: "cluster.create",
    target: ({ body }) => `cluster:${body.name}`,
    details: ({ body }) => ({
      endpoints: body.endpoints,
      username: body.login.username,
      tlsPolicy: body.tlsPolicy,
      madeToken: true,
    }),
  },
  handle: ({ viewer, body }) => createClusterWithLogin(viewer, body),
});

export const { OPTIONS, GET, PUT, PATCH, DELETE } = otherMethods("POST");
