import { auditChain } from "@/lib/api/audit";
import { verifyAuditChain } from "@/lib/server/audit/verify-audit-chain";
import { defineRoute } from "@/lib/server/http/define-route";
import { otherMethods } from "@/lib/server/http/other-methods";

/** GET /api/v1/audit/chain — whether anything in the audit log was changed or removed. */
export const GET = defineRoute({
  role: "admin",
  response: auditChain,
  handle: ({ viewer }) => verifyAuditChain(viewer),
});

export const { OPTIONS, POST, PUT, PATCH, DELETE } = otherMethods("GET");
