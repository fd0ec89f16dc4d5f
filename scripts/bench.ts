import { existsSync, readdirSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";

/** What a benchmark in tests/bench reports; the command adds its name and the machine. */
export interface BenchmarkResult {
  readonly ok: boolean;
  readonly figures: Readonly<Record<string, unknown>>;
  readonly limits: Readonly<Record<string, unknown>>;
}

const folder = path.join(import.meta.dirname, "../tests/bench");
const [name, ...flags] = process.argv.slice(2);

if (!name) {
  const names = readdirSync(folder)
    .filter((file) => file.endsWith(".bench.ts"))
    .map((file) => file.replace(".bench.ts", ""));
  process.stdout.write(`${names.sort().join("\n")}\n`);
  process.exit(0);
}

const file = path.join(folder, `${name}.bench.ts`);
if (!/^[a-z0-9-]+$/.test(name) || !existsSync(file)) {
  process.stderr.write(`There is no benchmark named "${name}"; "npm run bench" lists them.\n`);
  process.exit(2);
}

try {
  const { run } = (await import(pathToFileURL(file).href)) as {
    run: (options: { quick: boolean; flags: readonly string[] }) => Promise<BenchmarkResult>;
  };
  const result = await run({ quick: flags.includes("--quick"), flags });
  const machine = {
    cpus: os.cpus().length,
    model: os.cpus()[0]?.model,
    memoryBytes: os.totalmem(),
    node: process.version,
  };
  process.stdout.write(`${JSON.stringify({ name, ...result, machine })}\n`);
  // A benchmark that judges sets the exit code itself; one that measures leaves the judging to whoever reads it.
  process.exit();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(2);
}
