import type { PlanningInput } from "../planning-input";
import type { PlacementRule } from "../rules/placement-rule";
import { type GuestUnderWay, withGuestsUnderWay } from "./with-guests-under-way";

/** What holds for one evacuation besides what is stored. */
export interface DepartureWishes {
  /** Nodes that are being emptied now. */
  readonly emptying: readonly string[];
  /** Guests that stay where they are on purpose. */
  readonly kept: readonly number[];
  /** Nodes that a guest is not to be sent to, because a move there failed; by VMID. */
  readonly avoided: ReadonlyMap<number, readonly string[]>;
  readonly underWay: readonly GuestUnderWay[];
}

/**
 * The input for emptying nodes: guests on their way count on both nodes, those that stay are not moved, nor are the guests of
 * nodes in maintenance that nobody empties. A guest keeps clear of nodes to which its move failed as long as there are others.
 */
export function departureInput(input: PlanningInput, wishes: DepartureWishes): PlanningInput {
  const snapshot = withGuestsUnderWay(input.snapshot, wishes.underWay);
  const emptied = new Set(wishes.emptying);
  const closed = new Set(
    snapshot.nodes
      .filter(({ name, haState }) => input.nodePolicies.get(name)?.maintenance || haState === "maintenance")
      .map(({ name }) => name),
  );
  const kept = new Set(wishes.kept);
  const staying = snapshot.guests
    .filter(({ node, vmid }) => kept.has(vmid) || (closed.has(node) && !emptied.has(node)))
    .map(({ vmid }) => vmid)
    .sort((one, other) => one - other);
  const open = snapshot.nodes.filter(
    ({ name, status }) => status === "online" && !closed.has(name) && !emptied.has(name),
  );
  const pins = [...wishes.avoided].flatMap(([vmid, nodes]): PlacementRule[] => {
    if (open.every(({ name }) => nodes.includes(name))) return [];
    const allowed = snapshot.nodes.map(({ name }) => name).filter((name) => !nodes.includes(name));
    return [{ ...MADE_UP, id: `failed moves of ${vmid}`, kind: "pin", vmids: [vmid], nodes: allowed }];
  });
  const ignore: readonly PlacementRule[] =
    staying.length === 0
      ? []
      : [{ ...MADE_UP, id: "staying on purpose", kind: "ignore", vmids: staying, nodes: [] }];
  return {
    ...input,
    snapshot,
    // What stays is said here, for each evacuation anew.
    guestPolicies: new Map(
      [...input.guestPolicies].map(([vmid, policy]) => [vmid, { ...policy, leftOnPurpose: false }]),
    ),
    rules: [...input.rules, ...ignore, ...pins],
    evacuate: [...new Set([...input.evacuate, ...wishes.emptying])].sort(),
  };
}

const MADE_UP = { origin: "page", strict: true } as const;
