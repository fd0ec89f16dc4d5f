import "server-only";
import { hasRole } from "@/lib/server/auth/has-role";
import type { Identity } from "@/lib/server/auth/identify";
import type { RouteAccess } from "./access";
import { AppError } from "./app-error";

/** Refuses whoever may not use the route, and says what would be needed. */
export function admit(access: Pick<RouteAccess, "role" | "duringSetup">, identity: Identity | null): void {
  if (access.role === "public") return;
  if (identity === null) throw new AppError("not_signed_in", "Sign in first.");
  if (identity.setupRequired && !access.duringSetup) {
    throw new AppError("setup_required", "Choose your own password first; until then nothing else is open.");
  }
  if (!hasRole(identity.viewer, access.role)) {
    throw new AppError(
      "forbidden",
      `This needs the role ${access.role}; ${identity.viewer.username} has the role ${identity.viewer.role}.`,
    );
  }
}
