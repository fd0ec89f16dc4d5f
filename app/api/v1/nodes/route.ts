import { clusterFilter } from "@/lib/api/clusters";
import { nodeList } from "@/lib/api/nodes";
import { defineRoute } from "@/lib/server/http/define-route";
import { KeptAnswer } from "@/lib/server/http/kept-answer";
import { otherMethods } from "@/lib/server/http/other-methods";
import { keyOfReadings } from "@/lib/server/live/key-of-readings";
import { readVisibleReadings } from "@/lib/server/live/read-visible-readings";
import { toNodeRows } from "@/lib/server/live/to-node-rows";

/** GET /api/v1/nodes — every node, of one cluster with `?cluster=`. */
export const GET = defineRoute({
  role: "viewer",
  query: clusterFilter,
  response: nodeList,
  handle: async ({ viewer, query }) => {
    const readings = await readVisibleReadings(viewer, query.cluster);
    return new KeptAnswer(`nodes of ${keyOfReadings(readings)}`, () => readings.flatMap(toNodeRows));
  },
});

export const { OPTIONS, POST, PUT, PATCH, DELETE } = otherMethods("GET");
