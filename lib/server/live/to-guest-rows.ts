import "server-only";
import type { GuestRow } from "@/lib/api/guests";
import type { Guest } from "@/lib/inventory/snapshot";
import { roundBytes, roundFraction, roundRate, roundUptime } from "./round-for-display";
import type { StoredReading } from "./stored-reading";

/** The guests of a reading as lists show them; guests that are not yet numbered are left out. */
export function toGuestRows({ snapshot }: StoredReading): GuestRow[] {
  return snapshot.guests.flatMap((guest) =>
    guest.objectId === null ? [] : [toGuestRow(snapshot.clusterId, guest.objectId, guest)],
  );
}

/** One guest as lists show it. */
export function toGuestRow(clusterId: string, objectId: number, guest: Guest): GuestRow {
  const { vmid, kind, name, node, status, template, readAtMs, pool, tags, lock, haState } = guest;
  return {
    clusterId,
    objectId,
    vmid,
    kind,
    name,
    node,
    status,
    template,
    readAtMs,
    pool,
    tags: [...tags],
    lock,
    haState,
    cpuFraction: roundFraction(guest.cpuFraction),
    cpuCount: guest.cpuCount,
    memoryUsedBytes: roundBytes(guest.memoryUsedBytes),
    memoryHostBytes: roundBytes(guest.memoryHostBytes),
    memoryTotalBytes: guest.memoryTotalBytes,
    diskUsedBytes: roundBytes(guest.diskUsedBytes),
    diskTotalBytes: guest.diskTotalBytes,
    netInBytesPerSecond: roundRate(guest.netInBytesPerSecond),
    netOutBytesPerSecond: roundRate(guest.netOutBytesPerSecond),
    diskReadBytesPerSecond: roundRate(guest.diskReadBytesPerSecond),
    diskWriteBytesPerSecond: roundRate(guest.diskWriteBytesPerSecond),
    uptimeSeconds: roundUptime(guest.uptimeSeconds),
    passthrough: (guest.config?.passthroughKeys.length ?? 0) > 0,
    bindMount: bindMountOf(guest),
  };
}

function bindMountOf({ config }: Guest): GuestRow["bindMount"] {
  if (!config || config.bindMounts.length === 0) return "none";
  return config.bindMounts.every(({ shared }) => shared) ? "shared" : "local";
}
