import "server-only";

export type ReadingListener = (clusterId: string) => void;

// Jobs store readings and route handlers want to know; they are separate bundles of one process.
const shared = globalThis as typeof globalThis & { evenkeelReadingListeners?: Map<string, ReadingListener> };

/** Calls the listener, the only one of its name, whenever this process has stored a reading. */
export function onReadingStored(name: string, listener: ReadingListener): void {
  shared.evenkeelReadingListeners ??= new Map();
  shared.evenkeelReadingListeners.set(name, listener);
}

export function tellReadingStored(clusterId: string): void {
  for (const listener of shared.evenkeelReadingListeners?.values() ?? []) listener(clusterId);
}
