import type { LiveMessage, LiveStatus } from "./live-store";

/** The part of the browser's EventSource that is used. */
export interface EventSourceLike {
  onopen: ((event: Event) => void) | null;
  onerror: ((event: Event) => void) | null;
  addEventListener(type: string, listener: (event: MessageEvent<string>) => void): void;
  close(): void;
}

export interface EventStreamOptions {
  readonly url: string;
  readonly open: (url: string) => EventSourceLike;
  /** Status of a plain request to the same address: an EventSource does not tell why it was refused. */
  readonly probe: (url: string) => Promise<number>;
  /** With its data as it came, which is cheaper to pass on than what was made of it. */
  readonly onMessage: (message: LiveMessage, text: string) => void;
  readonly onStatus: (status: LiveStatus, reason: string | null) => void;
  /** 0 to 1; spreads the reconnections of many browsers. */
  readonly random: () => number;
}

export interface EventStream {
  readonly close: () => void;
}

/** The server pings every 15 s; two missed pings and a bit. */
export const SILENCE_LIMIT_MS = 40_000;
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 30_000;
const OFFLINE_AFTER_FAILURES = 3;
const TYPES = ["reset", "delta", "clusters", "move", "plan", "ping"] as const;

/**
 * One connection to the live stream that comes back by itself: after an error, and when pings stop coming
 * although the connection looks open. It resumes where it stopped; the server answers with a whole state when it
 * no longer knows that place.
 */
export function openEventStream(options: EventStreamOptions): EventStream {
  let source: EventSourceLike | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let lastId = "";
  let failures = 0;
  let closed = false;

  const wait = (delayMs: number, act: () => void) => {
    clearTimeout(timer);
    timer = setTimeout(act, delayMs);
  };
  const expectMessage = () => wait(SILENCE_LIMIT_MS, () => fail("the server has gone silent"));

  const connect = () => {
    const url = lastId === "" ? options.url : `${options.url}?lastEventId=${encodeURIComponent(lastId)}`;
    const current = options.open(url);
    source = current;
    current.onerror = () => {
      if (source === current) fail("the connection was lost");
    };
    for (const type of TYPES) {
      current.addEventListener(type, (event) => {
        if (source !== current) return;
        failures = 0;
        if (event.lastEventId) lastId = event.lastEventId;
        expectMessage();
        options.onStatus("live", null);
        options.onMessage({ type, id: lastId, data: JSON.parse(event.data) } as LiveMessage, event.data);
      });
    }
    expectMessage();
  };

  const fail = (reason: string) => {
    source?.close();
    source = null;
    failures += 1;
    options.onStatus(failures >= OFFLINE_AFTER_FAILURES ? "offline" : "stale", reason);
    const longestMs = Math.min(FIRST_RETRY_MS * 2 ** (failures - 1), LONGEST_RETRY_MS);
    wait(longestMs * (0.5 + options.random() / 2), () => void retry());
  };

  const retry = async () => {
    const status = await options.probe(options.url).catch(() => 0);
    if (closed) return;
    if (status === 401 || status === 403) return options.onStatus("offline", "you are signed out");
    if (status >= 200 && status < 300) connect();
    else fail(status === 0 ? "the server cannot be reached" : `the server answered with status ${status}`);
  };

  connect();
  return {
    close: () => {
      closed = true;
      clearTimeout(timer);
      source?.close();
      source = null;
    },
  };
}
