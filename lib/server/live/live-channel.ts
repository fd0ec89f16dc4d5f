import "server-only";
import { pool } from "@/lib/server/db/pool";

export const LIVE_CHANNEL = "evenkeel_live";

/** Payload for "the list of clusters changed"; anything without a prefix is the id of a cluster with a new reading. */
export const CLUSTERS_CHANGED = "clusters";

/** With an id: a move, or an approved plan, was made or changed. Triggers of their tables say so. */
export const MOVE_CHANGED = "move:";
export const PLAN_CHANGED = "plan:";

/** The ids that these payloads name with a prefix. */
export function idsAfter(prefix: string, subjects: Iterable<string>): readonly string[] {
  return [...subjects].flatMap((subject) => (subject.startsWith(prefix) ? subject.slice(prefix.length) : []));
}

/**
 * Tells every process that the list of clusters or a connection's problem changed, so that open pages show it at once.
 * Changes of the table of clusters announce themselves (a trigger).
 */
export async function announceClusters(): Promise<void> {
  await pool().query("SELECT pg_notify($1, $2)", [LIVE_CHANNEL, CLUSTERS_CHANGED]);
}
