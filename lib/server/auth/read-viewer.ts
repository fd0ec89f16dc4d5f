import "server-only";
import { headers } from "next/headers";
import { cache } from "react";
import { type Identity, identify } from "./identify";
import type { Viewer } from "./viewer";

/** Who asks for the page being rendered; asked once for all its components. */
export const readIdentity: () => Promise<Identity | null> = cache(async () => identify(await headers()));

/** The viewer of the page being rendered, also during set-up; null for a stranger. */
export async function readViewer(): Promise<Viewer | null> {
  return (await readIdentity())?.viewer ?? null;
}
