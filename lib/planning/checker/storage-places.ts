import type { Guest, Snapshot, Storage } from "@/lib/inventory/snapshot";
import { readable } from "./use";

/** One storage as one node sees it. */
export interface StoragePlace {
  readonly name: string;
  readonly node: string;
  readonly shared: boolean;
  readonly content: readonly string[];
  /** Infinite where its size is not known. */
  readonly freeBytes: number;
  readonly totalBytes: number;
  /** Share of their size that disks here take; below 1 on a thin storage. */
  readonly heldFraction: number;
}

/** A disk that has to be copied to another node. */
export interface LocalDisk {
  readonly storage: string;
  /** What it may take on a target. */
  readonly sizeBytes: number;
  /** What it takes where it is now. */
  readonly takenBytes: number;
}

/** Names of all storages, and of those that every node sees alike. */
export interface StorageNames {
  readonly known: ReadonlySet<string>;
  readonly shared: ReadonlySet<string>;
}

export function storageNames({ storages }: Snapshot): StorageNames {
  return {
    known: new Set(storages.map(({ name }) => name)),
    shared: new Set(storages.filter(({ shared }) => shared).map(({ name }) => name)),
  };
}

/**
 * All storages that are available, by `storage@node`.
 *
 * Use says how much is taken, but not by whom. Where the sizes of the disks add up to more than is in use, each holds the same
 * share of its size; where nothing is in use, or no size is known, each holds all of it.
 */
export function storagePlaces(snapshot: Snapshot, names: StorageNames): ReadonlyMap<string, StoragePlace> {
  const promised = promisedBytes(snapshot, names);
  const places = snapshot.storages.flatMap((storage) =>
    (storage.status === "available" ? storage.nodes : []).map((node) => {
      const key = `${storage.name}@${node}`;
      return [key, placeOf(storage, { node, promised: promised.get(key) ?? 0, names })] as const;
    }),
  );
  return new Map(places);
}

/** Disks of a guest on storages of its node, each with its size; CD-ROMs are none. */
export function copiedDisks(
  guest: Guest,
  { known, shared }: StorageNames,
): readonly { readonly storage: string; readonly sizeBytes: number }[] {
  return (guest.config?.disks ?? []).flatMap(({ storage, sizeBytes, cdrom }) =>
    cdrom || storage === null || shared.has(storage) || !known.has(storage)
      ? []
      : [{ storage, sizeBytes: readable(sizeBytes) ?? 0 }],
  );
}

function promisedBytes({ guests }: Snapshot, names: StorageNames): ReadonlyMap<string, number> {
  const promised = new Map<string, number>();
  for (const guest of guests) {
    for (const { storage, sizeBytes } of copiedDisks(guest, names)) {
      const key = `${storage}@${guest.node}`;
      promised.set(key, (promised.get(key) ?? 0) + sizeBytes);
    }
  }
  return promised;
}

interface PlaceOfStorage {
  readonly node: string;
  readonly promised: number;
  readonly names: StorageNames;
}

function placeOf(
  { name, content, usedBytes, totalBytes }: Storage,
  { node, promised, names }: PlaceOfStorage,
): StoragePlace {
  const used = readable(usedBytes) ?? 0;
  const total = readable(totalBytes) ?? 0;
  const heldFraction = used > 0 && promised > used ? used / promised : 1;
  const free = total - Math.max(used, Math.round(promised * heldFraction));
  return {
    name,
    node,
    shared: names.shared.has(name),
    content,
    freeBytes: total > 0 ? free : Number.POSITIVE_INFINITY,
    totalBytes: total,
    heldFraction,
  };
}
