import type { BenchPostgres } from "./support/bench-postgres";
import { costOfGuests, GROWTH_LIMIT } from "./support/cost-of-guests";
import { mean, megabytes, percentile, seconds } from "./support/figures";
import type { Readings } from "./support/measure-readings";

const CALLS = { nodes: 32, guests: 1_000 };
const LARGE = { nodes: 100, guests: 10_000 };
/** Small enough that everything there is to know of it is known after a sixth of an hour. */
const LEAK = { nodes: 20, guests: 300 };
const READINGS_AN_HOUR = 360;
const READINGS_TO_LEARN = 60;
const RHYTHM_MS = 300_000;
const INTERVAL_MS = 10_000;

const LIMITS = {
  mostCalls: 40,
  medianCpuSeconds: 0.5,
  p95WallSeconds: 10,
  /** A reading that is left out makes a gap of twenty. */
  longestGapSeconds: 15,
  cpuSeconds: 4,
  memoryMegabytes: 1_500,
  growthExponent: GROWTH_LIMIT,
  heapGrowthShare: 0.1,
};

/**
 * What reading clusters costs. Calls and CPU at 32 nodes and 1,000 guests; the curve from 100 to 10,000 guests; at 100
 * nodes and 10,000 guests the product itself in its own rhythm, and an hour of readings for its memory. The simulator is
 * in another process always, and CPU is that of the whole collecting process.
 */
export async function run({ quick }: { readonly quick: boolean }) {
  // Before anything of ours is loaded: standard output is for the result alone.
  process.env.EVENKEEL_LOG_LEVEL = "silent";
  const { withBenchPostgres } = await import("./support/bench-postgres");
  return quick
    ? withBenchPostgres((postgres) => measureQuickly(postgres), { fsync: "off" })
    : measureInFull();
}

async function measureQuickly(postgres: BenchPostgres) {
  await allowFastReadings(postgres);
  const calls = await measureCalls(postgres, 12);
  const curve = await costOfGuests(postgres, { sizes: [100, 1_000, 10_000], warmUp: 2, cycles: 4 });
  const large = largeFigures(curve.largest);
  return {
    ok: calls.ok && curve.ok && large.ok && large.figures.p95WallSeconds <= LIMITS.p95WallSeconds,
    figures: {
      "32x1000": calls.figures,
      "100x10000": { ...large.figures, counted: STEPPED },
      costOfGuests: curve.figures,
    },
    limits: LIMITS,
  };
}

async function measureInFull() {
  const { withBenchPostgres } = await import("./support/bench-postgres");
  tell("five minutes of 100 nodes and 10,000 guests in their own rhythm");
  const rhythm = await withBenchPostgres((postgres) => measureLargeRhythm(postgres));
  const stepped = await withBenchPostgres(async (postgres) => {
    await allowFastReadings(postgres);
    tell("calls and CPU at 32 nodes and 1,000 guests");
    const calls = await measureCalls(postgres, 120);
    tell("from 100 to 10,000 guests");
    const curve = await costOfGuests(postgres, {
      sizes: [100, 1_000, 3_000, 10_000],
      warmUp: 12,
      cycles: 24,
    });
    tell("the heap of a small cluster");
    const leak = await measureLeak(postgres);
    tell("an hour of readings of 100 nodes and 10,000 guests");
    const hour = await measureHour(postgres);
    return { calls, curve, leak, hour };
  });
  const { calls, curve, leak, hour } = stepped;
  return {
    ok: rhythm.ok && calls.ok && curve.ok && leak.ok && hour.ok,
    figures: {
      "32x1000": calls.figures,
      "100x10000": { ...rhythm.figures, counted: IN_RHYTHM },
      costOfGuests: curve.figures,
      hourOf100x10000: {
        ...hour.figures,
        counted: `${STEPPED}; a browser's stream of changes is open in it`,
      },
      heapOf20x300: leak.figures,
    },
    limits: LIMITS,
  };
}

const IN_RHYTHM =
  "the product's background process with all its jobs, in real time, for five minutes; wall time is from the beginning of a reading until its notification is heard; PostgreSQL's CPU is named apart; the last hour's history is filled in beside it, as after a pause";
const STEPPED =
  "readings back to back, the clocks of cluster and product moved on by 10 s before each, minutes and hours summed up as they pass";

/** The whole takes half an hour: on standard error, what is being done. */
function tell(what: string): void {
  process.stderr.write(`${new Date().toISOString()} ${what}\n`);
}

/** Readings come as fast as they can, so a real minute holds more than a minute's worth of calls. */
async function allowFastReadings({ url }: BenchPostgres): Promise<void> {
  const { withClient } = await import("./support/write-parts");
  await withClient(url, (client) =>
    client.query(
      "INSERT INTO setting (scope, key, value) VALUES ('global', 'collection.callsPerMinute', '10000')",
    ),
  );
}

async function measureCalls(postgres: BenchPostgres, cycles: number) {
  const { measureReadings } = await import("./support/measure-readings");
  const { readings } = await measureReadings(postgres, { ...CALLS, cycles });
  // The first also compiles our code and opens every connection; it is shown by itself.
  const [first, ...others] = readings;
  const mostCalls = Math.max(...readings.map(({ calls }) => calls));
  const cpuMs = others.map((reading) => reading.cpuMs);
  const medianCpuSeconds = seconds(percentile(cpuMs, 0.5));
  return {
    ok: mostCalls <= LIMITS.mostCalls && medianCpuSeconds < LIMITS.medianCpuSeconds,
    figures: {
      cycles,
      mostCalls,
      meanCalls: Math.round(mean(readings.map(({ calls }) => calls))),
      firstCpuSeconds: seconds(first?.cpuMs ?? 0),
      medianCpuSeconds,
      mostCpuSeconds: seconds(Math.max(...cpuMs)),
      medianWallSeconds: seconds(
        percentile(
          others.map(({ wallMs }) => wallMs),
          0.5,
        ),
      ),
    },
  };
}

async function measureLargeRhythm(postgres: BenchPostgres) {
  const { measureRhythm } = await import("./support/measure-rhythm");
  const rhythm = await measureRhythm(postgres, { ...LARGE, measuredMs: RHYTHM_MS });
  const p95WallSeconds = seconds(percentile(rhythm.wallMs, 0.95));
  const longestGapSeconds = seconds(Math.max(...rhythm.gapMs));
  const cpuSeconds = seconds(rhythm.cpuMsPerReading);
  return {
    ok:
      rhythm.wallMs.length >= RHYTHM_MS / INTERVAL_MS - 1 &&
      longestGapSeconds <= LIMITS.longestGapSeconds &&
      p95WallSeconds <= LIMITS.p95WallSeconds &&
      cpuSeconds < LIMITS.cpuSeconds,
    figures: {
      readings: rhythm.wallMs.length,
      medianWallSeconds: seconds(percentile(rhythm.wallMs, 0.5)),
      p95WallSeconds,
      longestGapSeconds,
      cpuSeconds,
      postgresCpuSeconds: seconds(rhythm.postgresCpuMsPerReading),
      callsPerMinute: Math.round(rhythm.callsPerMinute),
      memoryMegabytes: megabytes(rhythm.residentBytes),
    },
  };
}

async function measureHour(postgres: BenchPostgres) {
  const { measureReadings } = await import("./support/measure-readings");
  return largeFigures(
    await measureReadings(postgres, {
      ...LARGE,
      cycles: READINGS_AN_HOUR,
      watched: true,
      heapAfter: [READINGS_TO_LEARN, READINGS_AN_HOUR],
    }),
  );
}

function largeFigures({ readings, heapBytes }: Readings) {
  const cpuMs = readings.slice(1).map((reading) => reading.cpuMs);
  const wallMs = readings.slice(1).map((reading) => reading.wallMs);
  const resident = readings.map(({ residentBytes }) => residentBytes);
  const cpuSeconds = seconds(mean(cpuMs));
  const mostMemoryMegabytes = megabytes(Math.max(...resident));
  const isHour = readings.length >= READINGS_AN_HOUR;
  return {
    ok: cpuSeconds < LIMITS.cpuSeconds && mostMemoryMegabytes < LIMITS.memoryMegabytes,
    figures: {
      readings: readings.length,
      p95WallSeconds: seconds(percentile(wallMs, 0.95)),
      cpuSeconds,
      mostCpuSeconds: seconds(Math.max(...cpuMs)),
      postgresCpuSeconds: seconds(mean(readings.slice(1).map(({ postgresCpuMs }) => postgresCpuMs))),
      simulatorCpuSeconds: seconds(mean(readings.slice(1).map(({ simulatorCpuMs }) => simulatorCpuMs))),
      mostCalls: Math.max(...readings.map(({ calls }) => calls)),
      [isHour ? "memoryAfterHourMegabytes" : "memoryMegabytes"]: megabytes(resident.at(-1) ?? 0),
      mostMemoryMegabytes,
      ...(heapBytes.size > 0 && { heapMegabytesAfterReadings: heapFigures(heapBytes) }),
    },
  };
}

/** Once all is known of a cluster, an hour of readings must leave nothing behind. */
async function measureLeak(postgres: BenchPostgres) {
  const { measureReadings } = await import("./support/measure-readings");
  const { heapBytes } = await measureReadings(postgres, {
    ...LEAK,
    cycles: READINGS_TO_LEARN + READINGS_AN_HOUR,
    watched: true,
    heapAfter: [READINGS_TO_LEARN, READINGS_TO_LEARN + READINGS_AN_HOUR],
  });
  const [early = 0, late = 0] = heapBytes.values();
  const growthShare = late / early - 1;
  return {
    ok: growthShare <= LIMITS.heapGrowthShare,
    figures: {
      heapMegabytesAfterReadings: heapFigures(heapBytes),
      growthShare: Math.round(growthShare * 1_000) / 1_000,
    },
  };
}

function heapFigures(heapBytes: ReadonlyMap<number, number>) {
  return Object.fromEntries([...heapBytes].map(([readings, bytes]) => [readings, megabytes(bytes)]));
}
