import "server-only";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { complainCalmly } from "@/lib/server/complain-calmly";
import { childLog } from "@/lib/server/log";
import { advisoryKey } from "./advisory-key";

const RECONNECT_MS = 250;
const LOOK_AGAIN_MS = 50;
const HOLD = "select pg_advisory_lock($1::bigint)";
const FREE = "select pg_advisory_unlock($1::bigint) as done";

export interface LeaseConnectionOptions {
  readonly databaseUrl: string;
  readonly channel: string;
  readonly onNotification: (payload: string) => void;
  /** The connection is there again after a loss. Every lease was gone meanwhile, and what was notified was not heard. */
  readonly onFound: () => void;
}

export interface Lease {
  /** False once the connection was lost: another process may have it by now. */
  readonly isValid: () => boolean;
  readonly release: () => Promise<void>;
}

/**
 * Named leases that end with the process: session advisory locks on a connection of their own. Nothing is
 * written to disk, and a killed process frees all of its leases at once because its connection closes.
 *
 * PostgreSQL lets one session take the same lock twice, so the names held are also kept here.
 */
export class LeaseConnection {
  private client: pg.Client | null = null;
  private closed = false;
  private readonly held = new Map<string, pg.Client>();
  /** Taken again after a reconnect: they say that this process lives. */
  private readonly permanent = new Set<string>();
  private asking: Promise<unknown> = Promise.resolve();
  private readonly log = childLog("jobs");

  constructor(private readonly options: LeaseConnectionOptions) {}

  async open(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.options.databaseUrl,
      application_name: "evenkeel-jobs",
      keepAlive: true,
    });
    client.on("error", (error) => this.lose(client, error));
    client.on("end", () => this.lose(client, new Error("Connection terminated.")));
    client.on("notification", ({ payload }) => this.options.onNotification(payload ?? ""));
    try {
      await client.connect();
      await client.query(`LISTEN "${this.options.channel}"`);
      for (const name of this.permanent) await this.ask(client, HOLD, name);
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
    this.client = client;
  }

  /** Takes a lease for as long as this process lives. */
  async holdForever(name: string): Promise<void> {
    if (this.permanent.has(name)) return;
    this.permanent.add(name);
    if (this.client !== null) await this.ask(this.client, HOLD, name);
  }

  async releaseForever(name: string): Promise<void> {
    if (this.permanent.delete(name) && this.client !== null) await this.ask(this.client, FREE, name);
  }

  /** Waits for the connection after a loss; false when it stays away for longer than that, or for good. */
  async isThere(withinMs: number): Promise<boolean> {
    const untilMs = performance.now() + withinMs;
    while (this.client === null && !this.closed && performance.now() < untilMs)
      await delay(LOOK_AGAIN_MS, undefined, { ref: false });
    return this.client !== null;
  }

  /** Takes a lease, or null when somebody has it, here or in another process. */
  async tryTake(name: string): Promise<Lease | null> {
    const client = this.client;
    if (client === null || this.held.has(name)) return null;
    this.held.set(name, client);
    try {
      const taken = await this.ask(client, "select pg_try_advisory_lock($1::bigint) as done", name);
      if (taken && this.client === client) return this.leaseOf(name, client);
    } catch (error) {
      complainCalmly(this.log, error, "a lease could not be asked for");
    }
    if (this.held.get(name) === client) this.held.delete(name);
    return null;
  }

  /** One question at a time: a connection has no queue of its own. */
  private async ask(client: pg.Client, sql: string, name: string): Promise<boolean> {
    const answer = this.asking.then(() => client.query<{ done: unknown }>(sql, [String(advisoryKey(name))]));
    this.asking = answer.catch(() => undefined);
    return (await answer).rows[0]?.done === true;
  }

  private leaseOf(name: string, client: pg.Client): Lease {
    const isValid = (): boolean => this.held.get(name) === client;
    const release = async (): Promise<void> => {
      if (!isValid()) return;
      try {
        await this.ask(client, FREE, name);
      } catch {
        // It ends with its connection.
      }
      if (isValid()) this.held.delete(name);
    };
    return { isValid, release };
  }

  async close(): Promise<void> {
    this.closed = true;
    const client = this.client;
    this.client = null;
    await client?.end().catch(() => undefined);
    this.held.clear();
  }

  private lose(client: pg.Client, error: unknown): void {
    if (this.client !== client || this.closed) return;
    this.client = null;
    this.held.clear();
    complainCalmly(this.log, error, "the connection that holds the leases was lost; connecting again");
    this.reconnect();
  }

  private reconnect(): void {
    if (this.closed) return;
    setTimeout(() => {
      if (this.closed) return;
      this.open().then(
        () => this.options.onFound(),
        () => this.reconnect(),
      );
    }, RECONNECT_MS);
  }
}
