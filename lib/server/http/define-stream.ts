import "server-only";
import type { Role } from "@/lib/api/users";
import { identify } from "@/lib/server/auth/identify";
import type { Viewer } from "@/lib/server/auth/viewer";
import { shutdownSignal } from "@/lib/server/lifecycle/shutdown";
import { declareAccess } from "./access";
import { admit } from "./admit";
import { respondError } from "./respond";
import { openCall } from "./route-call";
import type { RouteHandler } from "./route-definition";

/** How long a stream may outlive the session it was opened with. */
const RECHECK_MS = 10_000;

export interface StreamDefinition {
  readonly role: Role;
  /** Ends its work when `signal` aborts: the browser left, the viewer may no longer look, or the server ends. */
  readonly open: (input: {
    readonly viewer: Viewer;
    readonly lastEventId: string | null;
    readonly signal: AbortSignal;
  }) => ReadableStream<Uint8Array> | Promise<ReadableStream<Uint8Array>>;
}

/** Makes a route handler that answers with server-sent events; the counterpart of `defineRoute` for streams. */
export function defineStream({ role, open }: StreamDefinition): RouteHandler {
  const access = { kind: "stream", role, duringSetup: false } as const;

  async function answer(request: Request): Promise<Response> {
    const identity = await identify(request.headers);
    admit(access, identity);
    if (identity === null) throw new Error("a stream was admitted without a viewer");
    const signal = AbortSignal.any([request.signal, endOfPermission(request, access), shutdownSignal()]);
    // A page that opens its stream anew cannot set the header and asks by query instead.
    const lastEventId =
      request.headers.get("last-event-id") ?? new URL(request.url).searchParams.get("lastEventId");
    return new Response(await open({ viewer: identity.viewer, lastEventId, signal }), {
      headers: {
        "content-type": "text/event-stream; charset=utf-8",
        "cache-control": "no-store, no-transform",
        // nginx would hold the events back otherwise.
        "x-accel-buffering": "no",
      },
    });
  }

  const handler = (request: Request) => {
    const call = openCall(request);
    return answer(request).catch((error: unknown) => respondError(call, error));
  };
  return declareAccess(handler, access);
}

/** Aborts when whoever opened the stream has been signed out, disabled or demoted. */
function endOfPermission(request: Request, access: Parameters<typeof admit>[0]): AbortSignal {
  const controller = new AbortController();
  const timer = setInterval(() => {
    identify(request.headers)
      .then((identity) => admit(access, identity))
      .catch(() => controller.abort());
  }, RECHECK_MS);
  timer.unref();
  for (const signal of [request.signal, controller.signal]) {
    signal.addEventListener("abort", () => clearInterval(timer), { once: true });
  }
  return controller.signal;
}
