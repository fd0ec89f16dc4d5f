import { savedView, savedViewInput, savedViewList, viewsQuery } from "@/lib/api/views";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";
import { readViews, saveView } from "@/lib/server/views/saved-views";

/** GET /api/v1/views — one's own saved views of a page. */
export const GET = defineRoute({
  role: "viewer",
  query: viewsQuery,
  response: savedViewList,
  handle: ({ viewer, query }) => readViews(viewer, query.page),
});

/** POST /api/v1/views — save a view of a page under a name. */
export const POST = defineRoute({
  role: "viewer",
  body: savedViewInput,
  response: savedView,
  status: 201,
  audit: {
    action: "view.save",
    target: ({ body }) => `view:${body.page}/${body.name}`,
    details: ({ body }) => ({ query: body.query }),
  },
  handle: ({ viewer, body }) => saveView(viewer, body),
});

export const { OPTIONS, PUT, PATCH, DELETE } = otherMethods("GET", "POST");
