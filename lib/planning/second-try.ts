import { netSteps } from "./ordering/net-steps";
import { type OrderedMove, orderSteps } from "./ordering/order-steps";
import type { Certificate, CertificateCheck } from "./plan";
import { toStart } from "./search/search-moves";
import type { SearchState, SearchStep } from "./search/search-state";

/** Checks of what is said about the end of a plan; all others fail at a certain move, or at every plan. */
const ABOUT_THE_END: ReadonlySet<string> = new Set([
  "relief",
  "verdict",
  "evacuation",
  "blocked",
  "not-moved",
  "violations",
]);

/** What is done about a refusal: the moves that are left, and the guests that the refusal was about. */
export interface SecondTry {
  readonly ordered: readonly OrderedMove[];
  /** By VMID: what the checker had against the guest's move, or against what was said of it. */
  readonly disputed: ReadonlyMap<number, string>;
}

/**
 * A plan that the checker refused, without what it refused: the first move (or bundle) with which the plan is refused is left out, and
 * the others are put in order anew. Where only all moves for balance's sake together are refused, all of them are left out; where only
 * what is said of guests that stay, the moves stay and those guests are named.
 *
 * @param check what the checker says of a plan with these moves
 * @returns null when leaving moves out does not help
 */
export function secondTry(
  state: SearchState,
  ordered: readonly OrderedMove[],
  certificate: Certificate,
  check: (moves: readonly OrderedMove[]) => Certificate,
): SecondTry | null {
  const failed = certificate.checks.filter(({ ok }) => !ok);
  const atMove = failed.find((one) => !ABOUT_THE_END.has(one.check));
  const units = unitsOf(ordered);
  if (atMove) {
    const refused = refusedUnit(units, check);
    if (!refused) return null;
    const fault = faultOf(check(flat([...refused.before, refused.unit]))) ?? atMove;
    return without(state, units, new Set([refused.unit]), fault);
  }
  const relief = failed.find((one) => one.check === "relief");
  if (relief) return without(state, units, new Set(units.filter(isForBalance)), relief);
  const disputed = new Map(
    failed.flatMap(({ guests = [], detail }) => guests.map((vmid) => [vmid, detail] as const)),
  );
  return disputed.size > 0 ? { ordered, disputed } : null;
}

type Unit = readonly OrderedMove[];

/** Moves of a bundle, or one alone, in the order of their first move. */
function unitsOf(ordered: readonly OrderedMove[]): readonly Unit[] {
  const bundles = new Map<number, OrderedMove[]>();
  const units: OrderedMove[][] = [];
  for (const move of ordered) {
    const known = move.bundle === null ? undefined : bundles.get(move.bundle);
    if (known) {
      known.push(move);
      continue;
    }
    const unit = [move];
    units.push(unit);
    if (move.bundle !== null) bundles.set(move.bundle, unit);
  }
  return units;
}

function flat(units: readonly Unit[]): readonly OrderedMove[] {
  return units.flat().sort((one, other) => one.wave - other.wave);
}

/** The first unit with which the plan is refused; null when it is refused without any move. */
function refusedUnit(
  units: readonly Unit[],
  check: (moves: readonly OrderedMove[]) => Certificate,
): { readonly before: readonly Unit[]; readonly unit: Unit } | null {
  const isFine = (count: number) => faultOf(check(flat(units.slice(0, count)))) === null;
  if (!isFine(0)) return null;
  let fine = 0;
  for (let refused = units.length; refused - fine > 1; ) {
    const middle = Math.floor((fine + refused) / 2);
    if (isFine(middle)) fine = middle;
    else refused = middle;
  }
  const unit = units[fine];
  return unit ? { before: units.slice(0, fine), unit } : null;
}

function faultOf({ checks }: Certificate): CertificateCheck | null {
  return checks.find(({ ok, check }) => !ok && !ABOUT_THE_END.has(check)) ?? null;
}

function isForBalance(unit: Unit): boolean {
  return unit.every(({ need }) => need === "contention" || need === "imbalance");
}

function without(
  state: SearchState,
  units: readonly Unit[],
  refused: ReadonlySet<Unit>,
  { check, detail }: CertificateCheck,
): SecondTry {
  const disputed = new Map<number, string>();
  for (const { guest } of [...refused].flat()) {
    const vmid = state.model.guests[guest]?.guest.vmid;
    if (vmid !== undefined) disputed.set(vmid, `${check}: ${detail}`);
  }
  const steps = units
    .filter((unit) => !refused.has(unit))
    .flatMap((unit): readonly SearchStep[] => {
      const [first] = unit;
      return first ? [{ need: first.need, subject: first.subject, moves: unit }] : [];
    });
  toStart(state);
  return { ordered: orderSteps(state, netSteps(state, steps)).moves, disputed };
}
