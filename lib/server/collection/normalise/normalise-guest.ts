import "server-only";
import type { Guest, GuestCounters, GuestKind } from "@/lib/inventory/snapshot";
import type { FieldReader } from "./field-reader";
import { type GuestRates, guestRates } from "./guest-rates";

/** Guests pass their share a little; what is far above is a glitch of PVE's counters. */
const LARGEST_GUEST_CPU = 2;

/** Far more than PVE lets a guest have. */
const MOST_CPUS = 100_000;

export interface GuestContext {
  readonly previous: Guest | undefined;
  readonly readAtMs: number;
  /** Of a row that does not say so itself, from a list of one node and kind. */
  readonly node?: string;
  readonly kind?: GuestKind;
}

/**
 * A guest from a row of `/cluster/resources` or of a node's list. While PVE shows a guest as `unknown` (its node is
 * silent), what does not change by itself is kept and every measured figure is null.
 */
export function normaliseGuest(row: FieldReader, context: GuestContext): Guest | null {
  const identity = readIdentity(row, context);
  if (!identity) return null;
  const previous = context.previous?.kind === identity.kind ? context.previous : undefined;
  const before = previous ?? NOTHING_KNOWN;
  const status = readStatus(row);
  const name = row.text("name") ?? before.name;
  const cpuCount = countOf(row, status, "maxcpu", "cpus") ?? before.cpuCount;
  const memoryTotalBytes = row.quantity("maxmem") || before.memoryTotalBytes;
  const diskTotalBytes = row.quantity("maxdisk") || before.diskTotalBytes;
  const lock = row.text("lock");
  const haState = row.text("hastate");
  const isSilent = status === "unknown";
  const found = readMeasured(row, previous, context.readAtMs, status);
  const measured = isSilent ? NOT_MEASURED : found;
  const described = isSilent ? keptWhileSilent(row, before) : readDescription(row, context.readAtMs);
  // Field by field: spreading costs several times as much, and guests come by the ten thousand.
  return {
    objectId: before.objectId,
    vmid: identity.vmid,
    kind: identity.kind,
    node: identity.node,
    name,
    status,
    cpuCount,
    memoryTotalBytes,
    diskTotalBytes,
    lock,
    haState,
    creationMark: before.creationMark,
    config: before.config,
    cpuFraction: measured.cpuFraction,
    memoryUsedBytes: measured.memoryUsedBytes,
    memoryHostBytes: measured.memoryHostBytes,
    diskUsedBytes: measured.diskUsedBytes,
    netInBytesPerSecond: measured.netInBytesPerSecond,
    netOutBytesPerSecond: measured.netOutBytesPerSecond,
    diskReadBytesPerSecond: measured.diskReadBytesPerSecond,
    diskWriteBytesPerSecond: measured.diskWriteBytesPerSecond,
    counters: measured.counters,
    uptimeSeconds: measured.uptimeSeconds,
    template: described.template,
    pool: described.pool,
    tags: described.tags,
    readAtMs: described.readAtMs,
    // Kept a place for: adding a field to ten thousand guests later costs more than all of this.
    extras: undefined,
  };
}

/** Any of QEMU's words; what is none says as little as PVE's own `unknown`. */
function readStatus(row: FieldReader): string {
  const status = row.text("status");
  if (status !== null && /^[a-z][a-z-]{2,30}$/.test(status)) return status;
  if (row.holds("status")) row.problem("status", "it is not the state of a guest");
  return "unknown";
}

type Kept = Pick<
  Guest,
  | "objectId"
  | "name"
  | "cpuCount"
  | "memoryTotalBytes"
  | "diskTotalBytes"
  | "creationMark"
  | "config"
  | "template"
  | "pool"
  | "tags"
  | "readAtMs"
>;

const NOTHING_KNOWN: Kept = {
  objectId: null,
  name: null,
  cpuCount: null,
  memoryTotalBytes: null,
  diskTotalBytes: null,
  creationMark: null,
  config: null,
  template: false,
  pool: null,
  tags: [],
  readAtMs: null,
};

type Description = Pick<Guest, "template" | "pool" | "tags" | "readAtMs">;

function readDescription(row: FieldReader, readAtMs: number): Description {
  return {
    template: row.flag("template"),
    pool: row.text("pool"),
    tags: readTags(row.text("tags")),
    readAtMs,
  };
}

function keptWhileSilent(row: FieldReader, before: Kept): Description {
  return {
    template: row.flag("template") || before.template,
    pool: row.text("pool") ?? before.pool,
    tags: row.row.tags === undefined ? before.tags : readTags(row.text("tags")),
    readAtMs: before.readAtMs,
  };
}

/** Tags as PVE joins them (`;`) or as people write them (`,` or blanks): lower-case, sorted, each once. */
export function readTags(text: string | null): readonly string[] {
  if (text === null) return [];
  const tags = text.split(/[;,\s]+/).filter((tag) => tag !== "");
  return [...new Set(tags.map((tag) => tag.toLowerCase()))].sort();
}

type Measured = Pick<
  Guest,
  "cpuFraction" | "memoryUsedBytes" | "memoryHostBytes" | "diskUsedBytes" | "uptimeSeconds"
> &
  GuestRates;

const NOT_MEASURED: Measured = {
  uptimeSeconds: null,
  cpuFraction: null,
  memoryUsedBytes: null,
  memoryHostBytes: null,
  diskUsedBytes: null,
  netInBytesPerSecond: null,
  netOutBytesPerSecond: null,
  diskReadBytesPerSecond: null,
  diskWriteBytesPerSecond: null,
  counters: null,
};

function readMeasured(
  row: FieldReader,
  previous: Guest | undefined,
  readAtMs: number,
  status: string,
): Measured {
  const uptimeSeconds = row.quantity("uptime");
  const counters: GuestCounters = {
    atMs: readAtMs,
    netInBytes: row.quantity("netin"),
    netOutBytes: row.quantity("netout"),
    diskReadBytes: row.quantity("diskread"),
    diskWriteBytes: row.quantity("diskwrite"),
  };
  const isStopped = status === "stopped";
  const memory = row.quantity("mem");
  const hostMemory = row.quantity("memhost");
  const total = row.quantity("maxmem");
  const isAbsurd = memory !== null && total !== null && total > 0 && memory > total * 4;
  const rates = isStopped ? NO_RATES : guestRates(previous, counters, uptimeSeconds);
  return {
    cpuFraction: row.fraction("cpu", LARGEST_GUEST_CPU),
    memoryUsedBytes: isAbsurd
      ? row.problem("mem", `${memory} is far more than the guest's ${total}`)
      : memory,
    memoryHostBytes: hostMemory === 0 ? null : hostMemory,
    // PVE reports 0 for a VM, because it does not look inside, and for what is not running.
    diskUsedBytes: row.quantity("disk") || null,
    netInBytesPerSecond: rates.netInBytesPerSecond,
    netOutBytesPerSecond: rates.netOutBytesPerSecond,
    diskReadBytesPerSecond: rates.diskReadBytesPerSecond,
    diskWriteBytesPerSecond: rates.diskWriteBytesPerSecond,
    counters: rates.counters,
    uptimeSeconds,
  };
}

const NO_RATES: GuestRates = {
  netInBytesPerSecond: null,
  netOutBytesPerSecond: null,
  diskReadBytesPerSecond: null,
  diskWriteBytesPerSecond: null,
  counters: null,
};

function readIdentity(
  row: FieldReader,
  context: GuestContext,
): { readonly vmid: number; readonly kind: GuestKind; readonly node: string } | null {
  const type = row.text("type") ?? context.kind ?? null;
  const kind = type === "qemu" || type === "lxc" ? type : null;
  if (kind === null) return row.problem("type", `"${type}" is neither a VM nor a container`);
  const vmid = readVmid(row);
  if (vmid === null || !Number.isInteger(vmid) || vmid < 1 || vmid > 999_999_999)
    return row.problem("vmid", "the row has no valid VMID");
  const node = row.text("node") ?? context.node ?? null;
  if (node === null) return row.problem("node", "the row names no node");
  return { vmid, kind, node };
}

/** Also of a row that tells it in its id alone, `qemu/100`. */
export function readVmid(row: FieldReader): number | null {
  const vmid = row.number("vmid");
  if (vmid !== null) return vmid;
  const inId = /^(?:qemu|lxc|openvz)\/(\d+)$/.exec(row.text("id") ?? "")?.[1];
  return inId === undefined ? null : Number(inId);
}

function countOf(row: FieldReader, status: string, ...keys: readonly string[]): number | null {
  for (const key of keys) {
    if (row.row[key] === undefined) continue;
    const count = status === "running" ? row.count(key) : row.quantity(key) || null;
    return count === null || count <= MOST_CPUS ? count : row.problem(key, `${count} is no number of CPUs`);
  }
  return null;
}
