const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

/** When a node of the cluster came, started, went and came back; null where that is not known or never was. Unix milliseconds. */
export interface NodeFacts {
  readonly name: string;
  readonly firstSeenAtMs: number | null;
  /** As it was read at `readAtMs`. */
  readonly uptimeSeconds: number | null;
  readonly readAtMs: number | null;
  readonly lostContactAtMs: number | null;
  readonly regainedContactAtMs: number | null;
}

export interface Freeze {
  readonly untilMs: number;
  readonly node: string;
  readonly because: "joined" | "started" | "was lost" | "came back";
}

/**
 * Until when the whole cluster is left alone because one of its nodes changed: `freezeMinutes` after the latest of them joined, started,
 * was lost or came back. HA and the guests themselves are busy then, and readings of a day are not there yet. A node that has been
 * away for longer freezes nothing.
 *
 * @param freezeMinutes 0 and more; 0 is no freeze
 * @returns the freeze that ends last; null when there is none, or none any more at `nowMs`
 */
export function freezeUntil(
  nodes: readonly NodeFacts[],
  freezeMinutes: number,
  nowMs: number,
): Freeze | null {
  const freezes = nodes
    .flatMap((node) => changesOf(node).map((change) => ({ ...change, node: node.name })))
    .map(({ atMs, ...change }) => ({ ...change, untilMs: atMs + freezeMinutes * MINUTE_MS }))
    .filter(({ untilMs }) => untilMs > nowMs)
    .sort((one, other) => other.untilMs - one.untilMs || (one.node < other.node ? -1 : 1));
  return freezes[0] ?? null;
}

function changesOf(node: NodeFacts): readonly (Pick<Freeze, "because"> & { readonly atMs: number })[] {
  const { firstSeenAtMs, uptimeSeconds, readAtMs, lostContactAtMs, regainedContactAtMs } = node;
  const startedAtMs =
    uptimeSeconds === null || readAtMs === null ? null : readAtMs - uptimeSeconds * SECOND_MS;
  const changes = [
    { because: "joined", atMs: firstSeenAtMs },
    { because: "started", atMs: startedAtMs },
    { because: "was lost", atMs: lostContactAtMs },
    { because: "came back", atMs: regainedContactAtMs },
  ] as const;
  return changes.flatMap(({ because, atMs }) => (atMs === null ? [] : [{ because, atMs }]));
}
