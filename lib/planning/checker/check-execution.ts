import type { CertificateCheck, PlannedMove } from "../plan";
import type { CheckedNode } from "./checked-cluster";
import { checked, type PlanToCheck } from "./checked-plan";
import { type ClusterState, moveGuest } from "./cluster-state";
import { guestFaults, targetFaults } from "./move-faults";
import { wavesOf } from "./plan-steps";
import { type Arrival, roomFaults } from "./room-faults";

/** Whether a need must be met whatever it costs in balance. */
export function isForcedMove({ reason }: PlannedMove): boolean {
  return ["rule", "capacity", "evacuation", "home"].includes(reason.need);
}

interface Faults {
  readonly legal: string[];
  readonly targets: string[];
  readonly room: string[];
  readonly apart: string[];
}

/**
 * Carries the plan out wave by wave and asks at each instant whether it may be done.
 *
 * @param state as before the first move; as after the last one afterwards
 */
export function checkExecution(state: ClusterState, { moves }: PlanToCheck): readonly CertificateCheck[] {
  const faults: Faults = { legal: [], targets: [], room: [], apart: [] };
  for (const wave of wavesOf(moves)) {
    for (const move of wave) askAboutMove(state, move, faults);
    askAboutRoom(state, wave, faults);
    faults.apart.push(...togetherFaults(state, wave));
    for (const { vmid, to } of wave) moveGuest(state, vmid, to);
  }
  return [
    checked("guests", faults.legal, "Every guest that moves may be moved."),
    checked(
      "targets",
      faults.targets,
      "Every target is online, takes guests, and has the CPUs and storages that are needed.",
    ),
    checked("headroom", faults.room, "Every target has the room while both nodes hold the guests in flight."),
    checked("apart", faults.apart, "No guests that must be apart meet on the way."),
  ];
}

function askAboutMove(state: ClusterState, move: PlannedMove, faults: Faults): void {
  const { nodes, guests } = state.cluster;
  const guest = guests.get(move.vmid);
  const target = nodes.get(move.to);
  if (!guest || !target) return;
  const { temporary } = move;
  const asked = { state, guest, source: nodes.get(move.from), target, forced: isForcedMove(move), temporary };
  faults.legal.push(...guestFaults(asked));
  faults.targets.push(...targetFaults(asked));
}

function askAboutRoom(state: ClusterState, wave: readonly PlannedMove[], faults: Faults): void {
  const arrivals = new Map<CheckedNode, Arrival[]>();
  for (const move of wave) {
    const guest = state.cluster.guests.get(move.vmid);
    const target = state.cluster.nodes.get(move.to);
    if (!guest || !target) continue;
    const arrival = { guest, forced: isForcedMove(move) };
    arrivals.set(target, [...(arrivals.get(target) ?? []), arrival]);
  }
  for (const [target, arriving] of arrivals) faults.room.push(...roomFaults(state, target, arriving));
}

/** Pairs that must be apart, were apart before the wave, and are on one node during it. */
function togetherFaults(state: ClusterState, wave: readonly PlannedMove[]): readonly string[] {
  const arriving = new Map(wave.map((move) => [move.vmid, move.to]));
  return state.cluster.input.rules.flatMap((rule): string[] => {
    if (rule.kind !== "anti-affinity" || !rule.strict) return [];
    const travellers = rule.vmids.filter((vmid) => arriving.has(vmid));
    return travellers.flatMap((vmid) =>
      rule.vmids
        .filter((other) => other !== vmid && meets(state, arriving, vmid, other))
        .map((other) => `Rule ${rule.id}: ${vmid} meets ${other} on ${arriving.get(vmid)}.`),
    );
  });
}

function meets(
  state: ClusterState,
  arriving: ReadonlyMap<number, string>,
  vmid: number,
  other: number,
): boolean {
  const place = state.nodeOf.get(other);
  if (place === undefined || place === state.nodeOf.get(vmid)) return false;
  const target = arriving.get(vmid);
  return place === target || arriving.get(other) === target;
}
