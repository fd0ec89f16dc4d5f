import "server-only";
import type { Snapshot, Storage } from "@/lib/inventory/snapshot";
import { identifyGuests } from "./identify-guests";
import { loadGuests, loadNodes, loadStorages, markRemoved, saveNodes, saveStorages } from "./identity-store";
import type { KnownGuest } from "./judge-guest";
import { markContainers } from "./mark-containers";

export interface KnownObject {
  readonly id: number;
  removed: boolean;
}

/** What this process knows of a cluster's numbers. The database decides; this only saves asking it. */
export interface KnownObjects {
  readonly nodes: Map<string, KnownObject>;
  readonly storages: Map<string, KnownObject>;
  readonly guests: Map<number, KnownGuest>;
}

const known = new Map<string, KnownObjects>();

/** Forgets what is known of a cluster, or of all, so that it is read again. */
export function forgetIdentities(clusterId?: string): void {
  if (clusterId === undefined) known.clear();
  else known.delete(clusterId);
}

/**
 * Gives every object of a reading its number in the database: a node by its name, a storage by name and node, a guest
 * by VMID and creation mark, so that it keeps its number wherever it moves and a re-used VMID gets another. What a
 * complete reading does not show any more is marked as removed.
 */
export async function identifyObjects(reading: Snapshot, previous: Snapshot | null): Promise<Snapshot> {
  const { clusterId } = reading;
  const objects = known.get(clusterId) ?? (await loadObjects(clusterId));
  known.set(clusterId, objects);
  try {
    const marked = markContainers(reading, previous);
    const isComplete = marked.parts.every(({ part, error }) => part !== "resources" || error === null);
    const nodes = await identifyNodes(marked, objects, isComplete);
    const storages = await identifyStorages(marked, objects, isComplete);
    const guests = await identifyGuests(marked, previous, { known: objects.guests, isComplete });
    return { ...marked, nodes, storages, guests };
  } catch (error) {
    known.delete(clusterId);
    throw error;
  }
}

async function loadObjects(clusterId: string): Promise<KnownObjects> {
  const [nodes, storages, guests] = await Promise.all([
    loadNodes(clusterId),
    loadStorages(clusterId),
    loadGuests(clusterId),
  ]);
  return {
    nodes: new Map(nodes.map(({ id, name, removed }) => [name, { id, removed }])),
    storages: new Map(storages.map(({ id, name, node, removed }) => [`${node}/${name}`, { id, removed }])),
    guests: new Map(guests.map((guest) => [guest.vmid, guest])),
  };
}

async function identifyNodes(
  { clusterId, nodes }: Snapshot,
  { nodes: objects }: KnownObjects,
  isComplete: boolean,
): Promise<Snapshot["nodes"]> {
  const missing = nodes.filter(({ name }) => objects.get(name)?.removed !== false).map(({ name }) => name);
  if (missing.length > 0)
    for (const { id, name } of await saveNodes(clusterId, missing)) objects.set(name, { id, removed: false });
  if (isComplete) await removeAbsent("node", objects, new Set(nodes.map(({ name }) => name)));
  return nodes.map((node) => ({ ...node, objectId: objects.get(node.name)?.id ?? null }));
}

async function identifyStorages(
  { clusterId, storages }: Snapshot,
  { storages: objects }: KnownObjects,
  isComplete: boolean,
): Promise<readonly Storage[]> {
  const key = ({ name, node }: Storage) => `${node ?? ""}/${name}`;
  const missing = storages.filter((storage) => objects.get(key(storage))?.removed !== false);
  if (missing.length > 0) {
    const wanted = missing.map(({ name, node }) => ({ name, node: node ?? "" }));
    for (const { id, name, node } of await saveStorages(clusterId, wanted))
      objects.set(`${node}/${name}`, { id, removed: false });
  }
  if (isComplete) await removeAbsent("storage", objects, new Set(storages.map(key)));
  return storages.map((storage) => ({ ...storage, objectId: objects.get(key(storage))?.id ?? null }));
}

async function removeAbsent(
  table: "node" | "storage",
  objects: Map<string, KnownObject>,
  present: ReadonlySet<string>,
): Promise<void> {
  const absent = [...objects].filter(([key, { removed }]) => !removed && !present.has(key));
  if (absent.length === 0) return;
  await markRemoved(
    table,
    absent.map(([, { id }]) => id),
  );
  for (const [, object] of absent) object.removed = true;
}
