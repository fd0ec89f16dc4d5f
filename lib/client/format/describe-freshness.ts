import type { ClusterRow } from "@/lib/api/clusters";
import { formatShortDuration } from "./format-duration";

export interface Freshness {
  readonly tone: "live" | "stale" | "offline" | "held" | "waiting";
  /** Such as `live 4 s`. */
  readonly text: string;
  /** Why it is not live; null when it is. */
  readonly reason: string | null;
}

interface FreshnessInput {
  readonly clusters: readonly ClusterRow[];
  readonly connection: {
    readonly status: "connecting" | "live" | "stale" | "offline";
    readonly reason: string | null;
    readonly held: boolean;
  };
  readonly nowMs: number;
}

const MISSED_READINGS = 3;

/** How old the shown numbers are: the oldest reading of the clusters in view counts. */
export function describeFreshness({ clusters, connection, nowMs }: FreshnessInput): Freshness {
  const read = clusters.filter(({ paused, readAtMs }) => !paused && readAtMs !== null);
  const ages = read.map(({ readAtMs }) => Math.max(0, (nowMs - (readAtMs ?? nowMs)) / 1_000));
  const age = formatShortDuration(Math.max(0, ...ages));

  if (connection.status === "offline") {
    return {
      tone: "offline",
      text: "offline",
      reason: connection.reason ?? "This browser has no connection.",
    };
  }
  if (connection.held)
    return { tone: "held", text: "held", reason: "Live values are held; press . to follow them." };
  if (read.length === 0) return { tone: "waiting", text: "waiting", reason: waitingReason(clusters) };

  const late = read.find(
    ({ readAtMs, intervalSeconds }) => nowMs - (readAtMs ?? 0) > MISSED_READINGS * intervalSeconds * 1_000,
  );
  if (late) {
    const why = late.problem?.message ?? connection.reason ?? `No new reading of ${late.name} has arrived.`;
    return { tone: "stale", text: `stale ${age}`, reason: why };
  }
  if (connection.status === "stale") {
    return {
      tone: "stale",
      text: `stale ${age}`,
      reason: connection.reason ?? "The live stream is interrupted.",
    };
  }
  return { tone: "live", text: `live ${age}`, reason: null };
}

function waitingReason(clusters: readonly ClusterRow[]): string {
  if (clusters.length === 0) return "No cluster is connected yet.";
  if (clusters.every(({ paused }) => paused)) return "All clusters are paused.";
  return (
    clusters.find(({ problem }) => problem)?.problem?.message ?? "The first reading has not arrived yet."
  );
}
