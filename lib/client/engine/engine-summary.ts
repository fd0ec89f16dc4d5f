import type { EngineClusterRow, EnginePauseRow, EngineState } from "@/lib/api/engine";
import { countOf } from "@/lib/client/format/format-count";

/** How the engine stands, over the clusters that are shown. */
export type EngineMode = "paused" | "partly-paused" | "running" | "on" | "dry-run" | "off";

export interface EngineSummary {
  readonly mode: EngineMode;
  /** In two or three words. */
  readonly word: string;
  /** Of the clusters that are shown, when the first looks for moves again; null while none does by itself. */
  readonly nextRunAtMs: number | null;
  /** That hold for a cluster that is shown; the one of everything first. */
  readonly pauses: readonly EnginePauseRow[];
}

/** One mark for several clusters: the most that is done without a person counts, a pause before it. */
export function engineSummary(state: EngineState, isShown: (clusterId: string) => boolean): EngineSummary {
  const clusters = state.clusters.filter(({ clusterId }) => isShown(clusterId));
  const pauses = pausesOf(state, isShown);
  const { mode, word } = modeOf(clusters, pauses);
  const next = clusters.flatMap(({ nextRunAtMs }) => (nextRunAtMs === null ? [] : [nextRunAtMs]));
  const waits = mode === "on" || mode === "dry-run" || mode === "partly-paused";
  return { mode, word, pauses, nextRunAtMs: waits && next.length > 0 ? Math.min(...next) : null };
}

function pausesOf(state: EngineState, isShown: (clusterId: string) => boolean): readonly EnginePauseRow[] {
  const everything = state.pauses.filter(({ scope }) => scope === "all");
  const some = state.pauses.filter(({ clusterId }) => clusterId !== null && isShown(clusterId));
  return [...everything, ...some];
}

function modeOf(
  clusters: readonly EngineClusterRow[],
  pauses: readonly EnginePauseRow[],
): Pick<EngineSummary, "mode" | "word"> {
  if (pauses.some(({ scope }) => scope === "all")) return { mode: "paused", word: "Paused" };
  if (pauses.length > 0 && pauses.length >= clusters.length) return { mode: "paused", word: "Paused" };
  if (pauses.length > 0)
    return { mode: "partly-paused", word: `${pauses.length} of ${clusters.length} paused` };
  if (clusters.some(({ activity }) => activity === "running")) return { mode: "running", word: "Running" };
  const enabled = clusters.filter((cluster) => cluster.enabled);
  if (enabled.some(({ dryRun }) => !dryRun)) return { mode: "on", word: "On" };
  return enabled.length > 0 ? { mode: "dry-run", word: "Dry run" } : { mode: "off", word: "Off" };
}

/** `Everything is paused by Ana Admin: kernel updates.`, without when. */
export function pauseText({ scope, clusterName, by, reason, byFailure }: EnginePauseRow): string {
  const what = scope === "all" ? "Everything is" : `${clusterName ?? "A cluster"} is`;
  const who = byFailure ? "paused after a move that failed" : `paused by ${by}`;
  return `${what} ${who}${reason === "" ? "" : `: ${reason}`}.`;
}

/** `2 moves are under way and are finished.`; null while there are none. */
export function underWayText(clusters: readonly EngineClusterRow[]): string | null {
  const count = clusters.reduce((sum, { activeMoves }) => sum + activeMoves, 0);
  if (count === 0) return null;
  return `${countOf(count, "move")} ${count === 1 ? "is" : "are"} under way and will be finished.`;
}
