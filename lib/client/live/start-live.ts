import { type EventSourceLike, openEventStream } from "./event-stream";
import { liveStore } from "./live-store";
import { type ChannelLike, shareStream } from "./shared-stream";

const ADDRESS = "/api/v1/live";

/**
 * Connects this page to the live stream, shared with the viewer's other tabs where the browser can.
 *
 * @param viewerId so that tabs of different viewers never share
 * @returns disconnects it
 */
export function startLive(viewerId: string): () => void {
  const name = `evenkeel-live:${viewerId}`;
  const canShare = typeof BroadcastChannel !== "undefined" && "locks" in navigator;
  return shareStream({
    store: liveStore(),
    now: Date.now,
    channel: canShare ? (new BroadcastChannel(name) as ChannelLike) : null,
    requestLead: canShare ? (lead, signal) => requestLock(name, lead, signal) : null,
    openStream: (onMessage, onStatus) =>
      openEventStream({
        url: ADDRESS,
        open: (url) => new EventSource(url) as EventSourceLike,
        probe: probeStatus,
        onMessage,
        onStatus,
        random: Math.random,
      }),
  });
}

function requestLock(name: string, lead: () => void, signal: AbortSignal): void {
  const held = navigator.locks.request(name, { signal }, () => {
    lead();
    return new Promise<void>((release) => signal.addEventListener("abort", () => release(), { once: true }));
  });
  // Aborting a request that still waits rejects it; that is how a closed page leaves the queue.
  held.catch(() => undefined);
}

async function probeStatus(url: string): Promise<number> {
  const stopping = new AbortController();
  const response = await fetch(url, {
    headers: { accept: "text/event-stream" },
    cache: "no-store",
    signal: stopping.signal,
  });
  stopping.abort();
  return response.status;
}
