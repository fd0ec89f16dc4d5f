import "server-only";
import { env } from "@/lib/server/env";
import { AppError } from "./app-error";

/**
 * Refuses a write that a page of another site may have caused. A browser always says where a write comes from
 * (`Origin`, `Sec-Fetch-Site`), so one that says nothing is refused as well.
 */
export function refuseForeignOrigin(request: Request): void {
  const { headers } = request;
  const origin = headers.get("origin");
  const site = headers.get("sec-fetch-site");
  if (origin === null && site === null) {
    throw new AppError("forbidden", "A write needs an Origin header that names this server.");
  }
  if (site !== null && site !== "same-origin") {
    throw new AppError("forbidden", "This write came from a page of another site and was refused.");
  }
  if (origin !== null && !ownHosts(request).has(hostOf(origin))) {
    throw new AppError("forbidden", `This write came from ${quoted(origin)}, which is not this server.`);
  }
}

/** The weaker form for a library's own forms, which carry their own token: refuses only what says it is foreign. */
export function refuseStatedForeignOrigin(request: Request): void {
  if (request.headers.has("origin") || request.headers.has("sec-fetch-site")) refuseForeignOrigin(request);
}

function ownHosts(request: Request): ReadonlySet<string> {
  const hosts = new Set([request.headers.get("host") ?? new URL(request.url).host]);
  if (env.NEXTAUTH_URL) hosts.add(hostOf(env.NEXTAUTH_URL));
  const forwarded = env.EVENKEEL_TRUST_PROXY > 0 ? request.headers.get("x-forwarded-host") : null;
  if (forwarded) hosts.add(forwarded.split(",").at(-1)?.trim() ?? "");
  hosts.delete("");
  return hosts;
}

function hostOf(origin: string): string {
  return URL.canParse(origin) ? new URL(origin).host : "";
}

function quoted(origin: string): string {
  return JSON.stringify(origin.slice(0, 100));
}
