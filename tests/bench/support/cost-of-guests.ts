import type { BenchPostgres } from "./bench-postgres";
import { mean } from "./figures";
import { measureReadings, type Readings } from "./measure-readings";

const GUESTS_PER_NODE = 100;
/** 1 is linear. At 1.1, ten times the guests may cost each guest a quarter more: room for noise, none for a square. */
export const GROWTH_LIMIT = 1.1;

interface Point {
  readonly guests: number;
  readonly cpuMs: number;
}

/**
 * CPU of a reading over the size of the cluster, a hundred guests a node. Between every two neighbouring sizes the
 * exponent of growth, log(CPU ratio) / log(size ratio), must not be above the limit: a part that grows faster than the
 * cluster cannot hide behind what small clusters cost in any case.
 */
export async function costOfGuests(
  postgres: BenchPostgres,
  options: { readonly sizes: readonly number[]; readonly warmUp: number; readonly cycles: number },
) {
  const { sizes, warmUp, cycles } = options;
  const points: Point[] = [];
  let largest: Readings = { readings: [], heapBytes: new Map() };
  for (const guests of sizes) {
    const nodes = Math.ceil(guests / GUESTS_PER_NODE);
    largest = await measureReadings(postgres, { nodes, guests, cycles: warmUp + cycles });
    points.push({ guests, cpuMs: mean(largest.readings.slice(warmUp).map((reading) => reading.cpuMs)) });
  }
  const exponents = points.slice(1).map((point, index) => exponent(points[index] ?? point, point));
  return {
    ok: exponents.every((growth) => growth <= GROWTH_LIMIT),
    largest,
    figures: {
      curve: points.map(({ guests, cpuMs }, index) => ({
        guests,
        cpuMilliseconds: Math.round(cpuMs),
        cpuMicrosecondsPerGuest: Math.round((cpuMs / guests) * 1_000),
        ...(index > 0 && { growthExponent: exponents[index - 1] }),
      })),
      counted: `mean of ${cycles} readings after ${warmUp}, CPU of the collecting process`,
    },
  };
}

function exponent(from: Point, to: Point): number {
  return Math.round((Math.log(to.cpuMs / from.cpuMs) / Math.log(to.guests / from.guests)) * 100) / 100;
}
