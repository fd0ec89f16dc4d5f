import "server-only";
import os from "node:os";
import { advisoryKey } from "@/lib/server/jobs/advisory-key";
import { runInTransaction } from "@/lib/server/jobs/run-in-transaction";
import { keepLinesWith } from "@/lib/server/log";
import { type LogEntry, readLogLine } from "./log-entry";

const WRITE_EVERY_MS = 500;
/** What waits while the database is away; older lines give way. */
const MOST_WAITING = 5_000;
const MOST_AT_ONCE = 1_000;

/**
 * Stores what this process logs, a batch at a time, besides writing it to standard output. What cannot be stored waits,
 * and is counted when there is too much of it; nothing here logs, since that would store itself.
 *
 * @returns ends it, once what waits is stored
 */
export function keepLog(): () => Promise<void> {
  const keeper = new LogKeeper(`${os.hostname()}:${process.pid}`);
  keepLinesWith((line) => keeper.add(line));
  const timer = setInterval(() => void keeper.write(), WRITE_EVERY_MS);
  timer.unref();
  return async () => {
    clearInterval(timer);
    keepLinesWith(null);
    await keeper.write();
  };
}

class LogKeeper {
  readonly #process: string;
  #waiting: LogEntry[] = [];
  #lost = 0;
  #writing: Promise<void> = Promise.resolve();

  constructor(process: string) {
    this.#process = process;
  }

  add(line: string): void {
    const entry = readLogLine(line);
    if (entry === null) return;
    this.#waiting.push(entry);
    const tooMany = this.#waiting.length - MOST_WAITING;
    if (tooMany <= 0) return;
    this.#waiting.splice(0, tooMany);
    this.#lost += tooMany;
  }

  /** One batch after the other, so that lines keep their order. */
  write(): Promise<void> {
    this.#writing = this.#writing.then(() => this.#writeWaiting());
    return this.#writing;
  }

  async #writeWaiting(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, MOST_AT_ONCE);
      const lost = this.#lost;
      this.#lost = 0;
      try {
        await store(lost > 0 ? [lossOf(lost, batch), ...batch] : batch, this.#process);
      } catch {
        this.#waiting.unshift(...batch);
        this.#lost += lost;
        return;
      }
    }
  }
}

function lossOf(count: number, [next]: readonly LogEntry[]): LogEntry {
  return {
    at: next?.at ?? new Date().toISOString(),
    level: 40,
    component: "log",
    message: `${count} lines could not be stored while the database was away; they are on standard output only`,
    fields: "{}",
  };
}

/** Whoever reads on from a line must not miss one with a smaller number that is committed later: hence the lock. */
async function store(entries: readonly LogEntry[], process: string): Promise<void> {
  await runInTransaction(async (client) => {
    await client.query("SELECT pg_advisory_xact_lock($1)", [String(advisoryKey("log-entries"))]);
    await client.query(
      `INSERT INTO log_entry (at, level, component, message, fields, process)
       SELECT at, level, component, message, fields, $6
         FROM unnest($1::timestamptz[], $2::smallint[], $3::text[], $4::text[], $5::jsonb[])
              WITH ORDINALITY AS line (at, level, component, message, fields, number)
        ORDER BY number`,
      [
        entries.map(({ at }) => at),
        entries.map(({ level }) => level),
        entries.map(({ component }) => component),
        entries.map(({ message }) => message),
        entries.map(({ fields }) => fields),
        process,
      ],
    );
  });
}
