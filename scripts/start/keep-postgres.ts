import { setTimeout as delay } from "node:timers/promises";
import { PostgresError } from "@/lib/server/db/embedded/postgres-error";
import { type RunningPostgres, startPostgres } from "@/lib/server/db/embedded/start-postgres";

const FIRST_RETRY_MS = 200;
const LONGEST_RETRY_MS = 5_000;
const STEADY_AFTER_MS = 60_000;
/** Starts in a row that came to nothing after which it is given up; a full disk is waited for without end. */
const MOST_FAILURES = 6;

export interface KeptPostgres {
  readonly url: string;
  urlOf(database: string): string;
  /** Rejects when it cannot be brought up again; settles after {@link stop}. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts the built-in PostgreSQL, and starts it again at the same address when it ends by itself, such as by
 * kill -9, for want of memory, or because the disk is full.
 *
 * @throws PostgresError when the first start fails
 */
export async function keepPostgres(
  options: { readonly directory: string; readonly password: string },
  warn: (line: string) => void,
): Promise<KeptPostgres> {
  const first = await startPostgres(options);
  const keeper = new Keeper({ ...options, port: first.port }, first, warn);
  const ended = keeper.watch();
  // Whoever waits for it may not do so yet.
  ended.catch(() => undefined);
  return {
    url: first.url,
    urlOf: first.urlOf,
    ended,
    stop: async () => {
      await keeper.stop();
      await ended.catch(() => undefined);
    },
  };
}

class Keeper {
  readonly #options: Parameters<typeof startPostgres>[0];
  readonly #warn: (line: string) => void;
  readonly #stopping = new AbortController();
  #current: RunningPostgres;
  #said = "";

  constructor(
    options: Parameters<typeof startPostgres>[0],
    first: RunningPostgres,
    warn: (line: string) => void,
  ) {
    this.#options = options;
    this.#current = first;
    this.#warn = warn;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#current.stop();
  }

  async watch(): Promise<void> {
    let failures = 0;
    for (;;) {
      const since = Date.now();
      await this.#current.ended;
      if (this.#stopping.signal.aborted) return;
      if (Date.now() - since > STEADY_AFTER_MS) failures = 0;
      this.#say("The built-in PostgreSQL ended by itself; starting it again.");
      failures = await this.#startAgain(failures);
      if (this.#stopping.signal.aborted) return this.#current.stop();
      this.#said = "";
      this.#warn("The built-in PostgreSQL runs again.");
    }
  }

  /** @returns how many starts in a row came to nothing, this one's included that may end at once */
  async #startAgain(failuresBefore: number): Promise<number> {
    for (let failures = failuresBefore; ; failures += 1) {
      const pauseMs = Math.min(FIRST_RETRY_MS * 2 ** failures, LONGEST_RETRY_MS);
      await delay(pauseMs, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
      if (this.#stopping.signal.aborted) return failures;
      try {
        this.#current = await startPostgres(this.#options);
        return failures + 1;
      } catch (error) {
        const isDiskFull = error instanceof PostgresError && error.reason === "disk-full";
        if (!isDiskFull && failures >= MOST_FAILURES) throw error;
        this.#say(`${error instanceof Error ? error.message : String(error)} Trying again.`);
      }
    }
  }

  /** What stays the same is said once. */
  #say(line: string): void {
    if (line !== this.#said) this.#warn(line);
    this.#said = line;
  }
}
