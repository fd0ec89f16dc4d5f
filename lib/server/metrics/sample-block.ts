import "server-only";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { ByteReader } from "./byte-reader";
import { ByteWriter } from "./byte-writer";
import { METRIC_LAYOUT, type SampleKind, type SampleTier, STATISTICS } from "./metric-layout";
import { quantise, restore } from "./quantise";

/**
 * What is known of one object at one time. `key` is an object's number in a row of many objects, and the number of
 * the minute or hour in a row of one object. `values` has, for each statistic, one value per metric of the
 * layout; not-a-number where nothing is known.
 */
export interface SampleEntry {
  readonly key: number;
  /** Readings (in an hour: minutes) that the entry was made from; 0 for back-filled history. */
  readonly readings: number;
  readonly values: Float64Array;
}

const FORMAT_VERSION = 1;
const EMPTY_COLUMN = 0;
const PLAIN_COLUMN = 1;
const DELTA_COLUMN = 2;

/** Packs entries, which must be in order of key, into the few bytes that are stored. */
export function encodeBlock(kind: SampleKind, tier: SampleTier, entries: readonly SampleEntry[]): Buffer {
  const layout = METRIC_LAYOUT[kind];
  const statistics = STATISTICS[tier].length;
  const writer = new ByteWriter();
  writer.byte(FORMAT_VERSION);
  writer.unsigned(layout.length);
  writer.unsigned(entries.length);
  let previousKey = 0;
  for (const { key } of entries) {
    writer.unsigned(key - previousKey);
    previousKey = key;
  }
  writeColumn(
    writer,
    entries.map(({ readings }) => readings),
  );
  for (let metric = 0; metric < layout.length; metric += 1) {
    const scale = layout[metric]?.scale ?? "rate";
    const averages = entries.map(({ values }) => quantise(values[metric], scale));
    writeColumn(writer, averages);
    for (let statistic = 1; statistic < statistics; statistic += 1) {
      const column = entries.map(({ values }, index) => {
        const code = quantise(values[statistic * layout.length + metric], scale);
        return code === 0 ? 0 : zigzag(code - (averages[index] ?? 0)) + 1;
      });
      writeColumn(writer, column);
    }
  }
  return deflateRawSync(writer.bytes(), { level: 6, memLevel: 6, windowBits: 12 });
}

/** @throws RangeError when the bytes are no block of this kind */
export function decodeBlock(kind: SampleKind, tier: SampleTier, body: Uint8Array): SampleEntry[] {
  const layout = METRIC_LAYOUT[kind];
  const statistics = STATISTICS[tier].length;
  const reader = new ByteReader(inflateRawSync(body));
  const version = reader.byte();
  if (version !== FORMAT_VERSION) throw new RangeError(`Samples of format ${version} cannot be read.`);
  const columns = reader.unsigned();
  const count = reader.unsigned();
  const keys = readKeys(reader, count);
  const readings = readColumn(reader, count);
  const values = Array.from({ length: count }, () =>
    new Float64Array(statistics * layout.length).fill(Number.NaN),
  );
  for (let metric = 0; metric < columns; metric += 1) {
    const scale = layout[metric]?.scale;
    const averages = readColumn(reader, count);
    if (scale) {
      averages.forEach((code, row) => {
        place(values, row, metric, restore(code, scale));
      });
    }
    for (let statistic = 1; statistic < statistics; statistic += 1) {
      const column = readColumn(reader, count);
      if (!scale) continue;
      const offset = statistic * layout.length + metric;
      column.forEach((code, row) => {
        if (code !== 0) place(values, row, offset, restore(unzigzag(code - 1) + (averages[row] ?? 0), scale));
      });
    }
  }
  return keys.map((key, row) => ({
    key,
    readings: readings[row] ?? 0,
    values: values[row] ?? new Float64Array(0),
  }));
}

function place(values: readonly Float64Array[], row: number, column: number, value: number): void {
  const target = values[row];
  if (target) target[column] = value;
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

function writeColumn(writer: ByteWriter, codes: readonly number[]): void {
  if (codes.every((code) => code === 0)) {
    writer.byte(EMPTY_COLUMN);
    return;
  }
  const plain = new ByteWriter();
  const delta = new ByteWriter();
  let previous = 0;
  for (const code of codes) {
    plain.unsigned(code);
    delta.unsigned(zigzag(code - previous));
    previous = code;
  }
  const deltaIsShorter = delta.length < plain.length;
  writer.byte(deltaIsShorter ? DELTA_COLUMN : PLAIN_COLUMN);
  writer.append(deltaIsShorter ? delta : plain);
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
