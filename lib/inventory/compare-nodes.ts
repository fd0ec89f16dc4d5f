import type { InventoryEvent } from "./inventory-event";
import { type Comparison, happened } from "./inventory-events";
import { hasFailed } from "./reading-parts";
import type { Node } from "./snapshot";

/** An uptime read from another source may lag by as much without a reboot. */
const UPTIME_LAG_SECONDS = 30;

/** What changed among the nodes, by name. */
export function compareNodes(comparison: Comparison): readonly InventoryEvent[] {
  const before = new Map(comparison.previous.nodes.map((node) => [node.name, node]));
  const after = new Map(comparison.current.nodes.map((node) => [node.name, node]));
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();

  return names.flatMap((name) => {
    const was = before.get(name);
    const is = after.get(name);
    if (was && is) return changes(comparison, was, is);
    const kind = is ? "node-added" : "node-removed";
    const message = is ? `${name} joined the cluster` : `${name} is no longer part of the cluster`;
    return [happened(comparison, { kind, severity: is ? "info" : "warning", node: name, message })];
  });
}

function changes(comparison: Comparison, was: Node, is: Node): readonly InventoryEvent[] {
  return [
    ...wentDown(comparison, was, is),
    ...cameUp(comparison, was, is),
    ...rebooted(comparison, was, is),
    ...upgraded(comparison, was, is),
  ];
}

/** A node is down when PVE says so. One whose state PVE does not know has stopped reporting; one we failed to read has not. */
function wentDown(comparison: Comparison, was: Node, is: Node): readonly InventoryEvent[] {
  const node = is.name;
  if (is.status === "offline" && was.status !== "offline") {
    const message = `${node} went offline`;
    return [happened(comparison, { kind: "node-down", severity: "critical", node, message })];
  }
  if (is.status === "unknown" && was.status === "online" && !hasFailed(comparison.current, node)) {
    const message = `${node} stopped reporting its state`;
    return [happened(comparison, { kind: "node-down", severity: "warning", node, message })];
  }
  return [];
}

function cameUp(comparison: Comparison, was: Node, is: Node): readonly InventoryEvent[] {
  if (is.status !== "online" || was.status === "online") return [];
  if (was.status === "unknown" && hasFailed(comparison.previous, was.name)) return [];
  const message =
    was.status === "offline" ? `${is.name} is online again` : `${is.name} reports its state again`;
  return [happened(comparison, { kind: "node-up", node: is.name, message })];
}

function rebooted(comparison: Comparison, was: Node, is: Node): readonly InventoryEvent[] {
  if (is.status !== "online" || was.uptimeSeconds === null || is.uptimeSeconds === null) return [];
  if (is.uptimeSeconds >= was.uptimeSeconds - UPTIME_LAG_SECONDS) return [];
  const message = `${is.name} was rebooted`;
  const details = { uptimeSeconds: is.uptimeSeconds };
  return [
    happened(comparison, { kind: "node-rebooted", severity: "warning", node: is.name, message, details }),
  ];
}

function upgraded(comparison: Comparison, was: Node, is: Node): readonly InventoryEvent[] {
  if (was.pveVersion === null || is.pveVersion === null || was.pveVersion === is.pveVersion) return [];
  const message = `Proxmox VE on ${is.name} changed from ${was.pveVersion} to ${is.pveVersion}`;
  const details = { from: was.pveVersion, to: is.pveVersion };
  return [happened(comparison, { kind: "pve-upgraded", node: is.name, message, details })];
}

/**
 * The cluster's own release, for readings in which no node says its own. Only when the same endpoint answered
 * both times: nodes of a cluster that is being upgraded differ.
 */
export function compareRelease(comparison: Comparison): readonly InventoryEvent[] {
  const { previous, current } = comparison;
  if ([...previous.nodes, ...current.nodes].some(({ pveVersion }) => pveVersion !== null)) return [];
  if (previous.endpoint !== current.endpoint) return [];
  const from = previous.pveVersion;
  const to = current.pveVersion;
  if (from === null || to === null || from === to) return [];
  const message = `Proxmox VE changed from ${from} to ${to}`;
  return [happened(comparison, { kind: "pve-upgraded", message, details: { from, to } })];
}

export function compareQuorum(comparison: Comparison): readonly InventoryEvent[] {
  const was = comparison.previous.quorate;
  const is = comparison.current.quorate;
  if (was === true && is === false) {
    const message = "The cluster lost quorum: nothing can be started or moved";
    return [happened(comparison, { kind: "quorum-lost", severity: "critical", message })];
  }
  if (was === false && is === true) {
    return [happened(comparison, { kind: "quorum-regained", message: "The cluster has quorum again" })];
  }
  return [];
}
