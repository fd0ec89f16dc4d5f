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

/** Refusals are told in full for so many nodes; of the others only the reason counts. */
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
  const forced = needs.filter((need) => need.forced);
  const sizes = forced.flatMap(({ guests }) =>
    guests.map((guest) => state.unitOf[guest]?.guests.length ?? 1),
  );
  const cut = { moves, largest: sizes.reduce((largest, size) => Math.max(largest, size), 1) };
  for (const need of forced) {
    for (const guest of need.guests) {
      if (blocked.has(guest)) continue;
      const found = disputedGuest(state, guest, disputed) ?? blockedFor(state, need, guest, cut);
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

/** How many moves the plan has, and how many guests the largest group has that must move. */
interface CutShort {
  readonly moves: number;
  readonly largest: number;
}

function blockedFor(
  state: SearchState,
  need: PlanningNeed,
  guest: number,
  { moves, largest }: CutShort,
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
  if (mayMove && moves + largest > limit)
    return beyondLimit(it.vmid, node, { limit, together: state.unitOf[guest]?.guests.length ?? 1 });
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

/** Where a group did not fit into the moves that were left, what it kept occupied is free again for the next plan. */
function beyondLimit(
  vmid: number,
  node: string,
  { limit, together }: { readonly limit: number; readonly together: number },
): BlockedGuest {
  const detail =
    together > 1
      ? `Guest ${vmid} moves together with others, and a plan may have ${limit} moves.`
      : `Guest ${vmid} is planned after a group for which the plan's ${limit} moves are too few.`;
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
    refusals.push(
      refusals.length < MOST_TOLD
        ? refusalOf(state, guest, target, code, purpose)
        : { target: state.model.nodes[target]?.node.name ?? "", refusal: { code, detail: "", fix: "" } },
    );
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
