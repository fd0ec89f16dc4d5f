import type { InventoryEvent, Severity } from "./inventory-event";
import { type Comparison, guestLabel, happened } from "./inventory-events";
import { isListed } from "./reading-parts";
import type { Guest } from "./snapshot";

/** States in which a guest has not begun to run. */
const BEFORE_RUNNING = new Set(["stopped", "prelaunch"]);

/** QEMU's words for a guest that cannot go on by itself. */
const BROKEN = new Set(["io-error", "internal-error", "guest-panicked", "watchdog"]);

/** What changed among the guests, by VMID. */
export function compareGuests(comparison: Comparison): readonly InventoryEvent[] {
  const { previous, current } = comparison;
  const before = new Map(previous.guests.map((guest) => [guest.vmid, guest]));
  const after = new Map(current.guests.map((guest) => [guest.vmid, guest]));
  const vmids = [...new Set([...before.keys(), ...after.keys()])].sort((one, other) => one - other);

  return vmids.flatMap((vmid) => {
    const was = before.get(vmid);
    const is = after.get(vmid);
    if (was && is) return isSameGuest(was, is) ? changes(comparison, was, is) : replaced(comparison, was, is);
    if (was) return removed(comparison, was);
    return is ? created(comparison, is) : [];
  });
}

/** The same VMID is another guest when its kind or its creation mark differs; a mark that is not known tells nothing. */
export function isSameGuest(was: Guest, is: Guest): boolean {
  if (was.kind !== is.kind) return false;
  return was.creationMark === null || is.creationMark === null || was.creationMark === is.creationMark;
}

function replaced(comparison: Comparison, was: Guest, is: Guest): readonly InventoryEvent[] {
  return [removedEvent(comparison, was), createdEvent(comparison, is)];
}

/** A guest that is gone while its node did not answer is not known to be gone. */
function removed(comparison: Comparison, guest: Guest): readonly InventoryEvent[] {
  const { current } = comparison;
  const nodeIsThere = current.nodes.some(({ name }) => name === guest.node);
  if (nodeIsThere && !isListed(current, guest.node, current.guests)) return [];
  return [removedEvent(comparison, guest)];
}

/** A guest that appears on a node that had not answered was there before. */
function created(comparison: Comparison, guest: Guest): readonly InventoryEvent[] {
  const { previous } = comparison;
  const nodeWasThere = previous.nodes.some(({ name }) => name === guest.node);
  if (nodeWasThere && !isListed(previous, guest.node, previous.guests)) return [];
  return [createdEvent(comparison, guest)];
}

function removedEvent(comparison: Comparison, guest: Guest): InventoryEvent {
  const message = `${guestLabel(guest)} was removed from ${guest.node}`;
  return happened(comparison, { kind: "guest-removed", guest, message });
}

function createdEvent(comparison: Comparison, guest: Guest): InventoryEvent {
  const message = `${guestLabel(guest)} was created on ${guest.node}`;
  return happened(comparison, { kind: "guest-created", guest, message });
}

function changes(comparison: Comparison, was: Guest, is: Guest): readonly InventoryEvent[] {
  const guest = is.objectId === null ? { ...is, objectId: was.objectId } : is;
  const events = [...moved(comparison, was, guest)];
  if (was.status === "unknown" || is.status === "unknown") return events;
  return [
    ...events,
    ...renamed(comparison, was, guest),
    ...statusChanged(comparison, was, guest),
    ...lockChanged(comparison, was, guest),
  ];
}

function moved(comparison: Comparison, was: Guest, is: Guest): readonly InventoryEvent[] {
  if (was.node === is.node) return [];
  const message = `${guestLabel(is)} moved from ${was.node} to ${is.node}`;
  const details = { from: was.node, to: is.node };
  return [happened(comparison, { kind: "guest-moved", guest: is, message, details })];
}

function renamed(comparison: Comparison, was: Guest, is: Guest): readonly InventoryEvent[] {
  if (was.name === null || is.name === null || was.name === is.name) return [];
  const message = `${was.name} (${is.vmid}) was renamed to ${is.name}`;
  const details = { from: was.name, to: is.name };
  return [happened(comparison, { kind: "guest-renamed", guest: is, message, details })];
}

function statusChanged(comparison: Comparison, was: Guest, is: Guest): readonly InventoryEvent[] {
  if (was.status === is.status || is.template) return [];
  const details = { from: was.status, to: is.status };
  if (is.status === "running" && BEFORE_RUNNING.has(was.status)) {
    const message = `${guestLabel(is)} started on ${is.node}`;
    return [happened(comparison, { kind: "guest-started", guest: is, message, details })];
  }
  if (is.status === "stopped") {
    const message = `${guestLabel(is)} stopped on ${is.node}`;
    return [happened(comparison, { kind: "guest-stopped", guest: is, message, details })];
  }
  const message = `${guestLabel(is)} on ${is.node} is ${is.status} (was ${was.status})`;
  const severity = stateSeverity(is.status);
  return [happened(comparison, { kind: "guest-state-changed", severity, guest: is, message, details })];
}

function stateSeverity(status: string): Severity {
  if (BROKEN.has(status)) return "critical";
  return status === "running" || status === "prelaunch" ? "info" : "warning";
}

function lockChanged(comparison: Comparison, was: Guest, is: Guest): readonly InventoryEvent[] {
  if (was.lock === is.lock) return [];
  const details = { from: was.lock, to: is.lock };
  if (is.lock === null) {
    const message = `${guestLabel(is)} is no longer locked (${was.lock})`;
    return [happened(comparison, { kind: "guest-unlocked", guest: is, message, details })];
  }
  const message = `${guestLabel(is)} is locked (${is.lock})`;
  return [happened(comparison, { kind: "guest-locked", guest: is, message, details })];
}
