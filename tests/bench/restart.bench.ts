import { chmod, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import os from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { BenchmarkResult } from "@/scripts/bench";
import { findOrphans, KILL_TARGETS, ServerProcess } from "@/tests/support/restart/server-process";
import { databaseUrlOf, readStoredMinutes, type StoredMinutes } from "@/tests/support/restart/stored-minutes";

const SEED = 20_261_121;
const BUILD_AND_START_MS = 300_000;
const RESTART_MS = 60_000;
const ORPHANS_GONE_MS = 12_000;
const LONGEST_START_MS = 3_000;
const POLL_MS = 1_000;
/** The demo is read every ten seconds; one reading more may slip into a minute. */
const MOST_READINGS_A_MINUTE = 7;

/**
 * Kills the server (`npm start`, everything real) at random moments and starts it again on the same data.
 * Each time it must become ready, leave no process behind and keep every minute of samples that was stored.
 */
export async function run({ quick }: { quick: boolean }): Promise<BenchmarkResult> {
  const kills = quick ? 3 : 20;
  const folder = await mkdtemp(path.join(os.tmpdir(), "evenkeel-restart-"));
  await chmod(folder, 0o755);
  const dataDirectory = path.join(folder, "data");
  const port = await freePort();
  const random = seededRandom(SEED);
  const tally = new Tally();

  let server = new ServerProcess(dataDirectory, port);
  try {
    await server.untilReady(BUILD_AND_START_MS);
    await waitForMinutes(dataDirectory);
    for (let kill = 1; kill <= kills; kill += 1) {
      await live(server, random, quick ? 8_000 : 45_000);
      tally.compare(server.isReady ? await readMinutes(dataDirectory) : null);
      server = await killAndStart(server, random, tally, () => new ServerProcess(dataDirectory, port));
      // One in three is killed again while it starts.
      if (random() < 2 / 3 || kill === kills) tally.restartsMs.push(await server.untilReady(RESTART_MS));
      tally.compare(server.isReady ? await readMinutes(dataDirectory) : null);
    }
    tally.compare(await readStoredMinutes(await databaseUrlOf(dataDirectory)));
    tally.orphans += (await findOrphans(await server.stop(), ORPHANS_GONE_MS)).length;
  } finally {
    server.kill("everything");
    await rm(folder, { recursive: true, force: true });
  }
  return tally.result(kills);
}

function live(server: ServerProcess, random: () => number, longestMs: number): Promise<void> {
  return delay(random() * (server.isReady ? longestMs : LONGEST_START_MS));
}

/** What a half-killed tree leaves must be gone whether or not the next start comes first. */
async function killAndStart(
  server: ServerProcess,
  random: () => number,
  tally: Tally,
  start: () => ServerProcess,
): Promise<ServerProcess> {
  const tree = server.kill(KILL_TARGETS[Math.floor(random() * KILL_TARGETS.length)] ?? "everything");
  const startsAtOnce = random() < 0.5;
  const early = startsAtOnce ? start() : null;
  tally.orphans += (await findOrphans(tree, ORPHANS_GONE_MS)).length;
  return early ?? start();
}

/** What was seen so far; the figures of the benchmark. */
class Tally {
  readonly restartsMs: number[] = [];
  orphans = 0;
  readonly #known = new Map<string, number>();
  readonly #lost = new Set<string>();
  readonly #doubled = new Set<string>();

  /** @param stored null when the database could not be asked at that moment */
  compare(stored: StoredMinutes | null): void {
    if (!stored) return;
    const { readings, doubled } = stored;
    for (const [minute, count] of this.#known) {
      if ((readings.get(minute) ?? -1) < count) this.#lost.add(minute);
    }
    for (const [minute, count] of readings) {
      this.#known.set(minute, count);
      if (count > MOST_READINGS_A_MINUTE) this.#doubled.add(minute);
    }
    for (const minute of doubled) this.#doubled.add(minute);
  }

  result(kills: number): BenchmarkResult {
    const slowestMs = Math.max(0, ...this.restartsMs);
    const figures = {
      kills,
      restartsSeen: this.restartsMs.length,
      slowestRestartMs: slowestMs,
      minutesStored: this.#known.size,
      minutesLost: this.#lost.size,
      minutesDoubled: this.#doubled.size,
      orphanProcesses: this.orphans,
    };
    const limits = { slowestRestartMs: RESTART_MS, minutesLost: 0, minutesDoubled: 0, orphanProcesses: 0 };
    const ok =
      figures.minutesStored > 0 &&
      figures.minutesLost === 0 &&
      figures.minutesDoubled === 0 &&
      figures.orphanProcesses === 0;
    return { ok, figures, limits };
  }
}

/** Until the first minute is stored: without one there is nothing to lose. */
async function waitForMinutes(dataDirectory: string): Promise<void> {
  const end = Date.now() + 180_000;
  const url = await databaseUrlOf(dataDirectory);
  while ((await readStoredMinutes(url)).readings.size === 0) {
    if (Date.now() > end) throw new Error("No minute of samples was stored within three minutes.");
    await delay(POLL_MS);
  }
}

/** Null when the server is going down at this very moment. */
async function readMinutes(dataDirectory: string): Promise<StoredMinutes | null> {
  return await databaseUrlOf(dataDirectory)
    .then(readStoredMinutes)
    .catch(() => null);
}

function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
