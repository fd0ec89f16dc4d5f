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
  const known = {
    objectId: before.objectId,
    ...identity,
    name: row.text("name") ?? before.name,
    status,
    cpuCount: countOf(row, status, "maxcpu", "cpus") ?? before.cpuCount,
    memoryTotalBytes: row.quantity("maxmem") || before.memoryTotalBytes,
    diskTotalBytes: row.quantity("maxdisk") || before.diskTotalBytes,
    lock: row.text("lock"),
    haState: row.text("hastate"),
    creationMark: before.creationMark,
    config: before.config,
  };
  const uptimeSeconds = row.quantity("uptime");
  const measured = readMeasured(row, previous, context.readAtMs, status, uptimeSeconds);
  if (status === "unknown") return { ...known, ...NOT_MEASURED, ...keptWhileSilent(row, before) };
  return {
    ...known,
    ...measured,
    uptimeSeconds,
    template: row.flag("template"),
    pool: row.text("pool"),
    tags: readTags(row.text("tags")),
    readAtMs: context.readAtMs,
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

function keptWhileSilent(
  row: FieldReader,
  before: Kept,
): Pick<Guest, "template" | "pool" | "tags" | "readAtMs"> {
  return {
    template: row.flag("template") || before.template,
    pool: row.text("pool") ?? before.pool,
    tags: row.row.tags === undefined ? before.tags : readTags(row.text("tags")),
    readAtMs: before.readAtMs,
  };
}

/** Tags as PVE joins them (`;`) or as people write them (`,` or blanks): lower-case, sorted, each once. */
export function readTags(text: string | null): readonly string[] {
  const tags = (text ?? "").split(/[;,\s]+/).filter((tag) => tag !== "");
  return [...new Set(tags.map((tag) => tag.toLowerCase()))].sort();
}

type Measured = Pick<Guest, "cpuFraction" | "memoryUsedBytes" | "memoryHostBytes" | "diskUsedBytes"> &
  GuestRates;

const NOT_MEASURED: Measured & Pick<Guest, "uptimeSeconds"> = {
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
  uptimeSeconds: number | null,
): Measured {
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
  return {
    cpuFraction: row.fraction("cpu", LARGEST_GUEST_CPU),
    memoryUsedBytes: isAbsurd
      ? row.problem("mem", `${memory} is far more than the guest's ${total}`)
      : memory,
    memoryHostBytes: hostMemory === 0 ? null : hostMemory,
    // PVE reports 0 for a VM, because it does not look inside, and for what is not running.
    diskUsedBytes: row.quantity("disk") || null,
    ...(isStopped ? NO_RATES : guestRates(previous, counters, uptimeSeconds)),
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
