import type { LiveClusters, LiveDelta, LiveMove, LivePlan, LiveReset } from "@/lib/api/live";
import { createHeardStore, type HeardStore } from "./heard-store";
import { applyClusters, applyDelta, applyReset, EMPTY_LIVE_STATE, type LiveState } from "./live-state";

/** One message of the stream as it travels between tabs. */
export type LiveMessage =
  | { readonly type: "reset"; readonly data: LiveReset; readonly id: string }
  | { readonly type: "delta"; readonly data: LiveDelta; readonly id: string }
  | { readonly type: "clusters"; readonly data: LiveClusters; readonly id: string }
  | { readonly type: "move"; readonly data: LiveMove; readonly id: string }
  | { readonly type: "plan"; readonly data: LivePlan; readonly id: string }
  | { readonly type: "ping"; readonly data: { readonly nowMs: number }; readonly id: string };

export type LiveStatus = "connecting" | "live" | "stale" | "offline";

/** How the page is connected. `reason` is a short phrase for the operator, null while all is well. */
export interface LiveConnection {
  readonly status: LiveStatus;
  readonly reason: string | null;
  /** True while the operator has frozen the page; what arrives meanwhile is shown on resume. */
  readonly held: boolean;
}

export interface LiveStore {
  readonly subscribe: (listener: () => void) => () => void;
  /** What pages show: does not move while held. */
  readonly state: () => LiveState;
  /** Moves and plans that the stream has told of. */
  readonly heard: HeardStore;
  /** What the stream has told, held or not. */
  readonly newest: () => LiveState;
  readonly connection: () => LiveConnection;
  /** Server's clock less this browser's, in milliseconds. */
  readonly clockOffsetMs: () => number;
  readonly receive: (message: LiveMessage) => void;
  readonly setStatus: (status: LiveStatus, reason: string | null) => void;
  readonly hold: () => void;
  readonly resume: () => void;
}

export function createLiveStore(now: () => number = Date.now): LiveStore {
  const listeners = new Set<() => void>();
  let newest = EMPTY_LIVE_STATE;
  let shown = EMPTY_LIVE_STATE;
  let connection: LiveConnection = { status: "connecting", reason: null, held: false };
  let offsetMs = 0;
  const heard = createHeardStore(now);

  const publish = () => {
    for (const listener of [...listeners]) listener();
  };
  const setConnection = (next: LiveConnection) => {
    const { status, reason, held } = connection;
    if (next.status === status && next.reason === reason && next.held === held) return;
    connection = next;
    publish();
  };
  return {
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    state: () => shown,
    heard,
    newest: () => newest,
    connection: () => connection,
    clockOffsetMs: () => offsetMs,
    receive: (message) => {
      offsetMs = message.data.nowMs - now();
      if (message.type === "move") return heard.hearMove(message.data.move);
      if (message.type === "plan") return heard.hearPlan(message.data.plan);
      const next = applyMessage(newest, message);
      if (next === newest) return;
      newest = next;
      if (connection.held) return;
      shown = newest;
      publish();
    },
    setStatus: (status, reason) => setConnection({ ...connection, status, reason }),
    hold: () => {
      heard.hold(true);
      setConnection({ ...connection, held: true });
    },
    resume: () => {
      shown = newest;
      heard.hold(false);
      setConnection({ ...connection, held: false });
    },
  };
}

type StateMessage = Exclude<LiveMessage, { readonly type: "move" | "plan" }>;

function applyMessage(state: LiveState, message: StateMessage): LiveState {
  if (message.type === "reset") return applyReset(state, message.data);
  // Parts of a state that was never told would look like a cluster with one node.
  if (message.type === "ping" || !state.known) return state;
  return message.type === "delta" ? applyDelta(state, message.data) : applyClusters(state, message.data);
}

let store: LiveStore | undefined;

/** The page's one store. */
export function liveStore(): LiveStore {
  store ??= createLiveStore();
  return store;
}
