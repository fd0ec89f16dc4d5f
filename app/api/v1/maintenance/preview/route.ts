import { evacuationPreview } from "@/lib/api/maintenance";
import { evacuationPreviewInput } from "@/lib/api/maintenance-input";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";
import { previewEvacuation } from "@/lib/server/maintenance/preview-evacuation";

/** POST /api/v1/maintenance/preview — what emptying a node would do; nothing is stored. */
export const POST = defineRoute({
  role: "operator",
  body: evacuationPreviewInput,
  response: evacuationPreview,
  audit: {
    action: "maintenance.preview",
    target: ({ body }) => `node:${body.clusterId}/${body.node}`,
    details: ({ body }) => body,
  },
  handle: ({ body }) => previewEvacuation(body),
});

export const { OPTIONS, GET, PUT, PATCH, DELETE } = otherMethods("POST");
