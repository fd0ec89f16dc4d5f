import { settingsQuery, settingsResponse, settingsUpdate } from "@/lib/api/settings";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";
import { readSettingRows } from "@/lib/server/settings/read-setting-rows";
import { updateSettings } from "@/lib/server/settings/update-settings";

/** GET /api/v1/settings — every setting with its definition and value; with `?cluster=`, what a cluster may have its own of. */
export const GET = defineRoute({
  role: "viewer",
  query: settingsQuery,
  response: settingsResponse,
  handle: ({ viewer, query }) => readSettingRows(viewer, query.cluster),
});

/** PUT /api/v1/settings — change some of them, all or none. */
export const PUT = defineRoute({
  role: "admin",
  body: settingsUpdate,
  response: settingsResponse,
  audit: { action: "settings.update", target: () => "settings", success: "handler" },
  handle: async ({ viewer, body, call }) => {
    await updateSettings(viewer, body, { ipAddress: call.ipAddress, requestId: call.requestId });
    return readSettingRows(viewer, body.cluster);
  },
});

export const { OPTIONS, POST, PATCH, DELETE } = otherMethods("GET", "PUT");
