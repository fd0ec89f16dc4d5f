import { fork } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { type ChunkResult, FUZZ_PROPERTIES, type FuzzFault } from "./support/fuzz-chunk";
import { type FuzzChunk, fuzzChunks } from "./support/fuzz-chunks";

const PROCESSES = 2;
const CHUNK_SIZE = 100;
const MOST_EXAMPLES = 20;

/**
 * Plans 10,000 random clusters (quick: 200) with rules, storages, tags, stopped guests, HA and maintenance, a quarter of them made hard
 * on purpose and one in ten larger, and counts the plans for which a property does not hold. An example is named by the kind of
 * cluster, its seed and its number, by which `clustersOf` finds it again.
 *
 * `--out=FILE` keeps the result of every chunk, from which a later run goes on; `--minutes=30` begins no chunk after that time, `--only=`
 * names the properties that are looked at, and `--processes=` says in how many processes (two). What was not looked at is not counted.
 */
export async function run({ quick, flags }: { readonly quick: boolean; readonly flags: readonly string[] }) {
  const startedAt = performance.now();
  const option = (name: string) =>
    flags.find((flag) => flag.startsWith(`--${name}=`))?.slice(name.length + 3);
  const minutes = Number(option("minutes") ?? Number.POSITIVE_INFINITY);
  const all = fuzzChunks(quick ? 200 : 10_000, CHUNK_SIZE);
  const results = await fuzzAll(all, {
    out: option("out"),
    only: option("only")?.split(","),
    processes: Number(option("processes") ?? PROCESSES),
    isOver: () => performance.now() - startedAt > minutes * 60_000,
  });
  const faults = results.flatMap((result) => result.faults);
  const sum = (figure: (result: ChunkResult) => number) =>
    results.reduce((total, result) => total + figure(result), 0);
  return {
    ok: faults.length === 0 && results.length === all.length,
    figures: {
      clusters: sum(({ clusters }) => clusters),
      guests: sum(({ guests }) => guests),
      moves: sum(({ moves }) => moves),
      verdicts: {
        plan: sum(({ verdicts }) => verdicts.plan),
        balanced: sum(({ verdicts }) => verdicts.balanced),
        blocked: sum(({ verdicts }) => verdicts.blocked),
      },
      faults: countsOf(faults, option("only")?.split(",")),
      examples: examplesOf(faults),
      slowestPlanMs: Math.round(Math.max(0, ...results.map(({ slowestMs }) => slowestMs))),
      seconds: Math.round((performance.now() - startedAt) / 1_000),
    },
    limits: { faults: 0 },
  };
}

interface Campaign {
  readonly out: string | undefined;
  readonly only: readonly string[] | undefined;
  readonly processes: number;
  readonly isOver: () => boolean;
}

interface Kept {
  readonly chunk: FuzzChunk;
  readonly result: ChunkResult;
}

/** Chunks in a few processes, each taking the next one when it is done. */
async function fuzzAll(
  chunks: readonly FuzzChunk[],
  { out, only, processes, isOver }: Campaign,
): Promise<readonly ChunkResult[]> {
  const known = out === undefined ? [] : readKept(out);
  const results = known.map(({ result }) => result);
  const done = new Set(known.map(({ chunk }) => nameOf(chunk)));
  // The large ones take longest, so they begin; where a run may be ended, every kind has its turn, the small ones first.
  const waiting = chunks.filter((chunk) => !done.has(nameOf(chunk)));
  if (out !== undefined) waiting.reverse().sort((one, other) => other.seed - one.seed);
  const work = async () => {
    const child = fork(path.join(import.meta.dirname, "support/run-fuzz.ts"), {
      execArgv: ["--conditions=react-server", "--import", "tsx"],
    });
    const gone = new AbortController();
    child.once("exit", () => gone.abort());
    for (let chunk = waiting.pop(); chunk && !isOver(); chunk = waiting.pop()) {
      child.send({ chunk, only });
      const [result] = (await once(child, "message", { signal: gone.signal })) as [ChunkResult];
      results.push(result);
      if (out !== undefined) appendFileSync(out, `${JSON.stringify({ chunk, result } satisfies Kept)}\n`);
    }
    child.disconnect();
  };
  await Promise.all(Array.from({ length: processes }, work));
  return results;
}

function readKept(file: string): readonly Kept[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line): Kept => JSON.parse(line));
}

function nameOf({ kind, seed, clusters }: FuzzChunk): string {
  return `${kind} ${seed} ${clusters}`;
}

/** Of the properties that were looked at. */
function countsOf(
  faults: readonly FuzzFault[],
  only: readonly string[] = Object.keys(FUZZ_PROPERTIES),
): Readonly<Record<string, number>> {
  const names = [...only, "throws"];
  return Object.fromEntries(
    names.map((name) => [name, faults.filter(({ property }) => property === name).length]),
  );
}

function examplesOf(faults: readonly FuzzFault[]): Readonly<Record<string, readonly string[]>> {
  const examples: Record<string, string[]> = {};
  for (const { property, cluster, text } of faults) {
    const known = examples[property] ?? [];
    if (known.length < MOST_EXAMPLES) examples[property] = [...known, `${cluster}: ${text}`];
  }
  return examples;
}
