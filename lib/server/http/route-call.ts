import "server-only";
import { randomUUID } from "node:crypto";
import { clientAddress } from "./client-address";

/** One request on its way through a route: what every part of the wrapper and the log need. */
export interface RouteCall {
  readonly requestId: string;
  readonly request: Request;
  readonly ipAddress: string | null;
}

export function openCall(request: Request): RouteCall {
  return { requestId: randomUUID(), request, ipAddress: clientAddress(request.headers) };
}

const WRITING_METHODS: ReadonlySet<string> = new Set(["POST", "PUT", "PATCH", "DELETE"]);

export function isWrite(request: Request): boolean {
  return WRITING_METHODS.has(request.method);
}
