import "server-only";
import { prisma } from "@/lib/server/db/prisma";

/** Scope of a pause that holds everywhere; every other scope is a cluster's id. */
export const EVERYWHERE = "all";

export interface Pause {
  readonly by: string;
  readonly atMs: number;
  /** Without a full stop; empty when none was given. */
  readonly reason: string;
  readonly scope: "all" | "cluster";
  /** A move that failed did it, not a person. */
  readonly byFailure: boolean;
}

/** What keeps Evenkeel from acting by itself in a cluster; null while nothing does. A pause of everything comes first. */
export async function readPause(clusterId: string): Promise<Pause | null> {
  const rows = await prisma.enginePause.findMany({ where: { scope: { in: [EVERYWHERE, clusterId] } } });
  const row = rows.find(({ scope }) => scope === EVERYWHERE) ?? rows[0];
  if (!row) return null;
  const { by, at, reason, byFailure, scope } = row;
  return { by, atMs: at.getTime(), reason, byFailure, scope: scope === EVERYWHERE ? "all" : "cluster" };
}

/** `Evenkeel was paused by ana: kernel updates.` */
export function pauseSentence({ by, reason, scope }: Pause): string {
  const what = scope === "all" ? "Evenkeel was paused" : "Evenkeel was paused for this cluster";
  return `${what} by ${by}${reason === "" ? "" : `: ${reason}`}.`;
}
