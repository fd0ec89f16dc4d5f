import { expect, test } from "vitest";
import { knownValues } from "@/lib/client/filter/known-values";
import { aGuestRow } from "../a-guest-row";

const guests = [
  aGuestRow({ node: "pve10", tags: ["web", "db"], pool: null }),
  aGuestRow({ node: "pve2", tags: [], pool: "prod" }),
  aGuestRow({ node: "pve2", tags: ["db"], pool: "prod" }),
];

test.each([
  ["node", ["pve2", "pve10"]],
  ["tag", ["db", "web"]],
  ["pool", ["prod"]],
  ["cluster", ["lab", "prod"]],
  ["type", ["vm", "ct"]],
  ["cpu", []],
])("knows what %s may be, each once and as people count", (field, values) => {
  expect(knownValues(field, guests, ["prod", "lab"])).toEqual(values);
});
