import "server-only";
import type { z } from "zod";
import type { Viewer } from "@/lib/server/auth/viewer";
import type { AccessRole, DeclaredHandler } from "./access";
import type { RouteAudit } from "./audit-trail";
import type { DeepReadonly } from "./deep-readonly";
import type { KeptAnswer } from "./kept-answer";
import type { RouteContext } from "./read-input";
import type { WithMeta } from "./respond";
import type { RouteCall } from "./route-call";

/** What a route that takes nothing takes. */
export type Nothing = z.ZodUndefined;
type Answer<Response extends z.ZodType> = DeepReadonly<z.input<Response>>;

export interface RouteInput<Access extends AccessRole, Params, Query, Body> {
  readonly viewer: Access extends "public" ? null : Viewer;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly call: RouteCall;
}

export interface RouteDefinition<
  Access extends AccessRole,
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Response extends z.ZodType,
> {
  readonly role: Access;
  readonly duringSetup?: boolean;
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  readonly response: Response;
  readonly status?: 200 | 201 | 202;
  /** Every write has one. */
  readonly audit?: RouteAudit<z.output<Params>, z.output<Body>>;
  readonly handle: (
    input: RouteInput<Access, z.output<Params>, z.output<Query>, z.output<Body>>,
  ) => Promise<
    Answer<Response> | WithMeta<Answer<Response>> | KeptAnswer<Answer<Response> | WithMeta<Answer<Response>>>
  >;
}

export type RouteHandler = DeclaredHandler<(request: Request, context: RouteContext) => Promise<Response>>;
