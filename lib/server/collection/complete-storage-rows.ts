import "server-only";
import { PveError } from "@/lib/server/proxmox/pve-error";
import { isRow, type Row } from "./normalise/field-reader";
import type { ReadingContext } from "./reading-context";

/**
 * PVE 5 and early 6 say in `/cluster/resources` neither what type a storage is of nor whether it is shared: the
 * storages' definitions do, or else each node's own list.
 */
export async function completeStorageRows(
  context: ReadingContext,
  rows: readonly unknown[],
): Promise<readonly unknown[]> {
  const bare = rows.filter(isBare);
  if (bare.length === 0) return rows;
  const defined = await ask(context.api.storage.$get());
  const known = new Map(defined.map((row) => [keyOf(row), row]));
  if (defined.length === 0 && context.everything) {
    for (const node of new Set(bare.map((row) => String(row.node)))) {
      const listed = await ask(
        context.api.nodes.$(encodeURIComponent(node.replace(/\p{Surrogate}/gu, "?"))).storage.$get(),
      );
      for (const row of listed) known.set(keyOf({ ...row, node }), row);
    }
  }
  return rows.map((row) => (isBare(row) ? completed(row, known) : row));
}

function completed(row: Row, known: ReadonlyMap<string, Row>): Row {
  const more = known.get(keyOf(row)) ?? known.get(keyOf({ storage: row.storage }));
  if (!more) return row;
  const content = row.content ?? more.content;
  return { ...row, plugintype: row.plugintype ?? more.type, content, shared: more.shared };
}

function isBare(row: unknown): row is Row {
  return isRow(row) && row.type === "storage" && row.shared === undefined;
}

function keyOf({ node, storage }: Row): string {
  return `${String(node ?? "")}/${String(storage)}`;
}

async function ask(call: Promise<unknown>): Promise<readonly Row[]> {
  try {
    const answer = await call;
    return Array.isArray(answer) ? answer.filter(isRow) : [];
  } catch (error) {
    if (error instanceof PveError) return [];
    throw error;
  }
}
