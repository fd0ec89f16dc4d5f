import type { BlockedGuest } from "../plan";
import { misplacedOf } from "./broken-rules";
import type { CheckedGuest, CheckedNode } from "./checked-cluster";
import type { ClusterState } from "./cluster-state";
import { excessOn, mayStay } from "./goal";
import { guestFaults, targetFaults } from "./move-faults";
import { roomFaults } from "./room-faults";

/** Refusals that can be re-derived from where the guest would go. */
const CHECKABLE: ReadonlySet<string> = new Set([
  "template",
  "locked",
  "passthrough",
  "local-mount",
  "ignored-guest",
  "source-offline",
  "source-ignored",
  "target-offline",
  "target-maintenance",
  "target-ignored",
  "target-unreadable",
  "storage-missing",
  "storage-content",
  "storage-full",
  "cpu-count",
  "cpu-type",
  "memory-headroom",
  "cpu-headroom",
  "cpu-overcommit",
  "pin",
  "anti-affinity",
]);

/**
 * Whether a guest is blocked as it is said. A refusal: no node takes it. `no-gain`: none that takes it makes anything better that must
 * be. `affinity`: none takes, and is helped by, all that it is to stay with.
 *
 * @param after as everything stands at the end
 */
export function blockedFaults(after: ClusterState, blocked: BlockedGuest): readonly string[] {
  const { vmid, node, reason } = blocked;
  const guest = after.cluster.guests.get(vmid);
  if (!guest) return [`Guest ${vmid} is blocked and does not exist.`];
  const faults: string[] = [];
  if (after.nodeOf.get(vmid) !== node)
    faults.push(`Guest ${vmid} is blocked on ${node} and ends on ${after.nodeOf.get(vmid)}.`);
  if (blocked.detail.trim() === "" || blocked.fix.trim() === "")
    faults.push(`It is not said why guest ${vmid} is blocked or what helps.`);
  return [...faults, ...placesLeft(after, vmid, reason)];
}

function placesLeft(after: ClusterState, vmid: number, reason: string): readonly string[] {
  if (CHECKABLE.has(reason)) {
    return openNodes(after, [vmid]).map(
      ({ name }) => `Guest ${vmid} is named as blocked, but may go to ${name}.`,
    );
  }
  const group = reason === "affinity" ? groupOf(after, vmid) : [vmid];
  if (reason !== "no-gain" && group.length < 2) return [];
  const together = group.length < 2 ? "" : ` together with ${group.filter((one) => one !== vmid).join(", ")}`;
  return openNodes(after, group)
    .filter((target) => helps(after, group, target))
    .map(({ name }) => `Guest ${vmid} is named as blocked, but may go to ${name}${together}, which helps.`);
}

/**
 * Guests that a node which holds more than it has could be relieved of.
 *
 * @param spokenOf those that the plan moves or names as blocked
 */
export function leftOnFullNodes(
  after: ClusterState,
  spokenOf: ReadonlySet<number>,
): readonly { readonly vmid: number; readonly fault: string }[] {
  const full = [...after.cluster.nodes.values()].filter((node) => node.online && excessOn(after, node) > 0);
  return full.flatMap(({ name }) =>
    [...(after.guestsOn.get(name) ?? [])].flatMap((vmid) => {
      if (spokenOf.has(vmid)) return [];
      const [target] = openNodes(after, [vmid]).filter((node) => helps(after, [vmid], node));
      const fault = `${name} holds more than it has, and guest ${vmid} stays there though it may go to ${target?.name}.`;
      return target ? [{ vmid, fault }] : [];
    }),
  );
}

/** The guest and all that strict affinity keeps with it, ascending. */
function groupOf({ cluster }: ClusterState, vmid: number): readonly number[] {
  const group = new Set([vmid]);
  for (const member of group) {
    for (const { kind, strict, vmids } of cluster.rulesOf.get(member) ?? []) {
      if (kind !== "affinity" || !strict) continue;
      for (const other of vmids) if (cluster.guests.has(other)) group.add(other);
    }
  }
  return [...group].sort((one, other) => one - other);
}

/** Nodes that would take all of these guests as everything stands, those already there excepted. */
function openNodes(state: ClusterState, vmids: readonly number[]): readonly CheckedNode[] {
  return [...state.cluster.nodes.values()].filter((target) => {
    const movers = moversTo(state, vmids, target);
    if (movers.length === 0) return false;
    const arrivals = movers.map((guest) => ({ guest, forced: true }));
    return (
      movers.every((guest) => mayGo(state, guest, target)) &&
      roomFaults(state, target, arrivals).length === 0 &&
      !breaksMore(state, movers, target.name)
    );
  });
}

function moversTo(
  { cluster, nodeOf }: ClusterState,
  vmids: readonly number[],
  { name }: CheckedNode,
): readonly CheckedGuest[] {
  return vmids.flatMap((vmid) => (nodeOf.get(vmid) === name ? [] : (cluster.guests.get(vmid) ?? [])));
}

function mayGo(state: ClusterState, guest: CheckedGuest, target: CheckedNode): boolean {
  const source = state.cluster.nodes.get(state.nodeOf.get(guest.vmid) ?? "");
  const asked = { state, guest, source, target, forced: true };
  return guestFaults(asked).length === 0 && targetFaults(asked).length === 0;
}

/** Whether some strict rule would have more guests in the wrong place with these on the target, or two met there that must not. */
function breaksMore(state: ClusterState, movers: readonly CheckedGuest[], target: string): boolean {
  const moving = new Set(movers.map(({ vmid }) => vmid));
  const wouldBeThere = (vmid: number) => moving.has(vmid) || state.nodeOf.get(vmid) === target;
  return misplacedChanges(state, movers, target).some(
    ({ rule, change }) =>
      change > 0 || (rule.kind === "anti-affinity" && rule.vmids.filter(wouldBeThere).length > 1),
  );
}

/** By how much each strict rule about these guests would have more guests in the wrong place; below 0: fewer. */
function misplacedChanges(state: ClusterState, movers: readonly CheckedGuest[], target: string) {
  const nodeOf = new Map(state.nodeOf);
  for (const { vmid } of movers) nodeOf.set(vmid, target);
  const there = { ...state, nodeOf };
  const rules = new Set(movers.flatMap(({ vmid }) => state.cluster.rulesOf.get(vmid) ?? []));
  return [...rules]
    .filter(({ strict }) => strict)
    .map((rule) => ({ rule, change: misplacedOf(rule, there) - misplacedOf(rule, state) }));
}

/** Whether something that must be better is, with these guests on a node that takes them. */
function helps(state: ClusterState, vmids: readonly number[], target: CheckedNode): boolean {
  const movers = moversTo(state, vmids, target);
  const change = misplacedChanges(state, movers, target.name).reduce((sum, rule) => sum + rule.change, 0);
  if (change !== 0) return change < 0;
  return movers.some(({ vmid, guest, use }) => {
    const source = state.cluster.nodes.get(state.nodeOf.get(vmid) ?? "");
    if (!source) return false;
    const relieves = excessOn(state, source, use) < excessOn(state, source);
    const leaves = !guest.template && !mayStay(state.cluster, vmid);
    return (source.evacuating && leaves) || relieves;
  });
}
