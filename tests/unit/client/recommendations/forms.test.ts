import { describe, expect, it } from "vitest";
import { gibFrom, gibText } from "@/lib/client/format/gib-text";
import { issueOf, ruleBody, ruleDraftOf } from "@/lib/client/recommendations/rule-draft";
import { EMPTY_WHAT_IF, isEmptyWhatIf, whatIfBody } from "@/lib/client/recommendations/what-if-form";

describe("a rule as it is typed", () => {
  const draft = ruleDraftOf(null);

  it("sends numbers, tags and pools however they are set apart", () => {
    const body = ruleBody({ ...draft, name: "db", vmids: "100, 101 102;103", tags: " db  web ", pools: "" });
    expect(body).toMatchObject({ vmids: [100, 101, 102, 103], tags: ["db", "web"], pools: [], nodes: [] });
  });

  it("sends what is no number as it is, so that the answer can say so", () => {
    expect(ruleBody({ ...draft, vmids: "100 db-1" }).vmids).toEqual([100, "db-1"]);
  });

  it("has nodes only while it is a pin", () => {
    expect(ruleBody({ ...draft, kind: "pin", nodes: ["pve1"] }).nodes).toEqual(["pve1"]);
    expect(ruleBody({ ...draft, kind: "affinity", nodes: ["pve1"] }).nodes).toEqual([]);
  });

  it("shows what is wrong with one entry at its field", () => {
    expect(issueOf("vmids", { "vmids.1": "A VMID is a whole number." })).toBe("A VMID is a whole number.");
    expect(issueOf("vmids", { vmids: "Name at least one.", "vmids.0": "other" })).toBe("Name at least one.");
    expect(issueOf("tags", { "vmids.1": "A VMID is a whole number." })).toBeUndefined();
  });

  it("is the same after it was opened and sent unchanged", () => {
    const rule = {
      id: "6f1a3c52-3d3c-4a55-9d6c-08e8f1c5ab11",
      name: "licence",
      kind: "pin",
      strict: false,
      enabled: true,
      vmids: [100, 101],
      tags: ["mssql"],
      pools: ["prod/db"],
      nodes: ["pve1"],
      updatedAtMs: 0,
      updatedBy: null,
    } as const;
    const { id: _id, updatedAtMs: _at, updatedBy: _by, ...given } = rule;
    const row = {
      ...rule,
      vmids: [...rule.vmids],
      tags: [...rule.tags],
      pools: [...rule.pools],
      nodes: [...rule.nodes],
    };
    expect(ruleBody(ruleDraftOf(row))).toEqual(given);
  });
});

describe("a what-if", () => {
  it("asks only about what was filled in", () => {
    expect(isEmptyWhatIf(EMPTY_WHAT_IF)).toBe(true);
    expect(
      whatIfBody({ ...EMPTY_WHAT_IF, values: { "planning.balanciness": " ", "planning.mode": "" } }),
    ).toEqual({
      settings: {},
      evacuate: [],
    });
  });

  it("sends numbers as numbers and choices as words", () => {
    const form = {
      ...EMPTY_WHAT_IF,
      values: { "planning.balanciness": "7,5", "planning.mode": "assigned", "planning.maxMoves": "many" },
      evacuate: ["pve2"],
    };
    expect(isEmptyWhatIf(form)).toBe(false);
    expect(whatIfBody(form)).toEqual({
      settings: { "planning.balanciness": 7.5, "planning.mode": "assigned", "planning.maxMoves": "many" },
      evacuate: ["pve2"],
    });
  });

  it("brings the weights of a preset along", () => {
    expect(whatIfBody({ ...EMPTY_WHAT_IF, preset: "conservative" }).settings).toMatchObject({
      "scoring.weights.now": 40,
    });
  });
});

describe("GiB in a field", () => {
  it.each([
    ["4", 4 * 2 ** 30],
    ["0,5", 2 ** 29],
    ["", 0],
    ["-1", null],
    ["four", null],
    [".", null],
  ])("%s", (text, bytes) => {
    expect(gibFrom(text)).toBe(bytes);
  });

  it("is shown as it is typed", () => {
    expect([gibText(0), gibText(2 ** 29), gibText(4 * 2 ** 30)]).toEqual(["0", "0.5", "4"]);
  });
});
