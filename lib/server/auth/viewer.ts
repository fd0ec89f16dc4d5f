import "server-only";
import type { Role } from "@/lib/api/users";

/** Whoever is signed in. Reads and writes that belong to a viewer take it as their first argument. */
export interface Viewer {
  readonly userId: string;
  readonly username: string;
  readonly name: string;
  readonly role: Role;
  readonly sessionId: string;
}
