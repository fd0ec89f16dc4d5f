import type { RouteAccess } from "@/lib/server/http/access";

export type AnyHandler = ((request: Request, context: never) => Promise<Response>) & {
  readonly access?: RouteAccess;
};

export interface RouteCallInput {
  readonly method?: string;
  readonly path?: string;
  readonly params?: Readonly<Record<string, string | string[]>>;
  readonly body?: unknown;
  readonly cookie?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

const HOST = "evenkeel.test:3000";

/** Calls a route handler in process the way a browser on our own page would. */
export async function callRoute(handler: AnyHandler, input: RouteCallInput = {}): Promise<Response> {
  const { method = "GET", path = "/api/v1/test", params = {}, body, cookie } = input;
  const write = !["GET", "HEAD", "OPTIONS"].includes(method);
  const headers = new Headers({
    host: HOST,
    ...(cookie && { cookie }),
    ...(write && { origin: `http://${HOST}`, "sec-fetch-site": "same-origin" }),
    ...(body !== undefined && { "content-type": "application/json" }),
    ...input.headers,
  });
  for (const [name, value] of [...headers]) if (value === "") headers.delete(name);
  const request = new Request(`http://${HOST}${path}`, {
    method,
    headers,
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  return handler(request, { params: Promise.resolve(params) } as never);
}
