import type { ClusterRow } from "@/lib/api/clusters";
import type { GuestRow } from "@/lib/api/guests";
import type { LiveClusters, LiveDelta, LiveReset } from "@/lib/api/live";
import type { NodeRow } from "@/lib/api/nodes";

/** Everything the stream has told so far. A row keeps its identity until something of it changes. */
export interface LiveState {
  /** False until the first whole state has arrived; pages show what the server rendered until then. */
  readonly known: boolean;
  readonly clusters: readonly ClusterRow[];
  readonly nodes: readonly NodeRow[];
  readonly guests: readonly GuestRow[];
}

export const EMPTY_LIVE_STATE: LiveState = { known: false, clusters: [], nodes: [], guests: [] };

/** Takes the whole state; rows that are the same as before keep their identity. */
export function applyReset(state: LiveState, reset: LiveReset): LiveState {
  return {
    known: true,
    clusters: replaceRows(state.clusters, reset.clusters, clusterKey),
    nodes: replaceRows(state.nodes, reset.nodes, nodeKey),
    guests: replaceRows(state.guests, reset.guests, guestKey),
  };
}

/** Applies what one reading of one cluster changed. */
export function applyDelta(state: LiveState, delta: LiveDelta): LiveState {
  const { clusterId } = delta;
  const removedNodes = new Set(delta.removedNodes.map((name) => `${clusterId}/${name}`));
  const removedGuests = new Set(delta.removedGuests.map((vmid) => `${clusterId}/${vmid}`));
  const cluster = { ...delta.cluster, id: clusterId };
  const before = state.clusters.find(({ id }) => id === clusterId)?.readAtMs ?? null;
  const times = { clusterId, beforeMs: before, afterMs: delta.readAtMs };
  return {
    known: state.known,
    clusters: patchRows(state.clusters, [cluster], new Set(), clusterKey),
    nodes: patchRows(moveAlong(state.nodes, times), delta.nodes, removedNodes, nodeKey),
    guests: patchRows(moveAlong(state.guests, times), delta.guests, removedGuests, guestKey),
  };
}

/** Takes the list of clusters; nodes and guests of clusters that are gone go too. */
export function applyClusters(state: LiveState, { clusters }: LiveClusters): LiveState {
  const ids = new Set(clusters.map(({ id }) => id));
  const stays = ({ clusterId }: { readonly clusterId: string }) => ids.has(clusterId);
  return {
    known: state.known,
    clusters: replaceRows(state.clusters, clusters, clusterKey),
    nodes: state.nodes.every(stays) ? state.nodes : state.nodes.filter(stays),
    guests: state.guests.every(stays) ? state.guests : state.guests.filter(stays),
  };
}

const clusterKey = ({ id }: Pick<ClusterRow, "id">) => id;
const nodeKey = ({ clusterId, name }: Pick<NodeRow, "clusterId" | "name">) => `${clusterId}/${name}`;
const guestKey = ({ clusterId, vmid }: Pick<GuestRow, "clusterId" | "vmid">) => `${clusterId}/${vmid}`;

/** Rows that were as new as the reading before are as new as this one, unless the delta says otherwise. */
function moveAlong<Row extends { readonly clusterId: string; readonly readAtMs: number | null }>(
  rows: readonly Row[],
  times: { readonly clusterId: string; readonly beforeMs: number | null; readonly afterMs: number },
): readonly Row[] {
  const { clusterId, beforeMs, afterMs } = times;
  if (beforeMs === null || beforeMs === afterMs) return rows;
  return rows.map((row) =>
    row.clusterId === clusterId && row.readAtMs !== null && row.readAtMs >= beforeMs
      ? { ...row, readAtMs: afterMs }
      : row,
  );
}

function replaceRows<Row extends object>(
  before: readonly Row[],
  after: readonly Row[],
  keyOf: (row: Row) => string,
): readonly Row[] {
  const known = new Map(before.map((row) => [keyOf(row), row]));
  const rows = after.map((row) => {
    const old = known.get(keyOf(row));
    return old && JSON.stringify(old) === JSON.stringify(row) ? old : row;
  });
  const unchanged = rows.length === before.length && rows.every((row, index) => row === before[index]);
  return unchanged ? before : rows;
}

function patchRows<Row extends object, Patch extends Partial<Row>>(
  before: readonly Row[],
  patches: readonly Patch[],
  removed: ReadonlySet<string>,
  keyOf: (row: Row) => string,
): readonly Row[] {
  if (patches.length === 0 && removed.size === 0) return before;
  // A patch carries its keys always, and every field when its row is new.
  const byKey = new Map(patches.map((patch) => [keyOf(patch as unknown as Row), patch]));
  const rows: Row[] = [];
  for (const row of before) {
    const key = keyOf(row);
    if (removed.has(key)) continue;
    const patch = byKey.get(key);
    byKey.delete(key);
    rows.push(patch && differs(row, patch) ? { ...row, ...patch } : row);
  }
  for (const added of byKey.values()) rows.push(added as unknown as Row);
  return rows;
}

function differs<Row extends object>(row: Row, patch: Partial<Row>): boolean {
  return Object.entries(patch).some(([field, value]) => row[field as keyof Row] !== value);
}
