import { once } from "node:events";
import { pool } from "@/lib/server/db/pool";
import { spawnTestProcess, type TestProcess } from "@/tests/support/spawn-test-process";

export interface LogLine {
  readonly level?: string;
  readonly component?: string;
  readonly msg?: string;
  /** Kind of the message that the watching browser got. */
  readonly heard?: string;
  readonly started?: boolean;
  /** What was written past the log, such as by `console.trace`. */
  readonly raw?: string;
}

/** A process that collects as the server does, on a database; see collecting-process.ts. */
export class Collector {
  readonly #process: TestProcess;
  readonly #lines: LogLine[] = [];
  #rest = "";

  constructor(databaseUrl: string, env: Readonly<Record<string, string>> = {}) {
    this.#process = spawnTestProcess("tests/support/collecting/collecting-process.ts", {
      DATABASE_URL: databaseUrl,
      EVENKEEL_LOG_LEVEL: "info",
      ...env,
    });
    for (const stream of [this.#process.child.stdout, this.#process.child.stderr])
      stream?.on("data", (chunk: Buffer) => this.#take(String(chunk)));
  }

  get lines(): readonly LogLine[] {
    return this.#lines;
  }

  /** Lines of the log at a level that wants somebody's attention, and what was written past it. */
  get complaints(): readonly LogLine[] {
    return this.#lines.filter(({ level, raw }) => raw !== undefined || level === "warn" || level === "error");
  }

  get isRunning(): boolean {
    return this.#process.child.exitCode === null && this.#process.child.signalCode === null;
  }

  get hasStarted(): boolean {
    return this.#lines.some(({ started }) => started === true);
  }

  async stop(): Promise<void> {
    if (!this.isRunning) return;
    this.#process.child.kill("SIGKILL");
    await once(this.#process.child, "close");
  }

  #take(text: string): void {
    const lines = (this.#rest + text).split("\n");
    this.#rest = lines.pop() ?? "";
    this.#lines.push(...lines.filter((line) => line !== "").map(readLine));
  }
}

function readLine(line: string): LogLine {
  try {
    const parsed: unknown = JSON.parse(line);
    if (typeof parsed === "object" && parsed !== null) return parsed;
  } catch {
    // Not of the log.
  }
  return { raw: line };
}

/** Has a process that collects begin with a cluster at once instead of with the next minute. */
export async function beginNow(clusterId: string): Promise<void> {
  const events = [{ name: "evenkeel/cluster.changed", data: { clusterId } }];
  await pool().query("SELECT graphile_worker.add_job('take-events', $1::json)", [JSON.stringify({ events })]);
}
