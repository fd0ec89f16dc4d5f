import "server-only";
import type { Storage } from "@/lib/inventory/snapshot";
import type { FieldReader } from "./field-reader";

/** Types that every node sees the same, whatever the row says: old PVE leaves the flag out. */
const ALWAYS_SHARED = new Set([
  "nfs",
  "cifs",
  "cephfs",
  "rbd",
  "iscsi",
  "iscsidirect",
  "glusterfs",
  "pbs",
  "esxi",
  "zfs",
]);

interface StorageRow {
  readonly name: string;
  readonly node: string;
  readonly type: string | null;
  readonly shared: boolean;
  readonly content: readonly string[];
  readonly available: boolean;
  readonly usedBytes: number | null;
  readonly totalBytes: number | null;
}

/** Storages from their rows, of which PVE gives one per node: a shared storage becomes one, with all its nodes. */
export function normaliseStorages(
  rows: readonly FieldReader[],
  previous: readonly Storage[],
  nodeOfList?: string,
): readonly Storage[] {
  const known = new Map(previous.map((storage) => [keyOf(storage.name, storage.node), storage]));
  const groups = new Map<string, StorageRow[]>();
  for (const row of rows) {
    const storage = readRow(row, nodeOfList);
    if (!storage) continue;
    const key = keyOf(storage.name, storage.shared ? null : storage.node);
    groups.set(key, [...(groups.get(key) ?? []), storage]);
  }
  return [...groups].map(([key, group]) => merge(group, known.get(key)));
}

/** Adds storages read node by node: the shared ones of several nodes are the same. */
export function mergeStorages(storages: readonly Storage[]): readonly Storage[] {
  const merged = new Map<string, Storage>();
  for (const storage of storages) {
    const key = keyOf(storage.name, storage.node);
    const known = merged.get(key);
    merged.set(
      key,
      known
        ? {
            ...(known.status === "available" ? known : storage),
            nodes: [...new Set([...known.nodes, ...storage.nodes])].sort(),
          }
        : storage,
    );
  }
  return [...merged.values()];
}

function readRow(row: FieldReader, nodeOfList: string | undefined): StorageRow | null {
  const name = row.text("storage") ?? row.text("id")?.split("/")[2] ?? null;
  const node = row.text("node") ?? nodeOfList ?? row.text("id")?.split("/")[1] ?? null;
  if (name === null || node === null) return row.problem("storage", "the row names no storage or no node");
  const type = row.text("plugintype") ?? (row.row.type === "storage" ? null : row.text("type"));
  const totalBytes = row.quantity(row.row.maxdisk === undefined ? "total" : "maxdisk") || null;
  const usedBytes = row.quantity(row.row.disk === undefined ? "used" : "disk");
  return {
    name,
    node,
    type,
    shared:
      row.flag("shared") || ((row.row.shared ?? null) === null && type !== null && ALWAYS_SHARED.has(type)),
    content: (row.text("content") ?? "")
      .split(",")
      .map((part) => part.trim())
      .filter((part) => part !== "")
      .sort(),
    available: isAvailable(row, totalBytes),
    usedBytes: totalBytes === null ? null : usedBytes,
    totalBytes,
  };
}

/** A node's list has a flag, the cluster's a word; where old PVE has neither, only what was measured has a size. */
function isAvailable(row: FieldReader, totalBytes: number | null): boolean {
  const status = row.text("status");
  if (status === "available" || status === "active") return true;
  if (status === "unknown" || status === "inactive") return false;
  if (status !== null) row.problem("status", `"${status}" is not a state of a storage`);
  return row.row.active === undefined ? totalBytes !== null : row.flag("active");
}

function merge(rows: readonly StorageRow[], previous: Storage | undefined): Storage {
  const [first] = rows;
  const best =
    rows.find(({ available, totalBytes }) => available && totalBytes !== null) ??
    rows.find(({ available }) => available) ??
    first;
  if (!best) throw new TypeError("a storage without rows cannot be merged");
  const nodes = rows.filter(({ available }) => available).map(({ node }) => node);
  return {
    objectId: previous?.objectId ?? null,
    name: best.name,
    node: best.shared ? null : best.node,
    type: best.type ?? previous?.type ?? null,
    shared: best.shared,
    content: best.content,
    status: best.available ? "available" : "unknown",
    usedBytes: best.available ? best.usedBytes : null,
    totalBytes: best.totalBytes ?? previous?.totalBytes ?? null,
    nodes: [...new Set(nodes)].sort(),
  };
}

function keyOf(name: string, node: string | null): string {
  return `${node ?? ""}/${name}`;
}
