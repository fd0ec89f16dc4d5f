import { describe, expect, it } from "vitest";
import type { ScenarioInput } from "@/lib/inventory/scenario/scenario";
import { buildClusterModel } from "@/lib/planning/model/build-cluster-model";
import { createPlacement } from "@/lib/planning/model/create-placement";
import { brokenRules } from "@/lib/planning/rules/broken-rules";
import { guest, inputOf } from "../scenario-input";

type Rules = NonNullable<ScenarioInput["rules"]>;

const modelOf = (rules: Rules, guests = [100, 101, 102, 103].map((vmid) => guest(vmid, "pve1"))) =>
  buildClusterModel(inputOf({ guests, rules }));

describe("compiled rules", () => {
  it("join guests of strict affinities into groups, also through a guest they share; loose ones join nobody", () => {
    const { rules } = modelOf([
      { id: "a", kind: "affinity", guests: [101, 103] },
      { id: "b", kind: "affinity", guests: [103, 100] },
      { id: "c", kind: "affinity", guests: [100, 102], strict: false },
    ]);
    expect(rules.groups).toEqual([[0, 1, 3]]);
    expect([...rules.groupOf]).toEqual([0, 0, -1, 0]);
  });

  it("know which rules name a guest, who is left alone, and the nodes of a pin", () => {
    const { rules } = modelOf([
      { id: "hands-off", kind: "ignore", guests: [102] },
      { id: "lic", kind: "pin", guests: [100, 102], nodes: ["pve3", "pve1"] },
    ]);
    expect(rules.ofGuest).toEqual([[1], [], [0, 1], []]);
    expect([...rules.ignored]).toEqual([0, 0, 1, 0]);
    expect([...(rules.rules[1]?.allowed ?? [])]).toEqual([1, 0, 1]);
  });
});

describe("tags", () => {
  it("make rules in all the ways of writing them, however they are cased", () => {
    const tagged = (vmid: number, ...tags: string[]) => guest(vmid, "pve1", { tags });
    const { rules } = modelOf(
      [],
      [
        tagged(100, "plb_affinity_web", "PLB_ANTI_AFFINITY_db", "plb_pin_PVE2"),
        tagged(101, "plb_affinity_web", "plb_anti_affinity_db", "plb_ignore_backup"),
        tagged(102, "affinity_web", "exclude_db", "ignore", "production"),
      ],
    );
    expect(rules.rules.map(({ rule }) => [rule.id, rule.kind, rule.vmids])).toEqual([
      ["tag:affinity_web", "affinity", [102]],
      ["tag:exclude_db", "anti-affinity", [102]],
      ["tag:ignore", "ignore", [102]],
      ["tag:plb_affinity_web", "affinity", [100, 101]],
      ["tag:plb_anti_affinity_db", "anti-affinity", [100, 101]],
      ["tag:plb_ignore_backup", "ignore", [101]],
      ["tag:plb_pin_pve2", "pin", [100]],
    ]);
  });
});

describe("brokenRules", () => {
  it("reports each broken rule with its guests, nodes and a sentence", () => {
    const guests = [guest(100, "pve1"), guest(101, "pve2"), guest(102, "pve2"), guest(103, "pve3")];
    const model = modelOf(
      [
        { id: "apart", kind: "anti-affinity", guests: [100, 101, 102] },
        { id: "kept", kind: "anti-affinity", guests: [100, 103] },
        { id: "lic", kind: "pin", guests: [101, 103], nodes: ["pve1", "pve2"], strict: false },
        { id: "near", kind: "affinity", guests: [100, 103] },
      ],
      guests,
    );
    expect(brokenRules(model, model.startNode)).toEqual([
      {
        rule: "apart",
        kind: "anti-affinity",
        strict: true,
        guests: [101, 102],
        nodes: ["pve2"],
        sentence: "Guests 101, 102 must be kept apart (apart), but are on pve2.",
      },
      {
        rule: "lic",
        kind: "pin",
        strict: false,
        guests: [103],
        nodes: ["pve3"],
        sentence: "Guest 103 belongs on pve1, pve2 (lic), but is on pve3.",
      },
      {
        rule: "near",
        kind: "affinity",
        strict: true,
        guests: [100, 103],
        nodes: ["pve1", "pve3"],
        sentence: "Guests 100, 103 must stay together (near), but are on pve1, pve3.",
      },
    ]);
  });

  it("finds nothing exactly when the placement counts nothing", () => {
    const model = modelOf([
      { id: "apart", kind: "anti-affinity", guests: [100, 101] },
      { id: "lic", kind: "pin", guests: [102], nodes: ["pve2"] },
    ]);
    const placement = createPlacement(model);
    expect([brokenRules(model, placement.nodeOf).length, placement.brokenStrict]).toEqual([2, 2]);
    placement.apply(0, 2);
    placement.apply(2, 1);
    expect([brokenRules(model, placement.nodeOf).length, placement.brokenStrict]).toEqual([0, 0]);
  });
});
