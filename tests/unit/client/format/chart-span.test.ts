import { describe, expect, it, test } from "vitest";
import { chartSpanOf, chartSpanOfParameters, spanQuery, zoomBetween } from "@/lib/client/format/chart-span";

const spanOf = (text: string) => {
  const parameters = new URLSearchParams(text);
  return chartSpanOf((name) => parameters.get(name));
};

describe("what charts show", () => {
  it("is the range that the address names, a day without one", () => {
    expect(spanQuery(spanOf("range=7d"))).toEqual({ range: "7d" });
    expect(spanQuery(spanOf(""))).toEqual({ range: "24h" });
  });

  it("is the part of time that was chosen, and the range comes back after it", () => {
    const span = spanOf("range=7d&from=1000&to=90000");
    expect(spanQuery(span)).toEqual({ fromMs: 1_000, toMs: 90_000 });
    expect(span.range).toBe("7d");
    expect(span.key).not.toBe(spanOf("range=7d").key);
  });

  test.each(["from=5&to=5", "from=9&to=5", "from=x&to=5", "from=5", "from=-1&to=5", "from=1e3&to=5e3"])(
    "ignores %s",
    (text) => {
      expect(spanOf(text).zoom).toBeNull();
    },
  );

  it("reads the server's parameters alike, and of a repeated one nothing", () => {
    expect(chartSpanOfParameters({ from: "1000", to: "90000" }).zoom).toEqual({
      fromMs: 1_000,
      toMs: 90_000,
    });
    expect(chartSpanOfParameters({ range: ["7d", "1h"] }).range).toBe("24h");
  });

  it("is chosen by a drag in either direction, and not by a click", () => {
    expect(zoomBetween(500_000, 100_000)).toEqual({ fromMs: 100_000, toMs: 500_000 });
    expect(zoomBetween(100_000, 100_010)).toBeNull();
  });
});
