import "server-only";
import { findSession } from "./find-session";
import { readSessionCookie } from "./session-cookie";
import type { Viewer } from "./viewer";

/** Who is calling, and whether they still have to choose their own password. */
export interface Identity {
  readonly viewer: Viewer;
  readonly setupRequired: boolean;
}

/** Who sent these headers; null for a stranger. The one place that knows by what a caller is recognised. */
export async function identify(headers: Headers): Promise<Identity | null> {
  const sessionId = await readSessionCookie(headers.get("cookie"));
  return sessionId === null ? null : findSession(sessionId);
}
