import { certificateInput, endpointCertificates } from "@/lib/api/cluster-login";
import { readCertificates } from "@/lib/server/clusters/read-certificates";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";

/** POST /api/v1/clusters/certificates — which certificate each host shows; nothing is sent to them or stored. */
export const POST = defineRoute({
  role: "admin",
  body: certificateInput,
  response: endpointCertificates,
  audit: {
    action: "cluster.certificates",
    target: ({ body }) => `host:${body.endpoints[0]?.host ?? ""}`,
    details: ({ body }) => ({ endpoints: body.endpoints }),
  },
  handle: ({ viewer, body }) => readCertificates(viewer, body),
});

export const { OPTIONS, GET, PUT, PATCH, DELETE } = otherMethods("POST");
