import type { CertificateCheck, MoveKind, PlannedMove } from "../plan";
import type { CheckedCluster, CheckedGuest } from "./checked-cluster";
import { checked, type PlanToCheck } from "./checked-plan";
import { stateAtStart } from "./cluster-state";

/** Whether the moves name what there is, hang together one after the other, and keep to the waves' caps. */
export function checkMoves(cluster: CheckedCluster, { moves }: PlanToCheck): readonly CertificateCheck[] {
  return [
    checked("moves", moveFaults(cluster, moves), `${moves.length} moves of guests and nodes that exist.`),
    checked("order", orderFaults(cluster, moves), "Every move starts where the guest is by then."),
    checked("once", onceFaults(moves), "No guest is moved twice, but for stops on its way."),
    checked("waves", waveFaults(cluster, moves), waveSentence(cluster, moves)),
  ];
}

function moveFaults({ guests, nodes }: CheckedCluster, moves: readonly PlannedMove[]): readonly string[] {
  return moves.flatMap((move): string[] => {
    const guest = guests.get(move.vmid);
    if (!guest) return [`Guest ${move.vmid} does not exist.`];
    const faults: string[] = [];
    for (const name of [move.from, move.to]) {
      if (!nodes.has(name)) faults.push(`Node ${name} of the move of ${move.vmid} does not exist.`);
    }
    if (move.from === move.to) faults.push(`Guest ${move.vmid} would go to the node it is on.`);
    if (move.name !== guest.guest.name)
      faults.push(`Guest ${move.vmid} is called ${guest.guest.name}, not ${move.name}.`);
    const kind = kindOf(guest);
    if (move.kind !== kind) faults.push(`Guest ${move.vmid} moves ${kind}, not ${move.kind}.`);
    return [...faults, ...percentFaults(move), ...wordFaults(move)];
  });
}

function kindOf({ guest, holds }: CheckedGuest): MoveKind {
  if (!holds) return "offline";
  return guest.kind === "lxc" ? "restart" : "live";
}

function percentFaults({ vmid, confidence, risk }: PlannedMove): readonly string[] {
  return [
    ...(confidence >= 0 && confidence <= 100 ? [] : [`The confidence of ${vmid} is ${confidence}.`]),
    ...(risk >= 0 && risk <= 100 ? [] : [`The risk of ${vmid} is ${risk}.`]),
  ];
}

function wordFaults({ vmid, reason }: PlannedMove): readonly string[] {
  const odd = reason.factors.some(
    ({ before, after, limit }) =>
      !Number.isFinite(before) || !Number.isFinite(after) || (limit !== null && !Number.isFinite(limit)),
  );
  return [
    ...(reason.sentence.trim() === "" ? [`The move of ${vmid} has no reason.`] : []),
    ...(odd ? [`A figure in the reason of ${vmid} is no number.`] : []),
  ];
}

function orderFaults(cluster: CheckedCluster, moves: readonly PlannedMove[]): readonly string[] {
  const { nodeOf } = stateAtStart(cluster);
  return moves.flatMap((move): string[] => {
    const place = nodeOf.get(move.vmid);
    nodeOf.set(move.vmid, move.to);
    return place === undefined || place === move.from
      ? []
      : [`Guest ${move.vmid} is on ${place} by then, not on ${move.from}.`];
  });
}

function onceFaults(moves: readonly PlannedMove[]): readonly string[] {
  const byGuest = new Map<number, PlannedMove[]>();
  for (const move of moves) {
    const earlier = byGuest.get(move.vmid);
    if (earlier) earlier.push(move);
    else byGuest.set(move.vmid, [move]);
  }
  return [...byGuest.values()].flatMap((own) =>
    own.flatMap((move, index) => stopFaults(move, own[index + 1])),
  );
}

function stopFaults(move: PlannedMove, next: PlannedMove | undefined): readonly string[] {
  const { vmid, to, temporary, bundle, wave } = move;
  if (!next) return temporary ? [`Guest ${vmid} stops on ${to} and never moves on.`] : [];
  const faults: string[] = [];
  if (!temporary) faults.push(`Guest ${vmid} is moved again in wave ${next.wave}.`);
  if (next.wave <= wave) faults.push(`Guest ${vmid} moves on before it has arrived.`);
  if (bundle === null || next.bundle !== bundle)
    faults.push(`The stop of ${vmid} on ${to} is in another bundle than its going on.`);
  return faults;
}

function waveFaults({ input }: CheckedCluster, moves: readonly PlannedMove[]): readonly string[] {
  const { settings } = input;
  const faults: string[] = [];
  let last = 0;
  const waves = new Map<number, PlannedMove[]>();
  for (const move of moves) {
    if (!Number.isInteger(move.wave) || move.wave < Math.max(1, last) || move.wave > last + 1)
      faults.push(`Wave ${move.wave} follows wave ${last}.`);
    last = move.wave;
    waves.set(move.wave, [...(waves.get(move.wave) ?? []), move]);
  }
  if (moves.length > settings["planning.maxMoves"])
    faults.push(`${moves.length} moves are more than ${settings["planning.maxMoves"]}.`);
  for (const [number, wave] of waves) {
    const over = (count: number, most: number, what: string) => {
      if (count > most) faults.push(`Wave ${number} has ${count} moves ${what}, ${most} are allowed.`);
    };
    over(wave.length, settings["planning.maxPerCluster"], "in all");
    for (const [name, count] of counts(wave, ({ from }) => from))
      over(count, settings["planning.maxPerSource"], `from ${name}`);
    for (const [name, count] of counts(wave, ({ to }) => to))
      over(count, settings["planning.maxPerTarget"], `to ${name}`);
    for (const [vmid, count] of counts(wave, ({ vmid: id }) => String(id))) over(count, 1, `of ${vmid}`);
  }
  return faults;
}

function counts(
  moves: readonly PlannedMove[],
  keyOf: (move: PlannedMove) => string,
): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const move of moves) found.set(keyOf(move), (found.get(keyOf(move)) ?? 0) + 1);
  return found;
}

function waveSentence({ input: { settings } }: CheckedCluster, moves: readonly PlannedMove[]): string {
  const waves = new Set(moves.map(({ wave }) => wave)).size;
  return `${waves} waves with at most ${settings["planning.maxPerSource"]} moves from a node, ${settings["planning.maxPerTarget"]} to a node and ${settings["planning.maxPerCluster"]} at once.`;
}
