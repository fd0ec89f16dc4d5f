import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type EventSourceLike, openEventStream, SILENCE_LIMIT_MS } from "@/lib/client/live/event-stream";
import { createLiveStore, type LiveMessage } from "@/lib/client/live/live-store";
import { type ChannelLike, shareStream, type TabMessage } from "@/lib/client/live/shared-stream";

class FakeSource implements EventSourceLike {
  onopen: ((event: Event) => void) | null = null;
  onerror: ((event: Event) => void) | null = null;
  closed = false;
  readonly url: string;
  private readonly listeners = new Map<string, (event: MessageEvent<string>) => void>();

  constructor(url: string) {
    this.url = url;
  }

  addEventListener(type: string, listener: (event: MessageEvent<string>) => void): void {
    this.listeners.set(type, listener);
  }

  close(): void {
    this.closed = true;
  }

  say(type: string, data: unknown, lastEventId = "e-1"): void {
    this.listeners.get(type)?.({ data: JSON.stringify(data), lastEventId } as MessageEvent<string>);
  }
}

const RESET = { nowMs: 5_000, clusters: [], nodes: [], guests: [] };

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("a connection to the stream", () => {
  function connect(status: number | Error = 200) {
    const sources: FakeSource[] = [];
    const heard: LiveMessage[] = [];
    const statuses: string[] = [];
    const answer = { status };
    const stream = openEventStream({
      url: "/live",
      open: (url) => {
        const source = new FakeSource(url);
        sources.push(source);
        return source;
      },
      probe: async () => {
        if (answer.status instanceof Error) throw answer.status;
        return answer.status;
      },
      onMessage: (message) => heard.push(message),
      onStatus: (state, reason) => statuses.push(reason ? `${state}: ${reason}` : state),
      random: () => 1,
    });
    return { sources, heard, statuses, answer, stream };
  }

  test("comes back after an error and asks for what it missed", async () => {
    const { sources, heard, statuses } = connect();
    sources[0]?.say("reset", RESET, "e-7");
    sources[0]?.onerror?.(new Event("error"));
    expect(sources[0]?.closed).toBe(true);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(sources[1]?.url).toBe("/live?lastEventId=e-7");
    sources[1]?.say("ping", { nowMs: 1 });
    expect(heard.map(({ type }) => type)).toEqual(["reset", "ping"]);
    expect(statuses).toEqual(["live", "stale: the connection was lost", "live"]);
  });

  test("notices that pings no longer come", async () => {
    const { sources, statuses } = connect();
    sources[0]?.say("reset", RESET);
    await vi.advanceTimersByTimeAsync(SILENCE_LIMIT_MS - 1);
    expect(statuses.at(-1)).toBe("live");
    await vi.advanceTimersByTimeAsync(1);
    expect(statuses.at(-1)).toBe("stale: the server has gone silent");
    await vi.advanceTimersByTimeAsync(1_000);
    expect(sources).toHaveLength(2);
  });

  test("waits longer each time, says that it is offline, and goes on trying", async () => {
    const { sources, statuses, answer } = connect(new Error("refused"));
    sources[0]?.onerror?.(new Event("error"));
    await vi.advanceTimersByTimeAsync(1_000 + 2_000 + 4_000 + 8_000);
    expect(sources).toHaveLength(1);
    expect(statuses.at(-1)).toBe("offline: the server cannot be reached");
    answer.status = 200;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sources.length).toBeGreaterThan(1);
  });

  test("stops for a viewer who is signed out", async () => {
    const { sources, statuses } = connect(401);
    sources[0]?.onerror?.(new Event("error"));
    await vi.advanceTimersByTimeAsync(300_000);
    expect(sources).toHaveLength(1);
    expect(statuses.at(-1)).toBe("offline: you are signed out");
  });

  test("does nothing more once closed", async () => {
    const { sources, stream } = connect();
    sources[0]?.onerror?.(new Event("error"));
    stream.close();
    await vi.advanceTimersByTimeAsync(300_000);
    expect(sources).toHaveLength(1);
  });
});

/** Tabs of one browser: a channel among them and one lock, given in the order of asking. */
function browser() {
  const channels = new Set<ChannelLike>();
  const waiting: (() => void)[] = [];
  let held = false;

  const grant = () => {
    const next = held ? undefined : waiting.shift();
    if (!next) return;
    held = true;
    next();
  };
  const open = () => {
    const store = createLiveStore(() => 0);
    const streams: { send: (message: LiveMessage) => void; closed: boolean }[] = [];
    let leads = false;
    const channel: ChannelLike = {
      onmessage: null,
      postMessage: (message: TabMessage) => {
        for (const other of channels) {
          if (other !== channel)
            other.onmessage?.({ data: structuredClone(message) } as MessageEvent<TabMessage>);
        }
      },
      close: () => channels.delete(channel),
    };
    channels.add(channel);
    const close = shareStream({
      store,
      now: () => 0,
      channel,
      requestLead: (lead, signal) => {
        const take = () => {
          leads = true;
          lead();
        };
        waiting.push(take);
        signal.addEventListener("abort", () => {
          if (leads) held = false;
          else waiting.splice(waiting.indexOf(take), 1);
          grant();
        });
        grant();
      },
      openStream: (onMessage, onStatus) => {
        onStatus("connecting", null);
        const send = (message: LiveMessage) => onMessage(message, JSON.stringify(message.data));
        const stream = { send, closed: false };
        streams.push(stream);
        return {
          close: () => {
            stream.closed = true;
          },
        };
      },
    });
    return { store, streams, close };
  };
  return { open };
}

const message = (nowMs: number): LiveMessage => ({ type: "reset", id: "e-1", data: { ...RESET, nowMs } });

describe("the tabs of a browser", () => {
  test("have one stream among them, and a tab that opens later is told the state at once", () => {
    const { open } = browser();
    const first = open();
    first.streams[0]?.send(message(1));
    const second = open();
    expect(second.streams).toHaveLength(0);
    expect(second.store.state().known).toBe(true);
    first.streams[0]?.send({ type: "ping", id: "", data: { nowMs: 77 } });
    expect(second.store.clockOffsetMs()).toBe(77);
  });

  test("pass the stream on when the leading tab closes", () => {
    const { open } = browser();
    const first = open();
    const second = open();
    first.close();
    expect(first.streams[0]?.closed).toBe(true);
    expect(second.streams).toHaveLength(1);
    second.streams[0]?.send(message(1));
    expect(second.store.state().known).toBe(true);
  });

  test("help themselves while the leading tab is silent, and stop when it speaks again", async () => {
    const { open } = browser();
    const first = open();
    const second = open();
    first.streams[0]?.send(message(1));
    await vi.advanceTimersByTimeAsync(SILENCE_LIMIT_MS);
    expect(second.streams).toHaveLength(1);
    first.streams[0]?.send(message(2));
    expect(second.streams[0]?.closed).toBe(true);
  });

  test("each have a stream where they cannot share", () => {
    const store = createLiveStore();
    const openStream = vi.fn(() => ({ close: () => {} }));
    shareStream({ store, now: () => 0, channel: null, requestLead: null, openStream });
    expect(openStream).toHaveBeenCalledOnce();
  });
});
