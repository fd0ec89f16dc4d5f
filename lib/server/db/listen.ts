import "server-only";
import pg from "pg";
import { complainCalmly } from "@/lib/server/complain-calmly";
import { env } from "@/lib/server/env";
import { childLog } from "@/lib/server/log";

const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 5_000;
const PROBE_INTERVAL_MS = 30_000;

interface Subscription {
  readonly channel: string;
  readonly handler: (payload: string) => void;
  readonly onReconnect: () => void;
}

/** One connection of the process that listens for everybody; a subscription must not cost a connection. */
interface Listener {
  readonly subscriptions: Set<Subscription>;
  client: pg.Client | null;
  connecting: Promise<void> | null;
  retry: NodeJS.Timeout | null;
  failures: number;
}

const shared = globalThis as typeof globalThis & { evenkeelListener?: Listener };

/**
 * Calls `handler` with the payload of every NOTIFY on `channel` until `signal` is aborted. A lost connection is
 * opened again by itself; what was notified meanwhile is lost, so `onReconnect` is the moment to read afresh.
 *
 * @returns once the channel is being listened to for the first time
 * @throws when the database cannot be reached at that first time (it goes on trying all the same)
 */
export async function listen(
  channel: string,
  handler: (payload: string) => void,
  signal: AbortSignal,
  onReconnect: () => void = () => undefined,
): Promise<void> {
  if (signal.aborted) return;
  shared.evenkeelListener ??= {
    subscriptions: new Set(),
    client: null,
    connecting: null,
    retry: null,
    failures: 0,
  };
  const listener = shared.evenkeelListener;
  const subscription = { channel, handler, onReconnect };
  const alone = ![...listener.subscriptions].some((other) => other.channel === channel);
  listener.subscriptions.add(subscription);
  signal.addEventListener("abort", () => unsubscribe(listener, subscription), { once: true });

  if (!listener.client) await connect(listener);
  else if (alone) await listener.client.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
}

function connect(listener: Listener): Promise<void> {
  listener.connecting ??= openConnection(listener).finally(() => {
    listener.connecting = null;
  });
  return listener.connecting;
}

async function openConnection(listener: Listener): Promise<void> {
  if (listener.retry) clearTimeout(listener.retry);
  const client = new pg.Client({
    connectionString: env.DATABASE_URL,
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
    application_name: "evenkeel listen",
  });
  client.on("error", (error) => reconnectLater(listener, client, error));
  client.on("end", () => reconnectLater(listener, client, new Error("the connection was closed")));
  client.on("notification", ({ channel, payload }) => deliver(listener, channel, payload ?? ""));
  try {
    await client.connect();
    await listenToAll(client, listener);
  } catch (error) {
    reconnectLater(listener, client, error);
    throw error;
  }
}

async function listenToAll(client: pg.Client, listener: Listener): Promise<void> {
  const heard = new Set<string>();
  // A channel may be added while an earlier one is being asked for.
  for (let next = missing(listener, heard); next !== undefined; next = missing(listener, heard)) {
    heard.add(next);
    await client.query(`LISTEN ${pg.escapeIdentifier(next)}`);
  }
  listener.client = client;
  probe(listener, client);
  if (listener.failures === 0) return;
  listener.failures = 0;
  childLog("database").debug("listening for notifications again");
  for (const { onReconnect } of listener.subscriptions) onReconnect();
}

function missing(listener: Listener, heard: ReadonlySet<string>): string | undefined {
  return [...listener.subscriptions].find(({ channel }) => !heard.has(channel))?.channel;
}

/** A connection whose other end vanished without a word is noticed by a question without an answer. */
function probe(listener: Listener, client: pg.Client): void {
  const timer = setInterval(() => {
    if (listener.client !== client) return clearInterval(timer);
    const silence = setTimeout(
      () => reconnectLater(listener, client, new Error("the server does not answer")),
      PROBE_INTERVAL_MS / 2,
    );
    client.query("SELECT 1").then(
      () => clearTimeout(silence),
      () => clearTimeout(silence),
    );
  }, PROBE_INTERVAL_MS);
  timer.unref();
}

function reconnectLater(listener: Listener, client: pg.Client, error: unknown): void {
  client.removeAllListeners();
  client.on("error", () => undefined);
  client.end().catch(() => undefined);
  if (listener.client === client) listener.client = null;
  else if (listener.client) return;
  if (listener.subscriptions.size === 0) return;

  if (listener.failures === 0)
    complainCalmly(childLog("database"), error, "lost the notification connection");
  const delayMs = Math.min(FIRST_RETRY_MS * 2 ** listener.failures, LONGEST_RETRY_MS);
  listener.failures += 1;
  if (listener.retry) clearTimeout(listener.retry);
  listener.retry = setTimeout(
    () => {
      if (listener.subscriptions.size > 0) connect(listener).catch(() => undefined);
    },
    delayMs * (0.5 + Math.random() / 2),
  );
}

function deliver(listener: Listener, channel: string, payload: string): void {
  for (const subscription of [...listener.subscriptions]) {
    if (subscription.channel !== channel) continue;
    try {
      subscription.handler(payload);
    } catch (error) {
      childLog("database").error({ err: error, channel }, "a notification could not be handled");
    }
  }
}

function unsubscribe(listener: Listener, subscription: Subscription): void {
  listener.subscriptions.delete(subscription);
  const { client } = listener;
  if (listener.subscriptions.size === 0) {
    listener.client = null;
    listener.failures = 0;
    if (listener.retry) clearTimeout(listener.retry);
    client?.removeAllListeners();
    client?.on("error", () => undefined);
    client?.end().catch(() => undefined);
    return;
  }
  const stillWanted = [...listener.subscriptions].some(({ channel }) => channel === subscription.channel);
  if (client && !stillWanted) {
    client.query(`UNLISTEN ${pg.escapeIdentifier(subscription.channel)}`).catch(() => undefined);
  }
}
