import "server-only";
import type { NextAuthOptions, Session } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { clientAddress } from "@/lib/server/http/client-address";
import { childLog } from "@/lib/server/log";
import { findSession } from "./find-session";
import { signOut } from "./revoke-session";
import { cookieName, cookieOptions, isHttps, LONGEST_SESSION_DAYS, sessionSecret } from "./session-cookie";
import { signIn } from "./sign-in";

/**
 * next-auth with local accounts. Its token carries nothing but our session's id: what it may do is looked up in
 * the database at every request. A throttled sign-in fails with the sentence that says when to try again.
 *
 * @param origin where the browser is, such as `http://192.0.2.7:3000`: it may know this server by another name than
 *   NEXTAUTH_URL, and must not be sent there
 */
export function authOptions(origin: string | null): NextAuthOptions {
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
      session: ({ session, token }) => visibleSession(session.expires, token.sessionId),
      redirect: ({ url, baseUrl }) => ownAddress(url, origin ?? baseUrl),
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

/** What next-auth's own client may know; nothing for a session that has ended, whatever its cookie says. */
async function visibleSession(expires: string, sessionId: unknown): Promise<Session> {
  const identity = typeof sessionId === "string" ? await findSession(sessionId) : null;
  // next-auth takes an empty object for "not signed in"; its type does not say so.
  if (identity === null) return {} as Session;
  const { name, username, role } = identity.viewer;
  return { expires, user: { name, username, role } } as Session;
}

/** `url` when it leads to this server, else its first page: nobody is sent elsewhere after signing in or out. */
function ownAddress(url: string, origin: string): string {
  const target = URL.canParse(url, origin) ? new URL(url, origin) : new URL(origin);
  return target.origin === new URL(origin).origin ? target.href : new URL(origin).href;
}

function errorOf(metadata: unknown): unknown {
  return metadata instanceof Error ? metadata : (metadata as { error?: unknown }).error;
}
