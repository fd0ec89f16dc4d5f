import { fork } from "node:child_process";
import { once } from "node:events";
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
 */
export async function run({ quick }: { readonly quick: boolean }) {
  const startedAt = performance.now();
  const results = await fuzzAll(fuzzChunks(quick ? 200 : 10_000, CHUNK_SIZE));
  const faults = results.flatMap((result) => result.faults);
  const sum = (figure: (result: ChunkResult) => number) =>
    results.reduce((total, result) => total + figure(result), 0);
  return {
    ok: faults.length === 0,
    figures: {
      clusters: sum(({ clusters }) => clusters),
      guests: sum(({ guests }) => guests),
      moves: sum(({ moves }) => moves),
      verdicts: {
        plan: sum(({ verdicts }) => verdicts.plan),
        balanced: sum(({ verdicts }) => verdicts.balanced),
        blocked: sum(({ verdicts }) => verdicts.blocked),
      },
      faults: countsOf(faults),
      examples: examplesOf(faults),
      slowestPlanMs: Math.round(Math.max(0, ...results.map(({ slowestMs }) => slowestMs))),
      seconds: Math.round((performance.now() - startedAt) / 1_000),
    },
    limits: { faults: 0 },
  };
}

/** Chunks in a few processes, each taking the next one when it is done. */
async function fuzzAll(chunks: readonly FuzzChunk[]): Promise<readonly ChunkResult[]> {
  // The large ones take longest, so they begin.
  const waiting = [...chunks];
  const results: ChunkResult[] = [];
  const work = async () => {
    const child = fork(path.join(import.meta.dirname, "support/run-fuzz.ts"), {
      execArgv: ["--conditions=react-server", "--import", "tsx"],
    });
    const gone = new AbortController();
    child.once("exit", () => gone.abort());
    for (let chunk = waiting.pop(); chunk; chunk = waiting.pop()) {
      child.send(chunk);
      const [result] = (await once(child, "message", { signal: gone.signal })) as [ChunkResult];
      results.push(result);
    }
    child.disconnect();
  };
  await Promise.all(Array.from({ length: PROCESSES }, work));
  return results;
}

function countsOf(faults: readonly FuzzFault[]): Readonly<Record<string, number>> {
  const names = [...Object.keys(FUZZ_PROPERTIES), "throws"];
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
