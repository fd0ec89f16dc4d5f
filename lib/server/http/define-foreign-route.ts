import "server-only";
import { declareAccess } from "./access";
import type { RouteContext } from "./read-input";
import { respondError } from "./respond";
import { isWrite, openCall } from "./route-call";
import type { RouteHandler } from "./route-definition";
import { refuseStatedForeignOrigin } from "./same-origin";

/**
 * A route whose protocol belongs to a library, which decides itself who may do what. Ours are only the refusal of
 * writes that say they come from another site, and the answer to what goes wrong.
 */
export function defineForeignRoute(definition: {
  readonly role: "public";
  readonly handle: (request: Request, context: RouteContext) => Promise<Response>;
}): RouteHandler {
  const answer = async (request: Request, context: RouteContext) => {
    if (isWrite(request)) refuseStatedForeignOrigin(request);
    return definition.handle(request, context);
  };
  const handler = (request: Request, context: RouteContext) => {
    const call = openCall(request);
    return answer(request, context).catch((error: unknown) => respondError(call, error));
  };
  return declareAccess(handler, { kind: "foreign", role: definition.role });
}
