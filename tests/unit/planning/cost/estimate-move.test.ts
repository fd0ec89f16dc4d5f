import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { benefitSeconds } from "@/lib/planning/cost/benefit-seconds";
import { DEFAULT_COST_FACTORS } from "@/lib/planning/cost/cost-factors";
import { estimateMove, type MoveFigures } from "@/lib/planning/cost/estimate-move";

const GIB = 1_073_741_824;
const GIGABIT = 125_000_000;

function figures(overrides: Partial<MoveFigures> = {}): MoveFigures {
  return {
    kind: "live",
    memoryBytes: 8 * GIB,
    dirtyBytesPerSecond: 0,
    localDiskBytes: 0,
    diskWriteBytesPerSecond: 0,
    bytesPerSecond: GIGABIT,
    managedByHa: false,
    ...overrides,
  };
}

describe("a live move", () => {
  it("of an idle VM sends its memory once", () => {
    const { seconds, bytes, downtimeMs, throttledFraction, converges } = estimateMove(figures());
    expect(bytes).toBe(8 * GIB);
    expect(seconds).toBeCloseTo(7 + (8 * GIB) / GIGABIT, 9);
    expect(downtimeMs).toBe(140);
    expect({ throttledFraction, converges }).toEqual({ throttledFraction: 0, converges: true });
  });

  it("sends what is written meanwhile again: a fifth of the bandwidth costs a quarter more", () => {
    expect(estimateMove(figures({ dirtyBytesPerSecond: GIGABIT / 5 })).bytes).toBeCloseTo(10 * GIB, 0);
  });

  it("is about right for a VM of 4 GiB whose log is known: 18 s at 457 MiB/s", () => {
    const { seconds } = estimateMove(
      figures({ memoryBytes: 4 * GIB, bytesPerSecond: 457 * 1_048_576, dirtyBytesPerSecond: 20_000_000 }),
    );
    expect(seconds).toBeGreaterThan(12);
    expect(seconds).toBeLessThan(24);
  });

  it("slows a VM down that writes faster than can be sent, and stops it for longer", () => {
    const busy = estimateMove(figures({ dirtyBytesPerSecond: 2 * GIGABIT }));
    expect(busy.throttledFraction).toBeCloseTo(0.75, 9);
    expect(busy.converges).toBe(true);
    expect(busy.bytes).toBeCloseTo(9.5 * 8 * GIB, -2);
    expect(busy.downtimeMs).toBeGreaterThan(10_000);
    expect(busy.downtimeMs).toBeLessThanOrEqual(40 + ((8 * GIB) / GIGABIT) * 1_000);
  });

  it("counts for more than its seconds where the guest loses work by it, and for no more where it does not", () => {
    const { seconds, effortSeconds } = estimateMove(figures({ dirtyBytesPerSecond: GIGABIT / 2 }));
    expect(effortSeconds).toBe(seconds);
    const busy = estimateMove(figures({ dirtyBytesPerSecond: 2 * GIGABIT }));
    expect(busy.effortSeconds - busy.seconds).toBeCloseTo(5 * 0.75 * (busy.seconds - 7), 6);
    const hardly = estimateMove(figures({ dirtyBytesPerSecond: GIGABIT / 2 + 1 }));
    expect(hardly.effortSeconds).toBeCloseTo(hardly.seconds, 3);
  });

  it("does not converge when not even the strongest slow-down is enough", () => {
    expect(estimateMove(figures({ dirtyBytesPerSecond: 100 * GIGABIT })).converges).toBe(false);
  });

  it("copies local disks first, what is written to them again", () => {
    const idle = estimateMove(figures({ localDiskBytes: 32 * GIB }));
    expect(idle.bytes).toBe(40 * GIB);
    const busy = estimateMove(figures({ localDiskBytes: 32 * GIB, diskWriteBytesPerSecond: GIGABIT / 2 }));
    expect(busy.bytes).toBeCloseTo(72 * GIB, 0);
  });

  it("of an HA service waits for HA's round", () => {
    const difference = estimateMove(figures({ managedByHa: true })).seconds - estimateMove(figures()).seconds;
    expect(difference).toBeCloseTo(15, 9);
  });
});

describe("other moves", () => {
  it("a container on shared storage is away for the length of its restart", () => {
    const cost = estimateMove(figures({ kind: "restart" }));
    expect(cost).toMatchObject({ seconds: 12, bytes: 0, downtimeMs: 12_000 });
  });

  it("a container's local volumes are copied while it is down", () => {
    const cost = estimateMove(figures({ kind: "restart", localDiskBytes: GIGABIT * 60 }));
    expect(cost.seconds).toBeCloseTo(72, 9);
    expect(cost.downtimeMs).toBeCloseTo(72_000, 6);
  });

  it("a guest that does not run has no downtime, and on shared storage takes two seconds", () => {
    expect(estimateMove(figures({ kind: "offline" }))).toMatchObject({ seconds: 2, bytes: 0, downtimeMs: 0 });
    expect(estimateMove(figures({ kind: "offline", localDiskBytes: GIGABIT * 10 })).seconds).toBeCloseTo(12);
  });

  it("learned factors change seconds and downtime, not bytes", () => {
    const learned = { ...DEFAULT_COST_FACTORS, secondsFactor: 2, downtimeFactor: 3 };
    const usual = estimateMove(figures());
    const cost = estimateMove(figures(), learned);
    expect(cost.seconds - 7).toBeCloseTo(2 * (usual.seconds - 7), 9);
    expect(cost.downtimeMs).toBeCloseTo(3 * usual.downtimeMs, 9);
    expect(cost.bytes).toBe(usual.bytes);
  });
});

const anyFigures = fc.record<MoveFigures>({
  kind: fc.constantFrom("live", "restart", "offline"),
  memoryBytes: fc.double({ min: 0, max: 4_096 * GIB, noNaN: true }),
  dirtyBytesPerSecond: fc.double({ min: 0, max: 1e12, noNaN: true }),
  localDiskBytes: fc.double({ min: 0, max: 1e15, noNaN: true }),
  diskWriteBytesPerSecond: fc.double({ min: 0, max: 1e11, noNaN: true }),
  bytesPerSecond: fc.double({ min: 1, max: 1e12, noNaN: true }),
  managedByHa: fc.boolean(),
});

describe("whatever the figures are", () => {
  const share = fc.double({ min: 0, max: 3, noNaN: true });

  test.each(["memoryBytes", "dirtyBytesPerSecond", "localDiskBytes", "diskWriteBytesPerSecond"] as const)(
    "more %s never costs less",
    (key) => {
      fc.assert(
        fc.property(anyFigures, share, (one, more) => {
          const less = estimateMove(one);
          const cost = estimateMove({ ...one, [key]: one[key] * (1 + more) });
          const rounding = 1 - 1e-12;
          expect(cost.seconds).toBeGreaterThanOrEqual(less.seconds * rounding);
          expect(cost.bytes).toBeGreaterThanOrEqual(less.bytes * rounding);
          expect(cost.downtimeMs).toBeGreaterThanOrEqual(less.downtimeMs * rounding);
        }),
      );
    },
  );

  it("less bandwidth never costs less", () => {
    fc.assert(
      fc.property(anyFigures, share, (one, more) => {
        const wide = estimateMove({ ...one, bytesPerSecond: one.bytesPerSecond * (1 + more) });
        const narrow = estimateMove(one);
        const rounding = 1 - 1e-12;
        expect(narrow.seconds).toBeGreaterThanOrEqual(wide.seconds * rounding);
        expect(narrow.bytes).toBeGreaterThanOrEqual(wide.bytes * rounding);
        expect(narrow.downtimeMs).toBeGreaterThanOrEqual(wide.downtimeMs * rounding);
      }),
    );
  });

  it("the result is finite and not negative, even for figures that are none", () => {
    const odd = fc.constantFrom(Number.NaN, -1, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0);
    const keys = [
      "memoryBytes",
      "dirtyBytesPerSecond",
      "localDiskBytes",
      "diskWriteBytesPerSecond",
      "bytesPerSecond",
    ] as const;
    fc.assert(
      fc.property(anyFigures, fc.constantFrom(...keys), odd, (one, key, value) => {
        const { seconds, bytes, downtimeMs } = estimateMove({ ...one, [key]: value });
        for (const figure of [seconds, bytes, downtimeMs]) {
          expect(Number.isFinite(figure)).toBe(true);
          expect(figure).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });
});

describe("what relief is worth", () => {
  it("ten percent of a node for a day is worth 8,640 s", () => {
    expect(benefitSeconds(0.1, 24)).toBeCloseTo(8_640, 9);
  });

  it("no relief is worth nothing", () => {
    expect(benefitSeconds(-0.1, 24)).toBe(0);
    expect(benefitSeconds(0.1, 0)).toBe(0);
  });
});
