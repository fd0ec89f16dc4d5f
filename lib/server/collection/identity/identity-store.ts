import "server-only";
import { pool } from "@/lib/server/db/pool";
import type { KnownGuest } from "./judge-guest";

interface NumberedRow {
  readonly id: number;
  readonly name: string;
  readonly node: string;
  readonly removed: boolean;
}

interface GuestRow {
  readonly id: number;
  readonly vmid: number;
  readonly creation_mark: string;
  readonly kind: string;
  readonly name: string | null;
  readonly first_seen_ms: string;
  readonly removed: boolean;
}

export interface NewGuest {
  readonly vmid: number;
  readonly mark: string;
  readonly kind: string;
  readonly name: string | null;
}

const GUEST_COLUMNS = `id, vmid, creation_mark, kind, name,
  (extract(epoch FROM first_seen_at) * 1000)::bigint AS first_seen_ms, removed_at IS NOT NULL AS removed`;

export async function loadNodes(clusterId: string): Promise<readonly NumberedRow[]> {
  const { rows } = await pool().query<NumberedRow>(
    `SELECT id, name, '' AS node, removed_at IS NOT NULL AS removed FROM node WHERE cluster_id = $1`,
    [clusterId],
  );
  return rows;
}

export async function loadStorages(clusterId: string): Promise<readonly NumberedRow[]> {
  const { rows } = await pool().query<NumberedRow>(
    `SELECT id, name, node, removed_at IS NOT NULL AS removed FROM storage WHERE cluster_id = $1`,
    [clusterId],
  );
  return rows;
}

/** The newest guest of every VMID, removed ones too: a guest that comes back is the one that left. */
export async function loadGuests(clusterId: string): Promise<readonly KnownGuest[]> {
  const { rows } = await pool().query<GuestRow>(
    `SELECT DISTINCT ON (vmid) ${GUEST_COLUMNS} FROM guest WHERE cluster_id = $1
     ORDER BY vmid, removed_at DESC NULLS FIRST, id DESC`,
    [clusterId],
  );
  return rows.map(toKnownGuest);
}

export async function saveNodes(
  clusterId: string,
  names: readonly string[],
): Promise<readonly NumberedRow[]> {
  const { rows } = await pool().query<NumberedRow>(
    `INSERT INTO node (cluster_id, name) SELECT $1, name FROM unnest($2::text[]) AS t (name)
     ON CONFLICT (cluster_id, name) DO UPDATE SET removed_at = NULL
     RETURNING id, name, '' AS node, false AS removed`,
    [clusterId, names],
  );
  return rows;
}

export async function saveStorages(
  clusterId: string,
  storages: readonly { readonly name: string; readonly node: string }[],
): Promise<readonly NumberedRow[]> {
  const { rows } = await pool().query<NumberedRow>(
    `INSERT INTO storage (cluster_id, name, node)
     SELECT $1, name, node FROM unnest($2::text[], $3::text[]) AS t (name, node)
     ON CONFLICT (cluster_id, name, node) DO UPDATE SET removed_at = NULL
     RETURNING id, name, node, false AS removed`,
    [clusterId, storages.map(({ name }) => name), storages.map(({ node }) => node)],
  );
  return rows;
}

export async function saveGuests(
  clusterId: string,
  guests: readonly NewGuest[],
): Promise<readonly KnownGuest[]> {
  const { rows } = await pool().query<GuestRow>(
    `INSERT INTO guest (cluster_id, vmid, creation_mark, kind, name)
     SELECT $1, vmid, mark, kind, name
     FROM unnest($2::int[], $3::text[], $4::text[], $5::text[]) AS t (vmid, mark, kind, name)
     ON CONFLICT (cluster_id, vmid, creation_mark)
     DO UPDATE SET removed_at = NULL, name = COALESCE(EXCLUDED.name, guest.name)
     RETURNING ${GUEST_COLUMNS}`,
    [
      clusterId,
      guests.map(({ vmid }) => vmid),
      guests.map(({ mark }) => mark),
      guests.map(({ kind }) => kind),
      guests.map(({ name }) => name),
    ],
  );
  return rows.map(toKnownGuest);
}

/** Gives guests the marks that were not known before; one whose mark another row bears already keeps its own. */
export async function saveMarks(
  marks: readonly { readonly id: number; readonly mark: string }[],
): Promise<void> {
  await pool().query(
    `UPDATE guest SET creation_mark = t.mark
     FROM unnest($1::int[], $2::text[]) AS t (id, mark)
     WHERE guest.id = t.id AND NOT EXISTS (
       SELECT 1 FROM guest AS other
       WHERE other.cluster_id = guest.cluster_id AND other.vmid = guest.vmid AND other.creation_mark = t.mark)`,
    [marks.map(({ id }) => id), marks.map(({ mark }) => mark)],
  );
}

export async function saveNames(
  names: readonly { readonly id: number; readonly name: string }[],
): Promise<void> {
  await pool().query(
    `UPDATE guest SET name = t.name FROM unnest($1::int[], $2::text[]) AS t (id, name) WHERE guest.id = t.id`,
    [names.map(({ id }) => id), names.map(({ name }) => name)],
  );
}

export async function markRemoved(
  table: "node" | "guest" | "storage",
  ids: readonly number[],
): Promise<void> {
  await pool().query(
    `UPDATE ${table} SET removed_at = now() WHERE id = ANY($1::int[]) AND removed_at IS NULL`,
    [ids],
  );
}

function toKnownGuest(row: GuestRow): KnownGuest {
  return {
    id: row.id,
    vmid: row.vmid,
    mark: row.creation_mark,
    kind: row.kind,
    name: row.name,
    firstSeenAtMs: Number(row.first_seen_ms),
    removed: row.removed,
  };
}
