import "server-only";
import { hasRole } from "@/lib/server/auth/has-role";
import { refuseUnless } from "@/lib/server/auth/permissions";
import type { Viewer } from "@/lib/server/auth/viewer";

/** Connections hold what reaches into other machines: administrators only. */
export function requireClusterAdmin(viewer: Viewer): void {
  refuseUnless(hasRole(viewer, "admin"), viewer, "see or change how clusters are reached");
}
