import "server-only";
import type { NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { clientAddress } from "@/lib/server/http/client-address";
import { childLog } from "@/lib/server/log";
import { signOut } from "./revoke-session";
import { cookieName, cookieOptions, isHttps, LONGEST_SESSION_DAYS, sessionSecret } from "./session-cookie";
import { signIn } from "./sign-in";

/**
 * next-auth with local accounts. Its token carries nothing but our session's id: what it may do is looked up in
 * the database at every request. A throttled sign-in fails with the sentence that says when to try again.
 */
export function authOptions(): NextAuthOptions {
  return {
    secret: sessionSecret(),
    session: { strategy: "jwt", maxAge: LONGEST_SESSION_DAYS * 24 * 3_600 },
    useSecureCookies: isHttps(),
    cookies: {
      sessionToken: { name: cookieName("session"), options: cookieOptions() },
      csrfToken: { name: cookieName("csrf"), options: cookieOptions() },
      callbackUrl: { name: cookieName("callback"), options: cookieOptions() },
    },
    pages: { signIn: "/sign-in", signOut: "/sign-in", error: "/sign-in" },
    providers: [localAccounts],
    callbacks: {
      jwt: ({ token, user }) => (user ? { sessionId: user.id } : token),
      session: ({ session }) => ({ expires: session.expires }),
      redirect: ({ url, baseUrl }) =>
        url.startsWith("/") && !/^\/[/\\]/.test(url) ? baseUrl + url : baseUrl,
    },
    events: {
      signOut: async ({ token }) => {
        if (typeof token?.sessionId === "string") await signOut(token.sessionId);
      },
    },
    logger: {
      error: (code, metadata) => childLog("auth").error({ code, err: errorOf(metadata) }, "next-auth failed"),
      warn: (code) => childLog("auth").debug({ code }, "next-auth warns"),
      debug: () => undefined,
    },
  };
}

const localAccounts = CredentialsProvider({
  id: "credentials",
  name: "Local account",
  credentials: { username: { label: "User name" }, password: { label: "Password", type: "password" } },
  authorize: async (credentials, request) => {
    const headers = new Headers(request.headers as Record<string, string>);
    const sessionId = await signIn({
      username: credentials?.username,
      password: credentials?.password,
      ipAddress: clientAddress(headers),
      userAgent: headers.get("user-agent"),
    });
    return sessionId === null ? null : { id: sessionId };
  },
});

function errorOf(metadata: unknown): unknown {
  return metadata instanceof Error ? metadata : (metadata as { error?: unknown }).error;
}
