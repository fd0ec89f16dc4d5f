import { describe, expect, test } from "vitest";
import { filterWords } from "@/lib/client/filter/filter-words";
import { parseFilter } from "@/lib/client/filter/parse-filter";

describe("a filter in words", () => {
  test.each([
    ["", null],
    ["node:pve1,pve2 cpu>50", "node is pve1 or pve2, CPU over 50 %"],
    ["-state:stopped mem>=80%", "not: state is stopped, memory in use at least 80 %"],
    ["name~web api", "name contains web, “api” anywhere"],
    ["memory>=16G uptime<1d uptime>90", "memory at least 16 GiB, uptime under 1 d, uptime over 1 min 30 s"],
    ["io>10M", "disk IO over 10 MiB/s"],
    ["is:locked id!=110", "is locked, ID is not 110"],
  ])("%s", (text, words) => {
    expect(filterWords(parseFilter(text).terms)).toBe(words);
  });
});
