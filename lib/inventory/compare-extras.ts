import type { LogEntry, ReplicationJob } from "./cluster-extras";
import type { InventoryEvent, Severity } from "./inventory-event";
import { type Comparison, guestLabel, happened } from "./inventory-events";

/** States of an HA service that somebody should know of. */
const HA_TROUBLE: Readonly<Record<string, Severity>> = {
  error: "critical",
  fence: "critical",
  recovery: "warning",
};
/** Of syslog: warnings and worse. */
const LOG_WARNING = 4;
const LOG_CRITICAL = 2;
/** A log that floods must not flood the timeline. */
const MOST_LOG_EVENTS = 20;

/**
 * What changed in HA, in replication, in PVE's own balancer and in the cluster's log. Each is read on a round of its
 * own, so nothing is compared that one of the two readings does not have.
 */
export function compareExtras(comparison: Comparison): readonly InventoryEvent[] {
  return [
    ...haStates(comparison),
    ...maintenance(comparison),
    ...rules(comparison),
    ...balancer(comparison),
    ...replication(comparison),
    ...log(comparison),
  ];
}

function haStates(comparison: Comparison): readonly InventoryEvent[] {
  const before = new Map(comparison.previous.guests.map((guest) => [guest.vmid, guest.haState]));
  return byKey(comparison.current.guests, ({ vmid }) => vmid).flatMap((guest) => {
    const was = before.get(guest.vmid);
    const { haState: is } = guest;
    if (was === undefined || was === null || is === null || was === is) return [];
    const severity = HA_TROUBLE[is];
    const isOver = HA_TROUBLE[was] !== undefined && severity === undefined;
    if (severity === undefined && !isOver) return [];
    const message = `HA state of ${guestLabel(guest)} changed from ${was} to ${is}`;
    const details = { from: was, to: is };
    return [happened(comparison, { kind: "ha-state-changed", severity, guest, message, details })];
  });
}

function maintenance(comparison: Comparison): readonly InventoryEvent[] {
  const before = new Map(comparison.previous.nodes.map((node) => [node.name, node.haState]));
  return byKey(comparison.current.nodes, ({ name }) => name).flatMap(({ name, haState }) => {
    const was = before.get(name) ?? null;
    if (was === null || haState === null) return [];
    const [wasIn, isIn] = [was === "maintenance", haState === "maintenance"];
    if (wasIn === isIn) return [];
    const message = isIn ? `${name} went into HA maintenance` : `${name} left HA maintenance`;
    return [
      happened(comparison, { kind: isIn ? "maintenance-started" : "maintenance-ended", node: name, message }),
    ];
  });
}

function rules(comparison: Comparison): readonly InventoryEvent[] {
  const { previous, current } = comparison;
  const before = new Map(previous.highAvailability?.rules.map((rule) => [rule.id, rule.error]));
  if (!previous.highAvailability) return [];
  return byKey(current.highAvailability?.rules ?? [], ({ id }) => id).flatMap(({ id, error }) => {
    if (error === null || (before.get(id) ?? null) !== null) return [];
    const message = `HA rule ${id} is ignored by Proxmox VE: ${error}`;
    return [
      happened(comparison, { kind: "ha-rule-conflict", severity: "warning", message, details: { rule: id } }),
    ];
  });
}

function balancer(comparison: Comparison): readonly InventoryEvent[] {
  const was = comparison.previous.balancer;
  const is = comparison.current.balancer;
  if (!was || !is || (was.mode === is.mode && was.automatic === is.automatic)) return [];
  const how = is.automatic ? "rebalances HA guests by itself now" : "does not rebalance HA guests by itself";
  const message = `Proxmox VE's own balancer was set to ${is.mode}; it ${how}`;
  return [
    happened(comparison, {
      kind: "balancer-changed",
      severity: is.automatic ? "warning" : "info",
      message,
      details: { mode: is.mode, automatic: is.automatic },
    }),
  ];
}

function replication(comparison: Comparison): readonly InventoryEvent[] {
  const before = new Map(comparison.previous.replication?.map((job) => [job.id, job.failures ?? null]));
  const guests = new Map(comparison.current.guests.map((guest) => [guest.vmid, guest]));
  return byKey(comparison.current.replication ?? [], ({ id }) => id).flatMap((job) => {
    const was = before.get(job.id) ?? null;
    if (was === null || job.failures === null || was > 0 === job.failures > 0) return [];
    const guest = guests.get(job.vmid);
    const who = guest ? guestLabel(guest) : String(job.vmid);
    const common = { guest, vmid: job.vmid, node: job.source, details: { job: job.id, target: job.target } };
    return [happened(comparison, { ...common, ...replicationWords(job, who) })];
  });
}

function replicationWords({ failures, error, target }: ReplicationJob, who: string) {
  if (failures === 0)
    return {
      kind: "replication-recovered" as const,
      message: `Replication of ${who} to ${target} works again`,
    };
  return {
    kind: "replication-failed" as const,
    severity: "warning" as const,
    message: `Replication of ${who} to ${target} failed${error ? `: ${error}` : ""}`,
  };
}

function log(comparison: Comparison): readonly InventoryEvent[] {
  const { previous, current } = comparison;
  if (!previous.log || !current.log || current.log === previous.log) return [];
  const known = new Set(previous.log.map(keyOf));
  const fresh = current.log.filter((entry) => entry.priority <= LOG_WARNING && !known.has(keyOf(entry)));
  return byKey(fresh, keyOf)
    .sort((a, b) => a.atMs - b.atMs)
    .slice(-MOST_LOG_EVENTS)
    .map((entry) =>
      happened(comparison, {
        kind: "cluster-log",
        severity: entry.priority <= LOG_CRITICAL ? "critical" : "warning",
        node: entry.node || null,
        message: `${entry.tag || "log"} on ${entry.node || "the cluster"}: ${entry.message.replace(/\.$/, "")}`,
        details: { loggedAtMs: entry.atMs, user: entry.user, priority: entry.priority },
      }),
    );
}

function keyOf({ atMs, node, tag, message }: LogEntry): string {
  return `${atMs} ${node} ${tag} ${message}`;
}

/** In an order that does not depend on how the readings list things. */
function byKey<Item>(items: readonly Item[], keyOfItem: (item: Item) => string | number): Item[] {
  return [...items].sort((a, b) => (keyOfItem(a) < keyOfItem(b) ? -1 : 1));
}
