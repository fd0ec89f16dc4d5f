import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { packRows, unpackRows } from "@/lib/api/packed-rows";

const row = fc.record({
  vmid: fc.integer(),
  name: fc.option(fc.string()),
  status: fc.constantFrom("running", "stopped"),
  share: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0)),
  tags: fc.array(fc.constantFrom("a", "b", "ignore"), { maxLength: 3 }),
  template: fc.boolean(),
});

describe("rows packed field by field", () => {
  it("come back as they were", () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 60 }), (rows) => {
        expect(unpackRows(packRows(rows))).toEqual(rows);
      }),
      { seed: 20_261_121, numRuns: 300 },
    );
  });

  it("may be none", () => {
    expect(unpackRows(packRows([]))).toEqual([]);
  });

  it("are told apart although a text looks like a list", () => {
    const rows = [{ value: "[]" }, { value: "x" }, { value: "[]" }, { value: "x" }, { value: "y" }];
    expect(unpackRows(packRows(rows))).toEqual(rows);
  });

  it("are much shorter than the rows when values repeat", () => {
    const rows = Array.from({ length: 1_000 }, (_, index) => ({
      clusterId: "11111111-1111-4111-8111-111111111111",
      vmid: index,
      status: index % 7 === 0 ? "stopped" : "running",
      tags: index % 3 === 0 ? ["web", "prod"] : [],
    }));
    expect(packRows(rows).length).toBeLessThan(JSON.stringify(rows).length / 8);
  });
});
