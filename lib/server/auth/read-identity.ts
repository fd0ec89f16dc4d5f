import "server-only";
import { headers } from "next/headers";
import { cache } from "react";
import { type Identity, identify } from "./identify";

/** Who asks for the page being rendered; asked once for all its components. */
export const readIdentity: () => Promise<Identity | null> = cache(async () => identify(await headers()));
