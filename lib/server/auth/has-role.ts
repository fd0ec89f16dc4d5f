import "server-only";
import type { Role } from "@/lib/api/users";
import type { Viewer } from "./viewer";

const RANK: Readonly<Record<Role, number>> = { viewer: 0, operator: 1, admin: 2 };

/** True where the viewer's role is `minimum` or stands above it: viewer, operator, admin. */
export function hasRole(viewer: Pick<Viewer, "role">, minimum: Role): boolean {
  return RANK[viewer.role] >= RANK[minimum];
}
