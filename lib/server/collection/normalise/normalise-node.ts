import "server-only";
import type { Node, NodeStatus } from "@/lib/inventory/snapshot";
import type { FieldReader } from "./field-reader";

/** Rounding makes a fully busy host report a little more than 1. */
const LARGEST_NODE_CPU = 1.1;

export interface NodeContext {
  readonly previous: Node | undefined;
  readonly readAtMs: number;
}

/** What other calls tell of a node, before any has answered. */
const NOTHING_KNOWN = {
  objectId: null,
  ioWaitFraction: null,
  cpuCount: null,
  cpuSockets: null,
  cpuModel: null,
  loadAverage: null,
  memoryTotalBytes: null,
  swapUsedBytes: null,
  swapTotalBytes: null,
  ksmSharedBytes: null,
  rootTotalBytes: null,
  netInBytesPerSecond: null,
  netOutBytesPerSecond: null,
  pressure: null,
  pveVersion: null,
  kernelVersion: null,
  readAtMs: null,
  counters: null,
} as const satisfies Partial<Node>;

/** What a node that is not online does not measure. */
const NOT_MEASURED = {
  cpuFraction: null,
  ioWaitFraction: null,
  loadAverage: null,
  memoryUsedBytes: null,
  swapUsedBytes: null,
  ksmSharedBytes: null,
  rootUsedBytes: null,
  netInBytesPerSecond: null,
  netOutBytesPerSecond: null,
  pressure: null,
  uptimeSeconds: null,
  counters: null,
} as const satisfies Partial<Node>;

/**
 * A node from a row of `/cluster/resources` or `/nodes`. What other calls tell (waiting, load, swap, versions) is
 * taken over from the reading before; measured figures of a node that is not online are null, not zero.
 */
export function normaliseNode(row: FieldReader, { previous, readAtMs }: NodeContext): Node | null {
  const name = row.text("node") ?? row.text("name") ?? row.text("id")?.replace(/^node\//, "") ?? null;
  if (name === null) return row.problem("node", "the row names no node");
  const before = previous ?? NOTHING_KNOWN;
  const memory = usedOfTotal(row, "mem", "maxmem");
  const root = usedOfTotal(row, "disk", "maxdisk");
  const known = {
    ...before,
    name,
    status: nodeStatus(row),
    cpuCount: cpuCount(row) ?? before.cpuCount,
    memoryTotalBytes: memory.total ?? before.memoryTotalBytes,
    rootTotalBytes: root.total ?? before.rootTotalBytes,
    haState: row.text("hastate"),
  };
  const cpuFraction = row.fraction("cpu", LARGEST_NODE_CPU);
  const uptimeSeconds = row.quantity("uptime");
  if (known.status !== "online") return { ...known, ...NOT_MEASURED };
  const isMeasured = cpuFraction !== null || memory.used !== null;
  return {
    ...known,
    cpuFraction: cpuFraction === null ? null : Math.min(cpuFraction, 1),
    memoryUsedBytes: memory.used,
    rootUsedBytes: root.used,
    uptimeSeconds,
    readAtMs: isMeasured ? readAtMs : before.readAtMs,
  };
}

function nodeStatus(row: FieldReader): NodeStatus {
  const status = row.text("status");
  if (status === "online" || status === "offline" || status === "unknown") return status;
  if (row.holds("status")) row.problem("status", "it is not the state of a node");
  return "unknown";
}

/** A host has threads: zero of them is a glitch, and would make every guest look infinitely large. */
function cpuCount(row: FieldReader): number | null {
  const isOnline = row.row.status === "online";
  return isOnline ? row.count("maxcpu") : row.quantity("maxcpu") || null;
}

/** Both figures of a pair; a used part larger than the whole is a problem and null. */
export function usedOfTotal(
  row: FieldReader,
  usedKey: string,
  totalKey: string,
): { readonly used: number | null; readonly total: number | null } {
  const total = row.quantity(totalKey);
  const used = row.quantity(usedKey);
  if (total === 0 || total === null)
    return { used: total === 0 && used === 0 ? null : used, total: total || null };
  if (used !== null && used > total)
    return { used: row.problem(usedKey, `${used} is more than the whole, ${total}`), total };
  return { used, total };
}
