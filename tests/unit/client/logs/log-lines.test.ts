import { describe, expect, it } from "vitest";
import type { LogRow } from "@/lib/api/logs";
import { type LogLines, MOST_LINES, withNewer, withOlder } from "@/lib/client/logs/log-lines";

const line = (id: number): LogRow => ({
  id: String(id),
  atMs: id,
  level: "info",
  component: null,
  message: `line ${id}`,
  move: null,
  fields: {},
  process: "host:1",
});
/** Newest first. */
const lines = (newest: number, oldest: number) =>
  Array.from({ length: newest - oldest + 1 }, (_, index) => line(newest - index));
const known = (newest: number, oldest: number): LogLines => ({
  rows: lines(newest, oldest),
  total: newest,
  nextCursor: oldest > 1 ? String(oldest) : null,
});
const ids = ({ rows }: LogLines) => rows.map(({ id }) => Number(id));

describe("a log that goes on", () => {
  it("puts new lines on top, and takes none twice", () => {
    const page = { rows: lines(12, 9), total: 4, nextCursor: null };
    const next = withNewer(known(10, 8), page);
    expect(ids(next)).toEqual([12, 11, 10, 9, 8]);
    expect(next).toMatchObject({ total: 12, nextCursor: "8" });
    expect(withNewer(next, page)).toBe(next);
  });

  it("compares numbers, not texts", () => {
    expect(ids(withNewer(known(9, 9), { rows: [line(10)], total: 1, nextCursor: null }))).toEqual([10, 9]);
  });

  it("begins with nothing", () => {
    const empty: LogLines = { rows: [], total: 0, nextCursor: null };
    expect(ids(withNewer(empty, { rows: [line(1)], total: 1, nextCursor: null }))).toEqual([1]);
  });

  it("lets the oldest go where there are too many, and can read them again", () => {
    const next = withNewer(known(MOST_LINES, 1), {
      rows: [line(MOST_LINES + 1)],
      total: 1,
      nextCursor: null,
    });
    expect(next.rows).toHaveLength(MOST_LINES);
    expect(next).toMatchObject({ total: MOST_LINES + 1, nextCursor: "2" });
  });

  it("adds older lines at the end", () => {
    const next = withOlder(known(10, 8), { rows: lines(8, 5), total: 10, nextCursor: "5" });
    expect(ids(next)).toEqual([10, 9, 8, 7, 6, 5]);
    expect(next.nextCursor).toBe("5");
  });
});
