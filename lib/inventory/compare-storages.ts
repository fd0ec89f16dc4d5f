import type { InventoryEvent } from "./inventory-event";
import { type Comparison, happened } from "./inventory-events";
import { isStorageFull, usedFraction } from "./mark-full-storages";
import { isListed } from "./reading-parts";
import type { Snapshot, Storage } from "./snapshot";
import { storageKey } from "./storage-key";

/** What changed among the storages, by name and node. A storage that comes or goes with its node is the node's event. */
export function compareStorages(comparison: Comparison): readonly InventoryEvent[] {
  const { previous, current } = comparison;
  const before = new Map(previous.storages.map((storage) => [storageKey(storage), storage]));
  const after = new Map(current.storages.map((storage) => [storageKey(storage), storage]));
  const keys = [...new Set([...before.keys(), ...after.keys()])].sort();

  return keys.flatMap((key) => {
    const was = before.get(key);
    const is = after.get(key);
    if (was && is) return changes(comparison, was, is);
    if (was) return isVouchedFor(current, was) ? [event(comparison, "storage-removed", was)] : [];
    return is && isVouchedFor(previous, is) ? [event(comparison, "storage-added", is)] : [];
  });
}

function changes(comparison: Comparison, was: Storage, is: Storage): readonly InventoryEvent[] {
  const events: InventoryEvent[] = [];
  if (was.status !== is.status && isVouchedFor(comparison.current, is)) {
    const returned = is.status === "available";
    events.push(event(comparison, returned ? "storage-available" : "storage-unavailable", is));
  }
  const wasFull = isStorageFull(was, was.full === undefined ? null : was);
  if (!wasFull && (is.full ?? isStorageFull(is, was))) events.push(fullEvent(comparison, is));
  return events;
}

/** Whether the node that would list the storage was read; a shared one is vouched for by any node that is online. */
function isVouchedFor(snapshot: Snapshot, { node, shared }: Storage): boolean {
  if (shared || node === null)
    return snapshot.nodes.some(({ name }) => isListed(snapshot, name, snapshot.storages));
  return isListed(snapshot, node, snapshot.storages);
}

const WORDS = {
  "storage-added": { severity: "info", words: "was added" },
  "storage-removed": { severity: "warning", words: "was removed" },
  "storage-available": { severity: "info", words: "is available again" },
  "storage-unavailable": { severity: "warning", words: "is not available" },
} as const;

function event(comparison: Comparison, kind: keyof typeof WORDS, storage: Storage): InventoryEvent {
  const { severity, words } = WORDS[kind];
  const message = `${label(storage)} ${words}`;
  return happened(comparison, { kind, severity, node: storage.node, storage: storage.name, message });
}

function fullEvent(comparison: Comparison, storage: Storage): InventoryEvent {
  const percent = Math.floor((usedFraction(storage) ?? 0) * 1_000) / 10;
  const message = `${label(storage)} is ${percent} % full`;
  return happened(comparison, {
    kind: "storage-full",
    severity: "critical",
    node: storage.node,
    storage: storage.name,
    message,
    details: { usedPercent: percent, usedBytes: storage.usedBytes, totalBytes: storage.totalBytes },
  });
}

function label({ name, node, shared }: Storage): string {
  return shared || node === null ? `Storage ${name}` : `Storage ${name} on ${node}`;
}
