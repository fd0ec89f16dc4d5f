import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { completeFilter } from "@/lib/client/filter/complete-filter";
import { parseFilter } from "@/lib/client/filter/parse-filter";
import { parseQuantity } from "@/lib/client/filter/parse-quantity";

describe("parseFilter", () => {
  it("reads every kind of term of the grammar", () => {
    const { terms, problems } = parseFilter("node:pve1 tag:db,web cpu>50 -state:stopped name~web api");
    expect(problems).toEqual([]);
    expect(terms).toEqual([
      { field: "node", operator: "is", values: ["pve1"], negated: false, text: "node:pve1" },
      { field: "tag", operator: "is", values: ["db", "web"], negated: false, text: "tag:db,web" },
      { field: "cpu", operator: "over", values: ["50"], negated: false, text: "cpu>50" },
      { field: "state", operator: "is", values: ["stopped"], negated: true, text: "-state:stopped" },
      { field: "name", operator: "contains", values: ["web"], negated: false, text: "name~web" },
      { field: null, operator: "contains", values: ["api"], negated: false, text: "api" },
    ]);
  });

  it("keeps quoted words together", () => {
    const { terms } = parseFilter('name:"my web" "two words"');
    expect(terms.map((term) => term.values)).toEqual([["my web"], ["two words"]]);
  });

  it("is empty for empty text", () => {
    expect(parseFilter("   ")).toEqual({ terms: [], problems: [] });
  });

  test.each([
    ["colour:red", "is no field"],
    ["node>3", "is text"],
    ["cpu>lots", "is no number"],
    ["mem>5G", "is no number"],
    ["node:", "A value is missing"],
    ['""', "nothing to look for"],
  ])("says what is wrong with %s", (text, message) => {
    const { terms, problems } = parseFilter(text);
    expect(terms).toEqual([]);
    expect(problems[0]?.message).toContain(message);
  });

  it("never throws and accounts for every term", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const { terms, problems } = parseFilter(text);
        for (const term of terms) expect(term.values.length).toBeGreaterThan(0);
        expect(terms.length + problems.length).toBeLessThanOrEqual(text.length);
      }),
    );
  });
});

describe("parseQuantity", () => {
  test.each([
    ["50", "percent", 50],
    ["50%", "percent", 50],
    ["16G", "bytes", 16 * 1024 ** 3],
    ["1.5GiB", "bytes", 1.5 * 1024 ** 3],
    ["10M/s", "rate", 10 * 1024 ** 2],
    ["2d", "seconds", 172_800],
    ["5x", "seconds", null],
    ["", "count", null],
  ] as const)("reads %s (%s) as %s", (text, unit, value) => {
    expect(parseQuantity(text, unit)).toBe(value);
  });
});

describe("completeFilter", () => {
  const valuesOf = (known: Record<string, readonly string[]>) => (field: string) => known[field] ?? [];

  it("offers fields, then the values known for the field", () => {
    expect(completeFilter("state:running no", () => []).map(({ text }) => text)).toEqual([
      "state:running node:",
    ]);
    expect(completeFilter("-node:p", valuesOf({ node: ["pve1", "pve2"] })).map(({ text }) => text)).toEqual([
      "-node:pve1 ",
      "-node:pve2 ",
    ]);
    expect(completeFilter("pool:", valuesOf({ pool: ["two words"] }))[0]?.text).toBe('pool:"two words" ');
    expect(completeFilter("", valuesOf({ node: ["pve1"] }))).toEqual([]);
  });
});
