import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { METRIC_LAYOUT, STATISTICS } from "@/lib/server/metrics/metric-layout";
import { quantise, restore } from "@/lib/server/metrics/quantise";
import { decodeBlock, encodeBlock } from "@/lib/server/metrics/sample-block";

const value = fc.oneof(
  fc.constant(Number.NaN),
  fc.double({ min: 0, max: 1e13, noNaN: true }),
  fc.double({ min: 0, max: 1, noNaN: true }),
);

describe("a stored number", () => {
  test.each([
    ["fraction", 0.1234, 0.1234],
    ["hundredths", 3.456, 3.46],
    ["bytes", 6_442_450_944, 6_442_450_944],
    ["rate", 2_047, 2_047],
  ] as const)("keeps what its scale promises (%s)", (scale, from, to) => {
    expect(restore(quantise(from, scale), scale)).toBeCloseTo(to, 6);
  });

  test("of a rate is within 0.05 % at any size", () => {
    fc.assert(
      fc.property(fc.double({ min: 1_000, max: 1e12, noNaN: true }), (rate) => {
        expect(Math.abs(restore(quantise(rate, "rate"), "rate") / rate - 1)).toBeLessThan(0.000_5);
      }),
    );
  });

  test.each([Number.NaN, -1, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    "is not known for %s",
    (odd) => {
      for (const scale of ["fraction", "bytes", "rate", "hundredths"] as const) {
        expect(restore(quantise(odd, scale), scale)).toBeNaN();
      }
    },
  );
});

describe("a block", () => {
  test.each(["reading", "minute", "hour"] as const)(
    "of %s entries is the same after it was stored twice",
    (tier) => {
      const width = METRIC_LAYOUT.guest.length * STATISTICS[tier].length;
      const entries = fc.uniqueArray(
        fc.record({
          key: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
          readings: fc.integer({ min: 0, max: 400 }),
          values: fc.array(value, { minLength: width, maxLength: width }),
        }),
        { selector: ({ key }) => key, maxLength: 40 },
      );
      fc.assert(
        fc.property(entries, (unsorted) => {
          const sorted = unsorted.toSorted((left, right) => left.key - right.key);
          const once = decodeBlock("guest", tier, encodeBlock("guest", tier, sorted));
          expect(once.map(({ key, readings }) => [key, readings])).toEqual(
            sorted.map(({ key, readings }) => [key, readings]),
          );
          expect(encodeBlock("guest", tier, once)).toEqual(encodeBlock("guest", tier, sorted));
        }),
      );
    },
  );

  test("gives only the metrics asked for, in the order asked for", () => {
    const values = [0.5, 2 ** 30, Number.NaN, Number.NaN, 10, 20, 30, 40];
    const body = encodeBlock("guest", "reading", [{ key: 7, readings: 1, values }]);
    expect(decodeBlock("guest", "reading", body, [5, 0])[0]?.values).toEqual([20, 0.5]);
  });

  test("with the worst figures of 32 nodes still fits into a page", () => {
    const width = METRIC_LAYOUT.node.length;
    let seed = 1;
    const random = () => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed / 2_147_483_647;
    };
    const entries = Array.from({ length: 32 }, (_, index) => ({
      key: index * 1_000_003,
      readings: 6,
      values: Array.from({ length: 2 * width }, () => random() * 10 ** (random() * 18)),
    }));
    expect(encodeBlock("node", "minute", entries).length).toBeLessThan(8_000);
  });

  test("that is damaged or foreign is refused", () => {
    expect(() => decodeBlock("guest", "reading", Buffer.from([1, 2, 3]))).toThrow();
  });
});
