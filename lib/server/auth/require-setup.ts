import "server-only";
import type { Route } from "next";
import { redirect } from "next/navigation";
import { isFirstRun } from "./is-first-run";
import { readIdentity } from "./read-identity";
import type { Viewer } from "./viewer";

/** For the set-up page alone: who has to finish it, and whether they may change the user name too. */
export async function requireSetup(): Promise<{ readonly viewer: Viewer; readonly firstRun: boolean }> {
  const identity = await readIdentity();
  if (identity === null) redirect("/sign-in" as Route);
  if (!identity.setupRequired) redirect("/" as Route);
  return { viewer: identity.viewer, firstRun: await isFirstRun() };
}
