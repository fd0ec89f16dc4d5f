import { DEFAULT_COST_FACTORS } from "./cost-factors";

/** A live move that was carried out, without local disks. */
export interface PastMove {
  readonly source: string;
  readonly target: string;
  /** Memory that was sent, what was sent twice included. */
  readonly bytes: number;
  /** From the task's first line to its last. */
  readonly seconds: number;
}

/** How fast a cluster has sent memory from node to node. */
export interface LearnedRates {
  /** Median of all moves. */
  readonly bytesPerSecond: number;
  /** By node: the upper quartile of its moves, so that slow partners do not count against it. Nodes with few moves are left out. */
  readonly byNode: ReadonlyMap<string, number>;
  /** Half of all moves were within this part of the median, 0.1–1. */
  readonly spreadFraction: number;
  readonly moves: number;
}

/** Fewer moves teach nothing. */
const FEWEST_MOVES = 3;

/** With less memory than this a move is mostly its start and its end. */
const LEAST_BYTES = 268_435_456;
const LEAST_SECONDS = 1;

const LEAST_SPREAD = 0.1;

/**
 * Bytes a second that a cluster's own moves have reached: what was sent / (seconds less those that every live move takes). Moves that
 * carried less than 256 MiB, or took hardly longer than the fixed seconds, are not counted.
 *
 * @returns null with fewer than three moves that count
 */
export function learnRates(moves: readonly PastMove[]): LearnedRates | null {
  const counted = moves.flatMap(({ source, target, bytes, seconds }) => {
    const sending = seconds - DEFAULT_COST_FACTORS.fixedSeconds.live;
    const counts = bytes >= LEAST_BYTES && sending >= LEAST_SECONDS && Number.isFinite(bytes / sending);
    return counts ? [{ nodes: [source, target], rate: bytes / sending }] : [];
  });
  if (counted.length < FEWEST_MOVES) return null;
  const bytesPerSecond = quantile(
    counted.map(({ rate }) => rate),
    0.5,
  );
  const distances = counted.map(({ rate }) => Math.abs(rate / bytesPerSecond - 1));
  return {
    bytesPerSecond,
    byNode: ratesByNode(counted),
    spreadFraction: Math.min(1, Math.max(LEAST_SPREAD, quantile(distances, 0.5))),
    moves: counted.length,
  };
}

function ratesByNode(
  moves: readonly { readonly nodes: readonly string[]; readonly rate: number }[],
): ReadonlyMap<string, number> {
  const byNode = new Map<string, number[]>();
  for (const { nodes, rate } of moves) {
    for (const name of nodes) byNode.set(name, [...(byNode.get(name) ?? []), rate]);
  }
  return new Map(
    [...byNode].flatMap(([name, rates]) =>
      rates.length < FEWEST_MOVES ? [] : [[name, quantile(rates, 0.75)] as const],
    ),
  );
}

/** Nearest rank. */
function quantile(values: readonly number[], share: number): number {
  const ascending = [...values].sort((one, other) => one - other);
  return ascending[Math.max(0, Math.ceil(share * ascending.length) - 1)] ?? 0;
}
