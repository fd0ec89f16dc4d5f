import "server-only";
import type { z } from "zod";
import type { Role } from "@/lib/api/users";
import { identify } from "@/lib/server/auth/identify";
import type { Viewer } from "@/lib/server/auth/viewer";
import { declareAccess } from "./access";
import { admit } from "./admit";
import { type RouteContext, readInput } from "./read-input";
import { respondError } from "./respond";
import { openCall, type RouteCall } from "./route-call";
import type { Nothing, RouteHandler } from "./route-definition";

interface Download {
  readonly fileName: string;
  readonly contentType: "text/csv; charset=utf-8" | "text/plain; charset=utf-8";
  readonly text: string;
}

export interface DownloadDefinition<Params extends z.ZodType, Query extends z.ZodType> {
  readonly role: Role;
  readonly params?: Params;
  readonly query?: Query;
  readonly handle: (input: {
    readonly viewer: Viewer;
    readonly params: z.output<Params>;
    readonly query: z.output<Query>;
  }) => Promise<Download>;
}

/** Makes a route handler that answers with a file; the counterpart of `defineRoute` for downloads. Refusals are JSON as everywhere. */
export function defineDownload<Params extends z.ZodType = Nothing, Query extends z.ZodType = Nothing>(
  definition: DownloadDefinition<Params, Query>,
): RouteHandler {
  const access = { kind: "route", role: definition.role, duringSetup: false } as const;

  async function answer(call: RouteCall, context: RouteContext): Promise<Response> {
    const identity = await identify(call.request.headers);
    admit(access, identity);
    if (identity === null) throw new Error("a download was admitted without a viewer");
    // One cast: the schemas that `readInput` checked against are the ones the types come from.
    const input = (await readInput(definition, call.request, context)) as {
      params: z.output<Params>;
      query: z.output<Query>;
    };
    const { fileName, contentType, text } = await definition.handle({ ...input, viewer: identity.viewer });
    return new Response(text, {
      headers: {
        "content-type": contentType,
        "content-disposition": `attachment; filename="${fileName}"`,
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
        "x-request-id": call.requestId,
      },
    });
  }

  const handler = (request: Request, context: RouteContext) => {
    const call = openCall(request);
    return answer(call, context).catch((error: unknown) => respondError(call, error));
  };
  return declareAccess(handler, access);
}
