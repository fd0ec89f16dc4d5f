import { expect, it } from "vitest";
import { type EndpointDraft, moveEndpoint } from "@/lib/client/state/connection-draft";

const endpoints: readonly EndpointDraft[] = ["a", "b", "c"].map((host, key) => ({
  key,
  host,
  port: "8006",
  fingerprint: "",
}));
const hosts = (order: readonly EndpointDraft[]) => order.map(({ host }) => host).join("");

it.each([
  [0, 1, "bac"],
  [2, -1, "acb"],
  [0, -1, "abc"],
  [2, 1, "abc"],
] as const)("endpoint %i moved by %i gives %s", (index, by, order) => {
  expect(hosts(moveEndpoint(endpoints, index, by))).toBe(order);
});
