import type { Guest, GuestDisk, Storage } from "@/lib/inventory/snapshot";
import type { DiskModel, LocalDisk } from "./cluster-model";

interface Places {
  /** In the model's order. */
  readonly guests: readonly Guest[];
  readonly nodeIndex: ReadonlyMap<string, number>;
}

/**
 * What storages have room for, and what guests have on them.
 *
 * A storage says how much of it is in use, but not by whom. Where its disks' sizes add up to more than is in use (it is
 * thin), each disk is taken to hold the same share of its size. A storage that says nothing is in use, or not how large it is,
 * does not know: its disks count in full, and its room is infinite if its size is missing.
 */
export function buildDiskModel(storages: readonly Storage[], places: Places): DiskModel {
  const table = readStorages(storages, places.nodeIndex);
  const disks = places.guests.map((guest) => localDisksOf(guest, table));
  const sizes = new Float64Array(table.used.length);
  for (const [guest, own] of disks.entries()) {
    const node = nodeOf(places, guest);
    if (node < 0) continue;
    for (const { storage, sizeBytes } of own) {
      const place = storage * table.nodeCount + node;
      sizes[place] = (sizes[place] ?? 0) + sizeBytes;
    }
  }
  const taken = (place: number): number => {
    const inUse = table.used[place] ?? 0;
    const promised = sizes[place] ?? 0;
    return inUse > 0 && promised > inUse ? inUse / promised : 1;
  };
  const freeBytes = table.total.map((size, place) =>
    size > 0
      ? size - Math.max(table.used[place] ?? 0, Math.round((sizes[place] ?? 0) * taken(place)))
      : Number.POSITIVE_INFINITY,
  );
  const localDisks = disks.map((own, guest): readonly LocalDisk[] => {
    const node = nodeOf(places, guest);
    return own.map(({ storage, sizeBytes }) => ({
      storage,
      sizeBytes,
      takenBytes: node < 0 ? 0 : Math.round(sizeBytes * taken(storage * table.nodeCount + node)),
    }));
  });
  const growthBytes = Float64Array.from(localDisks, (own) =>
    own.reduce((sum, { sizeBytes, takenBytes }) => sum + sizeBytes - takenBytes, 0),
  );
  const { storageIndex, present } = table;
  return { storageIndex, present, freeBytes, localDisks, growthBytes, ...sumsByNode(table, freeBytes) };
}

interface StorageTable {
  readonly storageIndex: ReadonlyMap<string, number>;
  readonly nodeCount: number;
  /** By storage and node. */
  readonly present: Uint8Array;
  readonly used: Float64Array;
  readonly total: Float64Array;
  readonly shared: ReadonlySet<number>;
  /** Local storages that hold disks of guests. */
  readonly holding: ReadonlySet<number>;
}

function readStorages(storages: readonly Storage[], nodeIndex: ReadonlyMap<string, number>): StorageTable {
  const names = [...new Set(storages.map(({ name }) => name))].sort();
  const storageIndex = new Map(names.map((name, index) => [name, index]));
  const nodeCount = nodeIndex.size;
  const size = names.length * nodeCount;
  const [present, used, total] = [new Uint8Array(size), new Float64Array(size), new Float64Array(size)];
  const indexOf = ({ name }: Storage) => storageIndex.get(name) ?? 0;

  for (const storage of storages.filter(({ status }) => status === "available")) {
    for (const node of storage.nodes.flatMap((name) => nodeIndex.get(name) ?? [])) {
      const place = indexOf(storage) * nodeCount + node;
      present[place] = 1;
      used[place] = readable(storage.usedBytes);
      total[place] = readable(storage.totalBytes);
    }
  }
  const holdsDisks = ({ shared, content }: Storage) =>
    !shared && (content.includes("images") || content.includes("rootdir"));
  return {
    storageIndex,
    nodeCount,
    present,
    used,
    total,
    shared: new Set(storages.filter(({ shared }) => shared).map(indexOf)),
    holding: new Set(storages.filter(holdsDisks).map(indexOf)),
  };
}

function localDisksOf(
  guest: Guest,
  { storageIndex, shared }: StorageTable,
): readonly Pick<LocalDisk, "storage" | "sizeBytes">[] {
  return (guest.config?.disks ?? []).flatMap((disk: GuestDisk) => {
    const storage = disk.cdrom || disk.storage === null ? undefined : storageIndex.get(disk.storage);
    if (storage === undefined || shared.has(storage)) return [];
    return [{ storage, sizeBytes: readable(disk.sizeBytes) }];
  });
}

function sumsByNode({ nodeCount, holding, total }: StorageTable, freeBytes: Float64Array) {
  const totalBytes = new Float64Array(nodeCount);
  const usedBytes = new Float64Array(nodeCount);
  for (const storage of holding) {
    for (let node = 0; node < nodeCount; node += 1) {
      const place = storage * nodeCount + node;
      const size = total[place] ?? 0;
      if (size === 0) continue;
      totalBytes[node] = (totalBytes[node] ?? 0) + size;
      usedBytes[node] = (usedBytes[node] ?? 0) + size - (freeBytes[place] ?? 0);
    }
  }
  return { totalBytes, usedBytes };
}

function nodeOf({ guests, nodeIndex }: Places, guest: number): number {
  return nodeIndex.get(guests[guest]?.node ?? "") ?? -1;
}

function readable(bytes: number | null): number {
  return bytes !== null && Number.isFinite(bytes) && bytes > 0 ? bytes : 0;
}
