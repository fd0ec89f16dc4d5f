import "server-only";
import type { Route } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import type { Role } from "@/lib/api/users";
import { REQUEST_PATH_HEADER } from "@/lib/server/http/request-path";
import { hasRole } from "./has-role";
import { readIdentity } from "./read-identity";
import type { Viewer } from "./viewer";

/**
 * The viewer of a page. Every page and layout behind the login begins with it: strangers go to the sign-in page and
 * come back here afterwards, whoever has not chosen their own password goes to the set-up, and a role that is not
 * enough goes to the page that says which one is.
 */
export async function requireViewer(minimumRole: Role = "viewer"): Promise<Viewer> {
  const identity = await readIdentity();
  if (identity === null) redirect(`/sign-in?callbackUrl=${encodeURIComponent(await ownPath())}` as Route);
  if (identity.setupRequired) redirect("/setup" as Route);
  if (!hasRole(identity.viewer, minimumRole)) redirect(`/forbidden?role=${minimumRole}` as Route);
  return identity.viewer;
}

async function ownPath(): Promise<string> {
  return (await headers()).get(REQUEST_PATH_HEADER) ?? "/";
}
