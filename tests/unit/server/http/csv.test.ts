import { describe, expect, it } from "vitest";
import { csvFrom } from "@/lib/server/http/csv";

const field = (value: string | number | boolean | null) => csvFrom(["a"], [[value]]).split("\r\n")[1];

describe("comma-separated values", () => {
  it("begin with a byte order mark and end every line", () => {
    expect(csvFrom(["a", "b"], [[1, null]])).toBe("\uFEFFa,b\r\n1,\r\n");
  });

  it.each([
    ["a, b", '"a, b"'],
    ['say "no"', '"say ""no"""'],
    ["two\nlines", '"two\nlines"'],
    [-1.5, "-1.5"],
    [true, "true"],
  ])("write %j as %s", (value, text) => {
    expect(csvFrom(["a"], [[value]])).toBe(`\uFEFFa\r\n${text}\r\n`);
  });

  it.each(["=HYPERLINK(0)", "+1", "-1", "@SUM(1)", "\t=1", " =1", "\r=1"])(
    "make no formula of %j",
    (text) => {
      expect(field(text)?.replace(/^"/, "")).toMatch(/^'/);
    },
  );
});
