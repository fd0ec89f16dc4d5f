import "server-only";
import type { z } from "zod";
import { type Identity, identify } from "@/lib/server/auth/identify";
import { type AccessRole, declareAccess } from "./access";
import { admit } from "./admit";
import { openTrail } from "./audit-trail";
import { type RouteContext, readInput } from "./read-input";
import { codeOf, respond, respondError } from "./respond";
import { isWrite, openCall, type RouteCall } from "./route-call";
import type { Nothing, RouteDefinition, RouteHandler, RouteInput } from "./route-definition";
import { refuseForeignOrigin } from "./same-origin";

/** Makes a Next.js route handler: who is it, may they, is the input valid, one sentence of work, envelope, audit. */
export function defineRoute<
  Access extends AccessRole,
  Params extends z.ZodType = Nothing,
  Query extends z.ZodType = Nothing,
  Body extends z.ZodType = Nothing,
  Response extends z.ZodType = z.ZodNull,
>(definition: RouteDefinition<Access, Params, Query, Body, Response>): RouteHandler {
  const { role, duringSetup = false, audit, response, status = 200 } = definition;

  async function answer(call: RouteCall, context: RouteContext, identity: Identity | null) {
    const viewer = identity?.viewer ?? null;
    const trail = openTrail({ audit, viewer, call });
    try {
      admit({ role, duringSetup }, identity);
      if (isWrite(call.request)) refuseForeignOrigin(call.request);
      // One cast: the schemas that `readInput` checked against are the ones the types come from.
      const input = { ...(await readInput(definition, call.request, context)), viewer, call } as RouteInput<
        Access,
        z.output<Params>,
        z.output<Query>,
        z.output<Body>
      >;
      trail.about(input);
      const result = await definition.handle(input);
      await trail.end("ok");
      return await respond(call, response, result, status);
    } catch (error) {
      await trail.end(codeOf(error));
      throw error;
    }
  }

  const handler = async (request: Request, context: RouteContext) => {
    const call = openCall(request);
    // A public route answers whoever asks: it must not fail with the database, nor cost a look into it.
    const caller = role === "public" ? Promise.resolve(null) : identify(request.headers);
    return caller
      .then((identity) => answer(call, context, identity))
      .catch((error: unknown) => respondError(call, error));
  };
  return declareAccess(handler, { kind: "route", role, duringSetup, auditAction: audit?.action ?? null });
}
