import "server-only";
import type { Role } from "@/lib/api/users";

/** Who may call: anybody, or whoever is signed in with at least this role. */
export type AccessRole = "public" | Role;

/** What a route handler says about itself; the contract test reads it from every exported handler. */
export interface RouteAccess {
  readonly role: AccessRole;
  /** True where someone who still has to finish the set-up may call. */
  readonly duringSetup: boolean;
  /** Action of the audit entry; null for a route that changes nothing. */
  readonly auditAction: string | null;
  /** `refused` answers 405 to everybody; `foreign` is a protocol of a library with its own checks. */
  readonly kind: "route" | "stream" | "refused" | "foreign";
}

export type DeclaredHandler<Handler> = Handler & { readonly access: RouteAccess };

/** Marks a handler with who may use it. Handlers made by `defineRoute` are marked already. */
export function declareAccess<Handler extends (...input: never[]) => unknown>(
  handler: Handler,
  access: Partial<RouteAccess> & Pick<RouteAccess, "role" | "kind">,
): DeclaredHandler<Handler> {
  return Object.assign(handler, { access: { duringSetup: false, auditAction: null, ...access } });
}
