import type { Viewer } from "@/lib/server/auth/viewer";

/** Somebody who is signed in; an administrator unless told otherwise. */
export function aViewer(rest: Partial<Viewer> = {}): Viewer {
  return {
    userId: "44444444-4444-4444-8444-444444444444",
    username: "ana",
    name: "Ana",
    role: "admin",
    sessionId: "55555555-5555-4555-8555-555555555555",
    ...rest,
  };
}
