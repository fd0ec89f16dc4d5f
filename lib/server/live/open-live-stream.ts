import "server-only";
import type { Viewer } from "@/lib/server/auth/viewer";
import { liveHub } from "./live-hub";

const PING_MS = 15_000;
/** What may wait for a slow browser before it is dropped in favour of one whole state later. */
const LARGEST_BACKLOG_BYTES = 4 * 2 ** 20;

/**
 * Server-sent events as lib/api/live.ts describes them, until `signal` aborts or the browser leaves. A browser
 * that reads too slowly loses deltas, never memory of ours: once it has caught up it gets a `reset`.
 */
export async function openLiveStream(
  _viewer: Viewer,
  { lastEventId, signal }: { readonly lastEventId: string | null; readonly signal: AbortSignal },
): Promise<ReadableStream<Uint8Array>> {
  const hub = liveHub();
  let lags = false;
  let left = false;
  let leave = () => {
    left = true;
  };

  const open = async (controller: ReadableStreamDefaultController<Uint8Array>) => {
    let caughtUp = false;
    const send = (bytes: Uint8Array) => {
      if (!caughtUp) return;
      lags ||= (controller.desiredSize ?? 0) <= 0;
      if (!lags) controller.enqueue(bytes);
    };
    const unsubscribe = await hub.subscribe(send);
    const pings = setInterval(() => send(hub.ping()), PING_MS);
    pings.unref();
    leave = () => {
      left = true;
      clearInterval(pings);
      unsubscribe();
    };
    if (left) leave();
    for (const bytes of hub.catchUp(lastEventId)) controller.enqueue(bytes);
    caughtUp = true;

    const close = () => {
      if (left) return;
      leave();
      controller.close();
    };
    if (signal.aborted) close();
    else signal.addEventListener("abort", close, { once: true });
  };

  return new ReadableStream<Uint8Array>(
    {
      start: open,
      pull: (controller) => {
        if (!lags) return;
        lags = false;
        for (const bytes of hub.reset()) controller.enqueue(bytes);
      },
      cancel: () => leave(),
    },
    new ByteLengthQueuingStrategy({ highWaterMark: LARGEST_BACKLOG_BYTES }),
  );
}
