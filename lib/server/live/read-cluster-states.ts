import "server-only";
import type { ClusterRow, ConnectionProblem, ConnectionProblemCode } from "@/lib/api/clusters";
import { DATABASE_TROUBLE_SENTENCES, databaseTrouble } from "@/lib/server/db/database-trouble";
import { pool } from "@/lib/server/db/pool";
import { readSettings } from "@/lib/server/settings/read-settings";
import { collectionSettingsFrom } from "@/lib/settings/collection-settings";

/** What the database knows of a cluster without reading it. */
export interface ClusterState {
  readonly id: string;
  readonly name: string;
  readonly source: ClusterRow["source"];
  readonly paused: boolean;
  readonly intervalSeconds: number;
  readonly problem: ConnectionProblem | null;
}

interface StateRow {
  readonly id: string;
  readonly name: string;
  readonly source: ClusterRow["source"];
  readonly paused: boolean;
  readonly interval_seconds: number | null;
  readonly code: ConnectionProblemCode | null;
  readonly message: string | null;
  readonly since: Date | null;
}

/** Every cluster that was not removed, by name. */
export async function readClusterStates(): Promise<ClusterState[]> {
  const { rows } = await pool().query<StateRow>(
    `SELECT c.id, c.name, c.source, c.paused_at IS NOT NULL AS paused, c.interval_seconds,
            p.code, p.message, p.since
       FROM cluster c LEFT JOIN metrics.connection_problem p ON p.cluster_id = c.id
      WHERE c.removed_at IS NULL ORDER BY c.name`,
  );
  return Promise.all(rows.map(toState));
}

async function toState(row: StateRow): Promise<ClusterState> {
  const { id, name, source, paused, code, message, since } = row;
  const settings = row.interval_seconds === null ? await readSettings(id) : null;
  return {
    id,
    name,
    source,
    paused,
    intervalSeconds: row.interval_seconds ?? collectionSettingsFrom(settings ?? {}).intervalSeconds,
    problem:
      code === null ? databaseProblem() : { code, message: message ?? "", sinceMs: since?.getTime() ?? 0 },
  };
}

/** A full disk is a matter of every cluster: none of their readings is kept. */
function databaseProblem(): ConnectionProblem | null {
  const trouble = databaseTrouble();
  if (trouble?.kind !== "full") return null;
  return { code: "database_full", message: DATABASE_TROUBLE_SENTENCES.full, sinceMs: trouble.sinceMs };
}
