import { randomBytes } from "node:crypto";
import { type NextRequest, NextResponse } from "next/server";
import { env } from "@/lib/server/env";
import { REQUEST_PATH_HEADER } from "@/lib/server/http/request-path";
import { securityHeaders } from "@/lib/server/http/security-headers";

// biome-ignore lint/style/noProcessEnv: the bundler replaces it with a constant; it is no setting of ours.
const development = process.env.NODE_ENV === "development";

/**
 * Puts the security headers on every answer. A page gets a fresh nonce: Next.js reads it from the request's policy and
 * puts it on its own scripts; our own inline scripts take it from `x-nonce`. Who may see a page is not decided here.
 */
export function proxy(request: NextRequest): NextResponse {
  const { pathname, search } = request.nextUrl;
  const nonce = pathname.startsWith("/api/") ? null : randomBytes(16).toString("base64");
  const https = env.NEXTAUTH_URL?.startsWith("https://") ?? false;
  const answerHeaders = securityHeaders({ nonce, https, development });

  const response = NextResponse.next({ request: { headers: pageHeaders() } });
  for (const [name, value] of Object.entries(answerHeaders)) response.headers.set(name, value);
  return response;

  function pageHeaders(): Headers {
    const headers = new Headers(request.headers);
    headers.set(REQUEST_PATH_HEADER, `${pathname}${search}`);
    headers.delete("x-nonce");
    if (nonce === null) return headers;
    headers.set("x-nonce", nonce);
    headers.set("content-security-policy", answerHeaders["content-security-policy"] ?? "");
    return headers;
  }
}

export const config = { matcher: "/((?!_next/static|_next/image).*)" };
