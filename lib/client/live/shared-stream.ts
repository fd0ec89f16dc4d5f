import type { EventStream } from "./event-stream";
import { SILENCE_LIMIT_MS } from "./event-stream";
import type { LiveMessage, LiveStatus, LiveStore } from "./live-store";

/** The part of a BroadcastChannel that is used. */
export interface ChannelLike {
  onmessage: ((event: MessageEvent<TabMessage>) => void) | null;
  postMessage(message: TabMessage): void;
  close(): void;
}

/** What tabs tell each other: `hello` asks the tab that leads for the whole state. Messages of the stream travel with their data as text. */
export type TabMessage =
  | { readonly kind: "hello" }
  | {
      readonly kind: "message";
      readonly type: LiveMessage["type"];
      readonly id: string;
      readonly text: string;
    }
  | { readonly kind: "status"; readonly status: LiveStatus; readonly reason: string | null };

export interface SharedStreamOptions {
  readonly store: LiveStore;
  readonly now: () => number;
  /** Opens the stream of this tab. */
  readonly openStream: (
    onMessage: (message: LiveMessage, text: string) => void,
    onStatus: (status: LiveStatus, reason: string | null) => void,
  ) => EventStream;
  /** Null where the browser cannot share; each tab has its own stream then. */
  readonly channel: ChannelLike | null;
  /** Resolves `lead` once this tab holds the lock, and keeps it until `signal` is aborted. */
  readonly requestLead: ((lead: () => void, signal: AbortSignal) => void) | null;
}

/**
 * One stream for all tabs of a browser: the tab that holds a lock has it and passes on what it hears. When that
 * tab closes, the lock goes to another. A tab that hears nothing for too long (the leading tab may be frozen)
 * opens a stream of its own until it hears the leader again.
 *
 * @returns stops it
 */
export function shareStream(options: SharedStreamOptions): () => void {
  const { store, channel, requestLead } = options;
  const stopping = new AbortController();
  let own: EventStream | null = null;
  let leads = false;
  let silence: ReturnType<typeof setTimeout> | undefined;

  const openOwn = () => {
    own ??= options.openStream(
      (message, text) => {
        store.receive(message);
        const { type, id } = message;
        if (leads && !stopping.signal.aborted) channel?.postMessage({ kind: "message", type, id, text });
      },
      (status, reason) => {
        store.setStatus(status, reason);
        if (leads && !stopping.signal.aborted) channel?.postMessage({ kind: "status", status, reason });
      },
    );
  };
  const stop = () => {
    stopping.abort();
    clearTimeout(silence);
    own?.close();
    channel?.close();
  };
  if (!channel || !requestLead) {
    openOwn();
    return stop;
  }

  const expectLeader = () => {
    clearTimeout(silence);
    if (!leads) silence = setTimeout(openOwn, SILENCE_LIMIT_MS);
  };
  const follow = (received: TabMessage) => {
    if (received.kind === "hello" || leads) return;
    own?.close();
    own = null;
    expectLeader();
    if (received.kind === "status") return store.setStatus(received.status, received.reason);
    store.setStatus("live", null);
    const { type, id, text } = received;
    store.receive({ type, id, data: JSON.parse(text) } as LiveMessage);
  };
  channel.onmessage = ({ data }) => {
    if (data.kind === "hello" && leads) answerHello(options, channel);
    else follow(data);
  };
  requestLead(() => {
    // The lock may come just as this tab has stopped to want it.
    if (stopping.signal.aborted) return;
    leads = true;
    clearTimeout(silence);
    // A stream of its own that was opened in silence serves as the shared one.
    openOwn();
  }, stopping.signal);
  expectLeader();
  channel.postMessage({ kind: "hello" });
  return stop;
}

function answerHello({ store, now }: SharedStreamOptions, channel: ChannelLike): void {
  const { status, reason } = store.connection();
  channel.postMessage({ kind: "status", status, reason });
  const { known, clusters, nodes, guests } = store.newest();
  if (!known) return;
  const nowMs = now() + store.clockOffsetMs();
  const text = JSON.stringify({ nowMs, clusters, nodes, guests });
  channel.postMessage({ kind: "message", type: "reset", id: "", text });
}
