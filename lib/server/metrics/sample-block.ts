import "server-only";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { ByteReader } from "./byte-reader";
import { ByteWriter, unsignedLength } from "./byte-writer";
import {
  METRIC_LAYOUT,
  type MetricScale,
  type SampleKind,
  type SampleTier,
  STATISTICS,
} from "./metric-layout";
import { quantise, restore } from "./quantise";

/**
 * What is known of one object at one time. `key` is an object's number in a row of many objects, and the number of
 * the minute or hour in a row of one object. `values` has, for each statistic, one value per metric of the
 * layout (or per metric asked for); not-a-number where nothing is known.
 */
export interface SampleEntry {
  readonly key: number;
  /** Readings that the entry was made from; 0 for back-filled history. */
  readonly readings: number;
  readonly values: number[];
}

const FORMAT_VERSION = 1;
const EMPTY_COLUMN = 0;
const PLAIN_COLUMN = 1;
const DELTA_COLUMN = 2;
/** Readings live for hours and come by the thousand: a hundredth more bytes for a quarter less time. */
const FAST = { level: 1, memLevel: 4, windowBits: 10 };
const THOROUGH = { level: 6, memLevel: 6, windowBits: 12 };
const NO_COLUMN = new Float64Array(0);

// One block is made at a time, without a pause in between.
const writer = new ByteWriter();

/** Packs entries, which must be in order of key, into the few bytes that are stored. */
export function encodeBlock(kind: SampleKind, tier: SampleTier, entries: readonly SampleEntry[]): Buffer {
  const layout = METRIC_LAYOUT[kind];
  const count = entries.length;
  writer.reset();
  writer.byte(FORMAT_VERSION);
  writer.unsigned(layout.length);
  writer.unsigned(count);
  let previousKey = 0;
  for (const { key } of entries) {
    writer.unsigned(key - previousKey);
    previousKey = key;
  }
  const averages = new Float64Array(count);
  const codes = new Float64Array(count);
  for (let row = 0; row < count; row += 1) codes[row] = entries[row]?.readings ?? 0;
  writeColumn(codes);
  layout.forEach(({ scale }, metric) => {
    readCodes(averages, entries, metric, scale);
    writeColumn(averages);
    for (let statistic = 1; statistic < STATISTICS[tier].length; statistic += 1) {
      readCodes(codes, entries, statistic * layout.length + metric, scale);
      relateTo(codes, averages);
      writeColumn(codes);
    }
  });
  return deflateRawSync(writer.bytes(), tier === "reading" ? FAST : THOROUGH);
}

function readCodes(
  codes: Float64Array,
  entries: readonly SampleEntry[],
  column: number,
  scale: MetricScale,
): void {
  for (let row = 0; row < codes.length; row += 1) {
    codes[row] = quantise(entries[row]?.values[column] ?? Number.NaN, scale);
  }
}

/** A maximum is near its average: only the difference is kept. */
function relateTo(codes: Float64Array, averages: Float64Array): void {
  for (let row = 0; row < codes.length; row += 1) {
    const code = codes[row] ?? 0;
    if (code !== 0) codes[row] = zigzag(code - (averages[row] ?? 0)) + 1;
  }
}

function writeColumn(codes: Float64Array): void {
  let plainLength = 0;
  let deltaLength = 0;
  let previous = 0;
  let isEmpty = true;
  for (const code of codes) {
    if (code !== 0) isEmpty = false;
    plainLength += unsignedLength(code);
    deltaLength += unsignedLength(zigzag(code - previous));
    previous = code;
  }
  if (isEmpty) {
    writer.byte(EMPTY_COLUMN);
    return;
  }
  const isDelta = deltaLength < plainLength;
  writer.byte(isDelta ? DELTA_COLUMN : PLAIN_COLUMN);
  previous = 0;
  for (const code of codes) {
    writer.unsigned(isDelta ? zigzag(code - previous) : code);
    previous = code;
  }
}

/** A block as it is stored: for each statistic one column per metric; not-a-number where nothing is known. */
export interface SampleColumns {
  readonly keys: readonly number[];
  readonly readings: Float64Array;
  readonly values: readonly Float64Array[];
}

/** Unpacks entries: {@link decodeColumns}, turned. */
export function decodeBlock(
  kind: SampleKind,
  tier: SampleTier,
  body: Uint8Array,
  metrics?: readonly number[],
): SampleEntry[] {
  const { keys, readings, values: columns } = decodeColumns(kind, tier, body, metrics);
  return keys.map((key, row) => ({
    key,
    readings: readings[row] ?? 0,
    values: columns.map((column) => column[row] ?? Number.NaN),
  }));
}

/**
 * Unpacks columns, without making anything for each entry.
 *
 * @param metrics columns of the layout that are wanted, in the order wanted; all when absent
 * @throws RangeError when the bytes are no block of this kind
 */
export function decodeColumns(
  kind: SampleKind,
  tier: SampleTier,
  body: Uint8Array,
  metrics?: readonly number[],
): SampleColumns {
  const layout = METRIC_LAYOUT[kind];
  const reader = new ByteReader(inflateRawSync(body));
  const version = reader.byte();
  if (version !== FORMAT_VERSION) throw new RangeError(`Samples of format ${version} cannot be read.`);
  const stored = reader.unsigned();
  const count = reader.unsigned();
  const keys = readKeys(reader, count);
  const readings = readColumn(reader, count);
  const statistics = STATISTICS[tier].length;
  const width = metrics?.length ?? layout.length;
  const values: Float64Array[] = [];
  for (let column = 0; column < statistics * width; column += 1) {
    values.push(new Float64Array(count).fill(Number.NaN));
  }
  for (let metric = 0; metric < stored; metric += 1) {
    const target = metrics ? metrics.indexOf(metric) : metric;
    const scale = layout[metric]?.scale;
    if (scale === undefined || target < 0) skipColumns(reader, count, statistics);
    else readMetric(reader, values, { scale, target, width, statistics });
  }
  return { keys, readings, values };
}

interface MetricPlace {
  readonly scale: MetricScale;
  readonly target: number;
  readonly width: number;
  readonly statistics: number;
}

function readMetric(reader: ByteReader, values: readonly Float64Array[], place: MetricPlace): void {
  const { scale, target, width, statistics } = place;
  const column = values[target] ?? NO_COLUMN;
  const averages = readColumn(reader, column.length);
  for (let row = 0; row < column.length; row += 1) {
    const code = averages[row] ?? 0;
    if (code !== 0) column[row] = restore(code, scale);
  }
  for (let statistic = 1; statistic < statistics; statistic += 1) {
    const related = values[statistic * width + target] ?? NO_COLUMN;
    const codes = readColumn(reader, column.length);
    for (let row = 0; row < column.length; row += 1) {
      const code = codes[row] ?? 0;
      if (code !== 0) related[row] = restore(unzigzag(code - 1) + (averages[row] ?? 0), scale);
    }
  }
}

function skipColumns(reader: ByteReader, count: number, columns: number): void {
  for (let left = columns; left > 0; left -= 1) {
    if (reader.byte() !== EMPTY_COLUMN) reader.skip(count);
  }
}

function readKeys(reader: ByteReader, count: number): number[] {
  const keys: number[] = [];
  let key = 0;
  for (let index = 0; index < count; index += 1) {
    key += reader.unsigned();
    keys.push(key);
  }
  return keys;
}

function readColumn(reader: ByteReader, count: number): Float64Array {
  const codes = new Float64Array(count);
  const mode = reader.byte();
  if (mode === EMPTY_COLUMN) return codes;
  let previous = 0;
  for (let index = 0; index < count; index += 1) {
    const code = mode === DELTA_COLUMN ? previous + unzigzag(reader.unsigned()) : reader.unsigned();
    codes[index] = code;
    previous = code;
  }
  return codes;
}

function zigzag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value;
}

function unzigzag(code: number): number {
  return code % 2 === 0 ? code / 2 : -(code + 1) / 2;
}
