import { MOVE_STATES } from "@/lib/api/move-states";
import { type MoveRow, moveSource } from "@/lib/api/moves";
import { isEndedMove } from "./move-groups";

export const HISTORY_PAGE = 50;

/** States that a move of the history may be in. */
export const ENDED_STATES = MOVE_STATES.filter(isEndedMove);

/** What the history is narrowed to, as the address says it. */
export interface HistoryFilter {
  readonly state: MoveRow["state"] | null;
  readonly source: MoveRow["source"] | null;
  readonly clusterId: string | null;
  readonly text: string;
  /** The move after which the page begins; null is the newest page. */
  readonly after: string | null;
}

/** Reads the filter from the address; what it does not know is left out. */
export function historyFilterOf(
  parameters: Pick<URLSearchParams, "get">,
  scope: ReadonlySet<string> | null,
): HistoryFilter {
  const state = parameters.get("state");
  const source = moveSource.safeParse(parameters.get("source"));
  const of = parameters.get("of");
  const [only] = scope?.size === 1 ? scope : [];
  return {
    state: ENDED_STATES.find((known) => known === state) ?? null,
    source: source.success ? source.data : null,
    clusterId: only ?? (of !== null && (scope === null || scope.has(of)) ? of : null),
    text: parameters.get("text") ?? "",
    after: parameters.get("after"),
  };
}

/** The question that the filter puts to the API. */
export function historyQuery(filter: HistoryFilter) {
  return { ...exportQuery(filter), limit: String(HISTORY_PAGE), cursor: filter.after };
}

/** The question for all that the filter leaves, whatever page is shown. */
export function exportQuery({ state, source, clusterId, text }: HistoryFilter) {
  return { state: state ?? "ended", source, cluster: clusterId, text: text.trim() || null };
}

/** Whether anything is left out of the history. */
export function isNarrowed({ state, source, clusterId, text }: HistoryFilter): boolean {
  return state !== null || source !== null || clusterId !== null || text.trim() !== "";
}
