import type { Guest, GuestDisk, Storage } from "@/lib/inventory/snapshot";
import type { DiskModel, LocalDisk } from "./cluster-model";

interface Places {
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
export function buildDiskModel(storages: readonly Storage[], { guests, nodeIndex }: Places): DiskModel {
  const names = [...new Set(storages.map(({ name }) => name))].sort();
  const storageIndex = new Map(names.map((name, index) => [name, index]));
  const nodeCount = nodeIndex.size;
  const present = new Uint8Array(names.length * nodeCount);
  const used = new Float64Array(names.length * nodeCount);
  const total = new Float64Array(names.length * nodeCount);
  const shared = new Set<number>();
  const holding = new Set<number>();

  for (const storage of storages) {
    const index = storageIndex.get(storage.name) ?? 0;
    if (storage.shared) shared.add(index);
    else if (storage.content.includes("images") || storage.content.includes("rootdir")) holding.add(index);
    for (const name of storage.status === "available" ? storage.nodes : []) {
      const node = nodeIndex.get(name);
      if (node === undefined) continue;
      present[index * nodeCount + node] = 1;
      used[index * nodeCount + node] = readable(storage.usedBytes);
      total[index * nodeCount + node] = readable(storage.totalBytes);
    }
  }

  const isLocal = (disk: GuestDisk): boolean => {
    const index = disk.storage === null ? undefined : storageIndex.get(disk.storage);
    return index !== undefined && !shared.has(index) && !disk.cdrom;
  };
  const disksOf = (guest: Guest): readonly GuestDisk[] => guest.config?.disks.filter(isLocal) ?? [];
  const placeOf = (guest: Guest, disk: GuestDisk): number =>
    (storageIndex.get(disk.storage ?? "") ?? 0) * nodeCount + (nodeIndex.get(guest.node) ?? 0);

  const promised = new Float64Array(names.length * nodeCount);
  for (const guest of guests) {
    if (!nodeIndex.has(guest.node)) continue;
    for (const disk of disksOf(guest)) {
      const place = placeOf(guest, disk);
      promised[place] = (promised[place] ?? 0) + readable(disk.sizeBytes);
    }
  }
  const held = (place: number): number => {
    const inUse = used[place] ?? 0;
    const sizes = promised[place] ?? 0;
    return inUse > 0 && sizes > inUse ? inUse / sizes : 1;
  };

  const freeBytes = total.map((size, place) =>
    size > 0
      ? size - Math.max(used[place] ?? 0, Math.round((promised[place] ?? 0) * held(place)))
      : Number.POSITIVE_INFINITY,
  );
  const totalBytes = new Float64Array(nodeCount);
  const usedBytes = new Float64Array(nodeCount);
  for (const index of holding) {
    for (let node = 0; node < nodeCount; node += 1) {
      const place = index * nodeCount + node;
      const size = total[place] ?? 0;
      if (size === 0) continue;
      totalBytes[node] = (totalBytes[node] ?? 0) + size;
      usedBytes[node] = (usedBytes[node] ?? 0) + size - (freeBytes[place] ?? 0);
    }
  }
  return {
    storageIndex,
    present,
    freeBytes,
    totalBytes,
    usedBytes,
    localDisks: guests.map((guest) =>
      disksOf(guest).map((disk): LocalDisk => {
        const sizeBytes = readable(disk.sizeBytes);
        const takenBytes = nodeIndex.has(guest.node) ? Math.round(sizeBytes * held(placeOf(guest, disk))) : 0;
        return { storage: storageIndex.get(disk.storage ?? "") ?? 0, sizeBytes, takenBytes };
      }),
    ),
  };
}

function readable(bytes: number | null): number {
  return bytes !== null && Number.isFinite(bytes) && bytes > 0 ? bytes : 0;
}
