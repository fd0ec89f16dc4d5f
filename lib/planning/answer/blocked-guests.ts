import type { Guest } from "@/lib/inventory/snapshot";
import type { MovePurpose } from "../guards/guard";
import type { PlanningNeed } from "../need/planning-need";
import type { BlockedGuest } from "../plan";
import { guestText, listText } from "../reasons/figure-texts";
import { blockedGuest, type TargetRefusal } from "../reasons/refused-guest";
import type { SearchState } from "../search/search-state";

/** Reason of a guest about which search and checker disagree. */
export const DISPUTED = "disputed";

export function disputedText(guest: Guest, fault: string): string {
  return `What was planned for ${guestText(guest)} did not pass the checks, so it stays (${fault.replace(/\.$/, "")}).`;
}

/** Refusals are told for so many nodes. */
const MOST_TOLD = 12;

/**
 * Guests that had to move and could not, each once, by the needs that are left at the end of a plan.
 *
 * A guest that may move and did not because the plan had all the moves it may have is not blocked: it is planned the next time.
 *
 * @param needs    what `findNeeds` says of the placement at the end
 * @param moves    how many the plan has
 * @param disputed what the checker had against a guest's move, by VMID
 */
export function blockedGuests(
  state: SearchState,
  needs: readonly PlanningNeed[],
  moves: number,
  disputed: ReadonlyMap<number, string> = new Map(),
): readonly BlockedGuest[] {
  const blocked = new Map<number, BlockedGuest>();
  for (const need of needs.filter(({ forced }) => forced)) {
    for (const guest of need.guests) {
      if (blocked.has(guest)) continue;
      const found = disputedGuest(state, guest, disputed) ?? blockedFor(state, need, guest, moves);
      if (found) blocked.set(guest, found);
    }
  }
  return [...blocked.values()].sort((one, other) => one.vmid - other.vmid);
}

/** A guest about which search and checker disagree: it is left where it is until somebody has looked. */
function disputedGuest(
  state: SearchState,
  guest: number,
  disputed: ReadonlyMap<number, string>,
): BlockedGuest | null {
  const it = state.model.guests[guest]?.guest;
  const fault = it && disputed.get(it.vmid);
  if (!it || fault === undefined) return null;
  return {
    vmid: it.vmid,
    node: state.model.nodes[state.nodeOf(guest)]?.node.name ?? it.node,
    reason: DISPUTED,
    detail: disputedText(it, fault),
    fix: "Move the guest by hand if it cannot wait. This is a fault of the planner: please report it.",
  };
}

function blockedFor(
  state: SearchState,
  need: PlanningNeed,
  guest: number,
  moves: number,
): BlockedGuest | null {
  const { model } = state;
  const it = model.guests[guest]?.guest;
  if (!it) return null;
  const node = model.nodes[state.nodeOf(guest)]?.node.name ?? it.node;
  const refusals = refusalsOf(state, guest);
  if (need.need === "capacity" && refusals === null) return null;
  const refused = refusals && blockedGuest({ ...it, node }, refusals);
  // Of a guest that only its group keeps, the group may move when there are moves left.
  const mayMove = refused === null || refused.reason === "affinity";
  const limit = model.input.settings["planning.maxMoves"];
  if (mayMove && moves >= limit) return null;
  if (mayMove && moves + (state.unitOf[guest]?.guests.length ?? 1) > limit)
    return beyondLimit(it.vmid, node, limit);
  return refused ?? heldBack(state, need, guest);
}

/** A guest that some node would take as everything stands: what it moves with, or what must be done first, keeps it where it is. */
function heldBack(state: SearchState, { sentence }: PlanningNeed, guest: number): BlockedGuest | null {
  const { model } = state;
  const it = model.guests[guest]?.guest;
  if (!it) return null;
  const node = model.nodes[state.nodeOf(guest)]?.node.name ?? it.node;
  const open = targetsOf(state, guest).filter((target) => state.refuse(guest, target, "forced") === null);
  const names = listText(
    open.map((target) => model.nodes[target]?.node.name ?? ""),
    4,
  );
  const others = (state.unitOf[guest]?.guests ?? []).flatMap((other) =>
    other === guest ? [] : (model.guests[other]?.guest.vmid ?? []),
  );
  const name = guestText(it);
  if (others.length > 0) {
    return {
      vmid: it.vmid,
      node,
      reason: "affinity",
      detail: `${sentence} ${name} could go to ${names}, but no node takes it together with ${listText(others.map(String), 5)}, with which it is to stay.`,
      fix: "Make room for all of them on one node, or take the guest out of its rules.",
    };
  }
  return {
    vmid: it.vmid,
    node,
    reason: "no-gain",
    detail: `${sentence} ${name} could go to ${names}, but that would not help, and no way was found to make what helps possible.`,
    fix: "Change or disable one of the guest's rules, or make room on the nodes it belongs on.",
  };
}

function beyondLimit(vmid: number, node: string, limit: number): BlockedGuest {
  const detail = `Guest ${vmid} moves together with others, and a plan may have ${limit} moves.`;
  return { vmid, node, reason: "move-limit", detail, fix: "Allow more moves in a plan." };
}

/** Why each other node refuses a guest; null when one of them accepts it. */
export function refusalsOf(
  state: SearchState,
  guest: number,
  purpose: MovePurpose = "forced",
): readonly TargetRefusal[] | null {
  const refusals: TargetRefusal[] = [];
  for (const target of targetsOf(state, guest)) {
    const code = state.refuse(guest, target, purpose);
    if (code === null) return null;
    if (refusals.length < MOST_TOLD) refusals.push(refusalOf(state, guest, target, code, purpose));
  }
  return refusals;
}

function targetsOf({ model, placement }: SearchState, guest: number): readonly number[] {
  return model.nodes.map(({ index }) => index).filter((node) => node !== placement.nodeOf[guest]);
}

function refusalOf(
  { model, placement, guards }: SearchState,
  guest: number,
  target: number,
  code: Parameters<typeof guards.explain>[1],
  purpose: MovePurpose = "forced",
): TargetRefusal {
  return {
    target: model.nodes[target]?.node.name ?? "",
    refusal: guards.explain({ model, placement, guest, target, purpose }, code),
  };
}
