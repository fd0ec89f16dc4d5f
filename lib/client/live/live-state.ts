import type { ClusterRow } from "@/lib/api/clusters";
import type { GuestReadings } from "@/lib/api/guest-readings";
import type { GuestRow } from "@/lib/api/guests";
import type { LiveClusters, LiveDelta, LiveReset } from "@/lib/api/live";
import type { NodeRow } from "@/lib/api/nodes";
import { patchRows } from "./patch-rows";

/**
 * Everything the stream has told so far. A row keeps its identity until something of it changes. When a row was read is not repeated
 * in it with each reading: it is as new as its cluster's row, unless its own `readAtMs` was told since to be older.
 */
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
  const { clusterId, nodes, removedNodes, guests, removedGuests, readings } = delta;
  const patches = readings ? [...patchesOf(clusterId, readings), ...guests] : guests;
  return {
    known: state.known,
    clusters: patchCluster(state.clusters, { ...delta.cluster, id: clusterId }),
    nodes: patchRows(state.nodes, { clusterId, patches: nodes, removed: removedNodes, key: "name" }),
    guests: patchRows(state.guests, { clusterId, patches, removed: removedGuests, key: "vmid" }),
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

function patchesOf(clusterId: string, { vmids, values }: GuestReadings): readonly Partial<GuestRow>[] {
  const columns = Object.entries(values);
  return vmids.map((vmid, index) => {
    const patch: Record<string, unknown> = { clusterId, vmid };
    for (const [field, column] of columns) patch[field] = column[index];
    return patch;
  });
}

function patchCluster(
  before: readonly ClusterRow[],
  patch: Partial<ClusterRow> & Pick<ClusterRow, "id">,
): readonly ClusterRow[] {
  // The first reading of a cluster brings its whole row.
  if (!before.some(({ id }) => id === patch.id)) return [...before, patch as ClusterRow];
  return before.map((row) => (row.id === patch.id ? { ...row, ...patch } : row));
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
