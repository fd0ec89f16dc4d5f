import "server-only";
import { decode } from "next-auth/jwt";
import { z } from "zod";
import { env } from "@/lib/server/env";

/** However often it is used, a session ends this long after its sign-in; also the life of its cookie. */
export const LONGEST_SESSION_DAYS = 30;

export function isHttps(): boolean {
  return env.NEXTAUTH_URL?.startsWith("https://") ?? false;
}

/** `__Host-` makes a browser refuse the cookie from another host of the domain or without TLS. */
export function cookieName(purpose: "session" | "csrf" | "callback"): string {
  return `${isHttps() ? "__Host-" : ""}evenkeel.${purpose}`;
}

export function cookieOptions() {
  return { httpOnly: true, sameSite: "lax", path: "/", secure: isHttps() } as const;
}

/** The key that signs and encrypts the session cookie. There is no default: without it nobody signs in. */
export function sessionSecret(): string {
  const secret = env.NEXTAUTH_SECRET;
  if (!secret) throw new Error("NEXTAUTH_SECRET is not set.");
  return secret;
}

const sessionToken = z.object({ sessionId: z.uuid() });

/** The session's id from a `Cookie` header; null without a cookie that this server signed. */
export async function readSessionCookie(cookieHeader: string | null): Promise<string | null> {
  const token = cookieValue(cookieHeader ?? "", cookieName("session"));
  if (token === null) return null;
  const content = await decode({ token, secret: sessionSecret() }).catch(() => null);
  const parsed = sessionToken.safeParse(content);
  return parsed.success ? parsed.data.sessionId : null;
}

function cookieValue(header: string, name: string): string | null {
  for (const pair of header.split(";")) {
    const [key, ...value] = pair.trim().split("=");
    if (key === name) return value.join("=");
  }
  return null;
}
