import "server-only";
import { AppError } from "@/lib/server/http/app-error";
import { hasRole } from "./has-role";
import type { Viewer } from "./viewer";

export function canManageUsers(viewer: Viewer): boolean {
  return hasRole(viewer, "admin");
}

export function canChangeSettings(viewer: Viewer): boolean {
  return hasRole(viewer, "admin");
}

export function canReadAudit(viewer: Viewer): boolean {
  return hasRole(viewer, "admin");
}

/** The program's own log names machines, users and addresses. */
export function canReadLog(viewer: Viewer): boolean {
  return hasRole(viewer, "operator");
}

/** Rules and node policies decide what plans may do. */
export function canChangeRules(viewer: Viewer): boolean {
  return hasRole(viewer, "operator");
}

export function canMoveGuests(viewer: Viewer): boolean {
  return hasRole(viewer, "operator");
}

/** Starting, shutting down, rebooting, stopping. */
export function canPowerGuests(viewer: Viewer): boolean {
  return hasRole(viewer, "operator");
}

/** Pausing, resuming, and runs that a person starts. */
export function canControlEngine(viewer: Viewer): boolean {
  return hasRole(viewer, "operator");
}

/** Refuses with `forbidden` and a sentence that names what was not allowed. */
export function refuseUnless(allowed: boolean, viewer: Viewer, what: string): void {
  if (allowed) return;
  throw new AppError("forbidden", `${viewer.username} has the role ${viewer.role} and may not ${what}.`);
}
