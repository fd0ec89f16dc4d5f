import "server-only";
import type { ClusterRow } from "@/lib/api/clusters";
import { takeReadings } from "@/lib/api/guest-readings";
import type { GuestRow } from "@/lib/api/guests";
import type { LiveDelta, LiveReset } from "@/lib/api/live";
import type { NodeRow } from "@/lib/api/nodes";
import { diffRow, diffRows } from "./diff-rows";

/** One cluster as browsers know it. */
export interface LiveCluster {
  readonly row: ClusterRow;
  readonly nodes: readonly NodeRow[];
  readonly guests: readonly GuestRow[];
}

/** The message that takes browsers from one reading of a cluster to the next; `before` is null for its first. */
export function toDelta(before: LiveCluster | null, after: LiveCluster, nowMs: number): LiveDelta | null {
  const { sequence, readAtMs, id: clusterId } = after.row;
  if (sequence === null || readAtMs === null) return null;
  const times = { beforeMs: before?.row.readAtMs ?? null, afterMs: readAtMs };
  const nodes = diffRows(before?.nodes ?? [], after.nodes, {
    keys: ["clusterId", "name"],
    keyOf: ({ name }: NodeRow) => name,
    ...times,
  });
  const guests = diffRows(before?.guests ?? [], after.guests, {
    keys: ["clusterId", "vmid"],
    keyOf: ({ vmid }: GuestRow) => vmid,
    ...times,
  });
  const { readings, rest } = takeReadings(
    guests.changed,
    new Map(after.guests.map((guest) => [guest.vmid, guest])),
  );
  const cluster = before ? (diffRow(before.row, after.row, ["id"]) ?? { id: clusterId }) : after.row;
  return {
    nowMs,
    clusterId,
    sequence,
    readAtMs,
    cluster,
    nodes: [...nodes.changed],
    removedNodes: nodes.removed.map(({ name }) => name),
    guests: [...rest],
    removedGuests: guests.removed.map(({ vmid }) => vmid),
    readings,
  };
}

export function toReset(clusters: Iterable<LiveCluster>, nowMs: number): LiveReset {
  const all = [...clusters];
  return {
    nowMs,
    clusters: all.map(({ row }) => row),
    nodes: all.flatMap(({ nodes }) => nodes),
    guests: all.flatMap(({ guests }) => guests),
  };
}
