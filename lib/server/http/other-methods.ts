import "server-only";
import { type DeclaredHandler, declareAccess } from "./access";
import { AppError } from "./app-error";
import { respondError } from "./respond";
import { openCall } from "./route-call";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
type Method = (typeof METHODS)[number];
type Refusal = DeclaredHandler<(request: Request) => Promise<Response>>;

/**
 * Handlers for every method that a route does not have: 405 in the usual envelope, and OPTIONS with what there is.
 * `export const { OPTIONS, POST, PUT, PATCH, DELETE } = otherMethods("GET");`
 */
export function otherMethods<Own extends Method>(
  ...own: readonly Own[]
): Readonly<Record<Exclude<Method, Own> | "OPTIONS", Refusal>> {
  const allow = [...own, ...(own.some((method) => method === "GET") ? ["HEAD"] : []), "OPTIONS"].join(", ");
  const absent = METHODS.filter((method) => !own.some((one) => one === method));
  return Object.fromEntries([
    ["OPTIONS", declareAccess(async () => tell(allow), { kind: "refused", role: "public" })],
    ...absent.map((method) => [
      method,
      declareAccess(async (request: Request) => refuse(request, allow), { kind: "refused", role: "public" }),
    ]),
  ]) as Record<Exclude<Method, Own> | "OPTIONS", Refusal>;
}

function tell(allow: string): Response {
  return new Response(null, { status: 204, headers: { allow, "cache-control": "no-store" } });
}

function refuse(request: Request, allow: string): Response {
  const message = `${request.method} is not possible here; there is ${allow}.`;
  const response = respondError(openCall(request), new AppError("method_not_allowed", message));
  response.headers.set("allow", allow);
  return response;
}
