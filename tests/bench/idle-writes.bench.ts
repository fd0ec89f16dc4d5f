const NODES = 20;
const GUESTS = 500;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const LIMIT_BYTES_PER_DAY = 150_000_000;
const MEASURED_MS = 10 * MINUTE_MS;
/** The 10 s readings are kept this long, in partitions that are dropped whole. */
const READINGS_KEPT_SHARE_OF_DAY = 2 / 24;
const QUICK = { warmUpMinutes: 20, minutes: 40, jobMinutes: 10 };

const READINGS =
  "the unlogged 10 s readings are named by themselves: they write no log, grow for two hours and then stay, because each old partition is dropped when a new one fills";

/**
 * What an idle cluster of 20 nodes and 500 guests makes PostgreSQL write a day, by part. In full: ten minutes of the
 * product itself (the launcher's PostgreSQL, the simulator, every job), extrapolated. Quick: the storing functions with a
 * clock that runs ahead, and the jobs' minutes on the real runner.
 */
export async function run({ quick }: { readonly quick: boolean }) {
  // Before anything of ours is loaded: standard output is for the result alone.
  process.env.EVENKEEL_LOG_LEVEL = "silent";
  return quick ? measureQuickly() : measureInFull();
}

async function measureInFull() {
  const { measureIdleProduct } = await import("./support/measure-idle-product");
  const writes = await measureIdleProduct({ nodes: NODES, guests: GUESTS, measuredMs: MEASURED_MS });
  const factor = DAY_MS / 1_000 / writes.seconds;
  const growth = growthPerDay(writes.growthBytesByPart, factor);
  const walBytesPerDay = Math.round(writes.walBytes * factor);
  const bytesPerDay = walBytesPerDay + growth.growthBytesPerDay;
  return {
    ok: bytesPerDay < LIMIT_BYTES_PER_DAY,
    figures: {
      bytesPerDay,
      walBytesPerDay,
      ...growth,
      walByPart: perDay(writes.walBytesByPart, factor),
      fullPageImageBytesPerDay: Math.round(writes.fullPageImageBytes * factor),
      seconds: writes.seconds,
      readings: writes.readings,
      counted: `all write-ahead log from a checkpoint at the beginning on, and growth of every table and index, each times 144; ${READINGS}; not counted: filling in the past of a new cluster, once`,
    },
    limits: { bytesPerDay: LIMIT_BYTES_PER_DAY },
  };
}

async function measureQuickly() {
  const { withBenchPostgres } = await import("./support/bench-postgres");
  const { measureJobMinutes } = await import("./support/measure-job-minutes");
  const { measureSimulatedHours } = await import("./support/measure-simulated-hours");
  const { warmUpMinutes, minutes, jobMinutes } = QUICK;
  const { jobs, writes } = await withBenchPostgres(
    async ({ url }) => ({
      jobs: await measureJobMinutes(url, jobMinutes),
      writes: await measureSimulatedHours({ url, nodes: NODES, guests: GUESTS, warmUpMinutes, minutes }),
    }),
    { fsync: "off" },
  );
  const factor = DAY_MS / MINUTE_MS / minutes;
  const growth = growthPerDay(writes.growthBytesByPart, factor);
  const samplesAndSnapshot = Math.round(writes.walBytes * factor);
  const jobsPerDay = Math.round((jobs * DAY_MS) / MINUTE_MS);
  const bytesPerDay = samplesAndSnapshot + jobsPerDay + growth.growthBytesPerDay;
  return {
    ok: bytesPerDay < LIMIT_BYTES_PER_DAY,
    figures: {
      bytesPerDay,
      walBytesPerDay: samplesAndSnapshot + jobsPerDay,
      ...growth,
      walByPart: { samplesAndSnapshot, jobs: jobsPerDay },
      simulatedMinutes: minutes,
      counted: `write-ahead log of storing and summing up readings in simulated time and of the jobs' minutes, and growth of every table; ${READINGS}`,
    },
    limits: { bytesPerDay: LIMIT_BYTES_PER_DAY },
  };
}

/** Growth that goes on, a day; and of the readings, which stop growing, how large they get. */
function growthPerDay(bytes: Readonly<Record<string, number>>, factor: number) {
  const { readings = 0, ...growing } = perDay(bytes, factor);
  return {
    growthBytesPerDay: total(growing),
    growthByPart: growing,
    readingsBytesAtMost: Math.round(readings * READINGS_KEPT_SHARE_OF_DAY),
    readingsBytesPerDayWithoutDropping: readings,
  };
}

function perDay(bytes: Readonly<Record<string, number>>, factor: number): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(bytes).map(([part, value]) => [part, Math.round(value * factor)]));
}

function total(bytes: Readonly<Record<string, number>>): number {
  return Object.values(bytes).reduce((sum, part) => sum + Math.max(0, part), 0);
}
