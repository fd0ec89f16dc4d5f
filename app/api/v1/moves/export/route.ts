import { moveExportQuery } from "@/lib/api/moves";
import { defineDownload } from "@/lib/server/http/define-download";
import { otherMethods } from "@/lib/server/http/other-methods";
import { exportMoves } from "@/lib/server/moves/export-moves";

/** GET /api/v1/moves/export — moves as comma-separated values, with the same filters as the list. */
export const GET = defineDownload({
  role: "viewer",
  query: moveExportQuery,
  handle: async ({ query }) => ({
    fileName: `moves-${new Date().toISOString().slice(0, 10)}.csv`,
    contentType: "text/csv; charset=utf-8",
    text: await exportMoves(query),
  }),
});

export const { OPTIONS, POST, PUT, PATCH, DELETE } = otherMethods("GET");
