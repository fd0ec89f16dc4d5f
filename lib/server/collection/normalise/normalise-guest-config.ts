import "server-only";
import type { BindMount, GuestConfig, GuestDisk, GuestKind } from "@/lib/inventory/snapshot";
import { FieldReader, isRow } from "./field-reader";
import type { Problems } from "./problems";

export interface GuestConfigReading {
  readonly config: GuestConfig;
  /** `ctime=…` of the meta line, else the vmgenid; null when the configuration has neither, as containers. */
  readonly creationMark: string | null;
}

const QEMU_DISK = /^(ide\d|sata\d|scsi\d{1,2}|virtio\d{1,2}|efidisk\d|tpmstate\d|unused\d{1,3})$/;
const LXC_DISK = /^(rootfs|mp\d{1,3}|unused\d{1,3})$/;
const PASSTHROUGH = /^(hostpci|usb|dev|serial|parallel)\d{1,2}$/;
const MIB = 1024 * 1024;
const LARGEST_MIB = 2 ** 43;

/** What of `…/config` decides where a guest may run. */
export function normaliseGuestConfig(
  kind: GuestKind,
  answer: unknown,
  path: string,
  problems: Problems,
): GuestConfigReading | null {
  if (!isRow(answer)) {
    problems.add(path, "the answer is not an object");
    return null;
  }
  const row = new FieldReader(answer, path, problems);
  const isVm = kind === "qemu";
  const mounts = isVm ? [] : bindMounts(row);
  const bound = new Set(mounts.map(({ key }) => key));
  const memoryBytes = isVm ? memoryOf(row) : mebibytes(row, "memory");
  const balloonBytes = isVm ? mebibytes(row, "balloon") : null;
  return {
    creationMark: creationMarkOf(row),
    config: {
      digest: row.text("digest"),
      osType: row.text("ostype"),
      cores: isVm && isMissing(row, "cores") ? 1 : row.count("cores"),
      sockets: isVm ? (isMissing(row, "sockets") ? 1 : row.count("sockets")) : null,
      cpuType: isVm ? cpuTypeOf(row) : null,
      memoryBytes,
      balloonMinimumBytes: balloonBytes === 0 ? null : balloonBytes,
      startOnBoot: row.flag("onboot"),
      disks: keysOf(row, isVm ? QEMU_DISK : LXC_DISK).flatMap((key) =>
        bound.has(key) ? [] : readDisk(row, key),
      ),
      bindMounts: mounts,
      passthroughKeys: keysOf(row, PASSTHROUGH).filter((key) => isPassthrough(key, row.text(key) ?? "")),
      ...(isVm ? { agent: hasAgent(row) } : {}),
    },
  };
}

/** Bytes out of `32G`, `528K`, `4M`, `1.5T` or a plain number; null for anything else. */
export function readSize(text: string | undefined): number | null {
  const match = /^(\d+(?:\.\d+)?)([KMGTP]?)$/i.exec(text?.trim() ?? "");
  if (!match) return null;
  const power = " KMGTP".indexOf((match[2] || " ").toUpperCase());
  return Math.round(Number(match[1]) * 1024 ** power);
}

function readDisk(row: FieldReader, key: string): readonly GuestDisk[] {
  const { first, options } = propertyString(row.text(key) ?? "");
  const volume = options.get("file") ?? options.get("volume") ?? first;
  if (volume === "" || volume === "none") return [];
  if (!/^\/|:|^cdrom$/.test(volume)) return row.problem(key, `"${volume}" is not a volume`) ?? [];
  const storage = /^([A-Za-z][A-Za-z0-9._-]*):/.exec(volume)?.[1] ?? null;
  const size = options.get("size");
  const sizeBytes = readSize(size);
  if (size !== undefined && sizeBytes === null) row.problem(key, `"${size}" is not a size`);
  return [{ key, storage, volume, sizeBytes, cdrom: options.get("media") === "cdrom" }];
}

function bindMounts(row: FieldReader): readonly BindMount[] {
  return keysOf(row, LXC_DISK).flatMap((key) => {
    const { first, options } = propertyString(row.text(key) ?? "");
    const volume = options.get("volume") ?? first;
    if (!volume.startsWith("/") || volume.startsWith("/dev/")) return [];
    return [{ key, path: volume, shared: options.get("shared") === "1" }];
  });
}

/** `spice` USB and sockets are virtual; everything else ties the guest to its host's hardware. */
function isPassthrough(key: string, value: string): boolean {
  if (key.startsWith("usb")) return !/^(host=)?spice/.test(value);
  if (key.startsWith("serial")) return value.startsWith("/");
  return value !== "";
}

/** `1`, `enabled=1,…`, and the words that PVE takes for yes. */
function hasAgent(row: FieldReader): boolean {
  const { first, options } = propertyString(row.text("agent") ?? "");
  return /^(1|yes|on|true)$/i.test(options.get("enabled") ?? first);
}

function creationMarkOf(row: FieldReader): string | null {
  const created = /(?:^|,)ctime=(\d+)/.exec(row.text("meta") ?? "")?.[1];
  if (created !== undefined) return `ctime=${created}`;
  const generation = row.text("vmgenid");
  return generation === null || generation === "0" ? null : `vmgenid=${generation.toLowerCase()}`;
}

/** `2048`, or `current=2048` since memory is a property string. */
function memoryOf(row: FieldReader): number | null {
  const text = row.text("memory");
  const current = /^(?:current=)?(\d{1,12})(?:,[a-z]|$)/.exec(text ?? "")?.[1];
  if (text !== null && current === undefined)
    return row.problem("memory", `"${text}" is not a number of MiB`);
  return current === undefined ? null : Number(current) * MIB;
}

function mebibytes(row: FieldReader, key: string): number | null {
  const number = row.quantity(key);
  if (number === null || number < LARGEST_MIB) return number === null ? null : number * MIB;
  return row.problem(key, `${number} MiB is far too large`);
}

function isMissing({ row }: FieldReader, key: string): boolean {
  return row[key] === undefined || row[key] === null;
}

function cpuTypeOf(row: FieldReader): string {
  const { first, options } = propertyString(row.text("cpu") ?? "");
  return options.get("cputype") ?? (first || "kvm64");
}

function propertyString(text: string): {
  readonly first: string;
  readonly options: ReadonlyMap<string, string>;
} {
  const options = new Map<string, string>();
  let first = "";
  for (const [index, part] of text.split(",").entries()) {
    const at = part.indexOf("=");
    if (at > 0 && !part.slice(0, at).includes("/") && !part.slice(0, at).includes(":"))
      options.set(part.slice(0, at).trim(), part.slice(at + 1).trim());
    else if (index === 0) first = part.trim();
  }
  return { first, options };
}

function keysOf(row: FieldReader, pattern: RegExp): readonly string[] {
  return Object.keys(row.row)
    .filter((key) => pattern.test(key))
    .sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
}
