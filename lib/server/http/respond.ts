import "server-only";
import type { z } from "zod";
import { type ErrorBody, type ErrorCode, type ListMeta, listMeta } from "@/lib/api/envelope";
import { isDatabaseAway } from "@/lib/server/db/is-database-away";
import { childLog } from "@/lib/server/log";
import { AppError } from "./app-error";
import { KeptAnswer, keptBody } from "./kept-answer";
import type { RouteCall } from "./route-call";

const STATUS: Readonly<Record<ErrorCode, number>> = {
  invalid_input: 422,
  not_signed_in: 401,
  forbidden: 403,
  setup_required: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  payload_too_large: 413,
  too_many_requests: 429,
  internal: 500,
  upstream_unavailable: 503,
};

/** The loss itself is in the log, once; not once more with every request. */
const DATABASE_AWAY = new AppError(
  "upstream_unavailable",
  "The database cannot be reached at the moment. Evenkeel goes on by itself as soon as it is back.",
  [],
  5,
);

/** A list with its {@link ListMeta}; a handler returns one from {@link withMeta}. */
export class WithMeta<Rows> {
  constructor(
    readonly rows: Rows,
    readonly meta: ListMeta,
  ) {}
}

export function withMeta<Rows>(rows: Rows, meta: ListMeta): WithMeta<Rows> {
  return new WithMeta(rows, meta);
}

/** The answer in its envelope, reduced to what the schema names. An answer that breaks its schema is a bug. */
export async function respond(
  call: RouteCall,
  schema: z.ZodType,
  answer: unknown,
  status: number,
): Promise<Response> {
  if (!(answer instanceof KeptAnswer)) return json(call, status, enveloped(schema, answer));
  const { pathname, search } = new URL(call.request.url);
  const body = await keptBody(`${pathname}${search}`, answer.key, async () =>
    JSON.stringify(enveloped(schema, await answer.build())),
  );
  const headers = { ...headersOf(call), "content-type": "application/json" };
  return new Response(body, { status, headers });
}

function enveloped(schema: z.ZodType, answer: unknown) {
  if (!(answer instanceof WithMeta)) return { data: schema.parse(answer) };
  return { data: schema.parse(answer.rows), meta: listMeta.parse(answer.meta) };
}

/** The refusal in its envelope. What nobody foresaw is logged once, here, and told to nobody else. */
export function respondError(call: RouteCall, error: unknown): Response {
  const foreseen = isDatabaseAway(error) ? DATABASE_AWAY : error;
  if (foreseen instanceof AppError) {
    const { code, message, issues, retryAfterSeconds } = foreseen;
    const body: ErrorBody["error"] = { code, message, requestId: call.requestId };
    const response = json(call, STATUS[code], {
      error: issues.length > 0 ? { ...body, issues: [...issues] } : body,
    });
    if (retryAfterSeconds !== null) response.headers.set("retry-after", String(retryAfterSeconds));
    return response;
  }
  const { requestId, request } = call;
  const path = new URL(request.url).pathname;
  childLog("http").error({ err: error, requestId, method: request.method, path }, "a request failed");
  const message = "Something went wrong on our side. The log has the details under this request id.";
  return json(call, STATUS.internal, { error: { code: "internal", message, requestId } });
}

/** The code under which an audit entry records how a call ended. */
export function codeOf(error: unknown): ErrorCode {
  if (isDatabaseAway(error)) return DATABASE_AWAY.code;
  return error instanceof AppError ? error.code : "internal";
}

function json(call: RouteCall, status: number, body: unknown): Response {
  return Response.json(body, { status, headers: headersOf(call) });
}

function headersOf({ requestId }: RouteCall) {
  return { "cache-control": "no-store", "x-request-id": requestId };
}
