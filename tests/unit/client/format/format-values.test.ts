import { describe, expect, it, test } from "vitest";
import { formatBytes, formatBytesOf } from "@/lib/client/format/format-bytes";
import { countOf, formatNumber } from "@/lib/client/format/format-count";
import { formatFraction, formatPercent, shareOf } from "@/lib/client/format/format-percent";
import { formatNetwork, formatRate } from "@/lib/client/format/format-rate";
import { formatSettingValue } from "@/lib/client/format/format-setting";
import { spanText } from "@/lib/client/format/quantity";

describe("formatBytes", () => {
  test.each([
    [0, "0 B"],
    [1023, "1023 B"],
    [1024, "1 KiB"],
    [1536, "1.5 KiB"],
    [6_442_450_944, "6 GiB"],
    [137_438_953_472, "128 GiB"],
    [1_099_511_627_775, "1 TiB"],
    [2 ** 60, "1 024 PiB"],
  ])("writes %d bytes as %s", (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  test.each([[null], [undefined], [Number.NaN], [Number.POSITIVE_INFINITY]])(
    "shows a dash for %s",
    (value) => {
      expect(formatBytes(value)).toBe("–");
    },
  );

  it("writes used and total in the total's unit", () => {
    expect(formatBytesOf(44_238_350_000, 137_438_953_472)).toBe("41.2 / 128 GiB");
    expect(formatBytesOf(null, 137_438_953_472)).toBe("– / 128 GiB");
    expect(formatBytesOf(1024, null)).toBe("1 KiB");
    expect(formatBytesOf(null, null)).toBe("–");
  });
});

describe("rates", () => {
  test.each([
    [0, "0 bit/s"],
    [125, "1 kbit/s"],
    [11_775_000, "94.2 Mbit/s"],
    [1_250_000_000, "10 Gbit/s"],
  ])("writes a network rate of %d bytes/s as %s", (rate, text) => {
    expect(formatNetwork(rate)).toBe(text);
  });

  it("writes network rates in bytes when asked", () => {
    expect(formatNetwork(1_048_576, "bytes")).toBe("1 MiB/s");
  });

  it("writes disk rates in binary bytes and a dash for the unknown", () => {
    expect(formatRate(13_002_342)).toBe("12.4 MiB/s");
    expect(formatRate(null)).toBe("–");
    expect(formatNetwork(null)).toBe("–");
  });
});

describe("percentages", () => {
  test.each([
    [0, "0 %"],
    [0.004, "0.4 %"],
    [0.0996, "10 %"],
    [0.914, "91 %"],
    [1.024, "102 %"],
    [null, "–"],
  ])("writes the fraction %s as %s", (fraction, text) => {
    expect(formatFraction(fraction)).toBe(text);
  });

  it("writes percentages that already are", () => {
    expect(formatPercent(63.2)).toBe("63 %");
  });

  it("knows no share of nothing", () => {
    expect(shareOf(1, 4)).toBe(0.25);
    expect(shareOf(1, 0)).toBeNull();
    expect(shareOf(null, 4)).toBeNull();
    expect(shareOf(1, null)).toBeNull();
  });
});

describe("counts and settings", () => {
  it("sets thousands apart and agrees in number", () => {
    expect(formatNumber(12_345)).toBe("12 345");
    expect(formatNumber(null)).toBe("–");
    expect(countOf(1, "guest")).toBe("1 guest");
    expect(countOf(1200, "guest")).toBe("1 200 guests");
  });

  test.each([
    [10, "seconds", "10 s"],
    [70, "percent", "70 %"],
    [0.25, "factor", "0.25 ×"],
    [3, "count", "3"],
    [1_073_741_824, "bytes", "1 GiB"],
    [true, null, "on"],
    ["", null, "not set"],
    ["memory", null, "memory"],
  ])("writes a setting's value %s (%s) as %s", (value, unit, text) => {
    expect(formatSettingValue(value, unit)).toBe(text);
  });
});

describe("spanText", () => {
  it("says a shared unit once, and both where they differ", () => {
    expect(spanText({ number: "406", unit: "KiB/s" }, { number: "456", unit: "KiB/s" })).toBe(
      "406 to 456 KiB/s",
    );
    expect(spanText({ number: "941", unit: "MiB" }, { number: "1.2", unit: "GiB" })).toBe(
      "941 MiB to 1.2 GiB",
    );
  });
});
