import "server-only";
import type { BackupArchives, BackupState } from "@/lib/inventory/cluster-extras";
import type { Node, Storage } from "@/lib/inventory/snapshot";
import { PveError } from "@/lib/server/proxmox/pve-error";
import { type FieldReader, readRows } from "./normalise/field-reader";
import type { ReadingContext } from "./reading-context";

const UNCOVERED_EVERY_MS = 30 * 60_000;
const ARCHIVES_EVERY_MS = 60 * 60_000;

/**
 * Which guests no backup job covers, and the newest archive of each guest on each backup storage. A list of archives
 * may be long and slow, so at most one is read in a reading, each once an hour.
 */
export async function readBackups(
  context: ReadingContext,
  storages: readonly Storage[],
  nodes: readonly Node[],
): Promise<BackupState | undefined> {
  const before = context.previous?.backups;
  if (context.everything) return before;
  const uncovered = await readUncovered(context, before?.uncovered ?? null);
  const places = storages.filter(
    ({ content, status }) => content.includes("backup") && status === "available",
  );
  const keys = new Set(places.map(keyOf));
  const kept = (before?.archives ?? []).filter((archives) =>
    keys.has(keyOf({ name: archives.storage, node: archives.node })),
  );
  const archives = await readOldest(context, kept, places, nodes);
  return uncovered === null && archives.length === 0 ? before : { uncovered, archives };
}

async function readUncovered(
  context: ReadingContext,
  kept: readonly number[] | null,
): Promise<readonly number[] | null> {
  const { state, callsLeft } = context;
  if (!state.isDue("backup-cover", UNCOVERED_EVERY_MS) || callsLeft() < 1) return kept;
  try {
    const rows = await ask(context, "/cluster/backup-info/not-backed-up");
    state.succeeded("backup-cover");
    return rows.flatMap((row) => row.count("vmid") ?? []).sort((a, b) => a - b);
  } catch (error) {
    if (!(error instanceof PveError)) throw error;
    state.failed("backup-cover", error);
    return kept;
  }
}

async function readOldest(
  context: ReadingContext,
  kept: readonly BackupArchives[],
  places: readonly Storage[],
  nodes: readonly Node[],
): Promise<readonly BackupArchives[]> {
  const { rota, readAtMs, callsLeft } = context;
  const online = new Set(nodes.filter(({ status }) => status === "online").map(({ name }) => name));
  const nodeFor = ({ node, nodes: listed }: Storage) =>
    [node ?? listed, []].flat(2).find((name) => online.has(name));
  const place = places.find((one) => nodeFor(one) && rota.isDue(`archives/${keyOf(one)}`, ARCHIVES_EVERY_MS));
  const node = place && nodeFor(place);
  if (!place || !node || callsLeft() < 1) return kept;
  rota.tried(`archives/${keyOf(place)}`);
  try {
    const path = `/nodes/${encodeURIComponent(node)}/storage/${encodeURIComponent(place.name)}/content`;
    const newestAtMs = newestByGuest(await ask(context, path, { content: "backup" }));
    const read = { storage: place.name, node: place.node, readAtMs, newestAtMs };
    return [...kept.filter(({ storage, node: on }) => storage !== place.name || on !== place.node), read];
  } catch (error) {
    if (error instanceof PveError) return kept;
    throw error;
  }
}

function newestByGuest(rows: readonly FieldReader[]): Readonly<Record<string, number>> {
  const newest: Record<string, number> = {};
  for (const row of rows) {
    const vmid = row.count("vmid");
    const atMs = row.time("ctime");
    if (vmid !== null && atMs !== null) newest[vmid] = Math.max(newest[vmid] ?? 0, atMs);
  }
  return newest;
}

async function ask(
  { transport, deadline, problems }: ReadingContext,
  path: string,
  params?: Readonly<Record<string, string>>,
): Promise<readonly FieldReader[]> {
  const { data } = await transport.request({ method: "GET", path, params, signal: deadline });
  return readRows(data, path, problems);
}

function keyOf({ name, node }: { readonly name: string; readonly node: string | null }): string {
  return `${name}@${node ?? ""}`;
}
