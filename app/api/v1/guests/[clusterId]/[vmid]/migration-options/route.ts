import { z } from "zod";
import { guestParams } from "@/lib/api/guest-detail";
import { migrationOption } from "@/lib/api/recommendations";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";
import { readMigrationOptions } from "@/lib/server/recommendations/read-migration-options";

/** GET /api/v1/guests/{clusterId}/{vmid}/migration-options — every node as a place for the guest, best first. */
export const GET = defineRoute({
  role: "viewer",
  params: guestParams,
  response: z.array(migrationOption),
  handle: ({ params }) => readMigrationOptions(params.clusterId, params.vmid),
});

export const { OPTIONS, POST, PUT, PATCH, DELETE } = otherMethods("GET");
