import { describe, expect, it, test } from "vitest";
import { freezeUntil } from "@/lib/automation/freeze-until";
import { aNodesFacts, DAY_MS, MINUTE_MS, NOW_MS } from "./an-automation-input";

const TEN_AGO = NOW_MS - 10 * MINUTE_MS;

describe("freezeUntil", () => {
  test.each([
    ["joined", { firstSeenAtMs: TEN_AGO }],
    ["started", { uptimeSeconds: 600 }],
    ["was lost", { lostContactAtMs: TEN_AGO }],
    ["came back", { lostContactAtMs: TEN_AGO - MINUTE_MS, regainedContactAtMs: TEN_AGO }],
  ] as const)("leaves the cluster alone for 30 minutes after a node %s", (because, facts) => {
    const nodes = [aNodesFacts(), aNodesFacts({ name: "pve2", ...facts })];
    expect(freezeUntil(nodes, 30, NOW_MS)).toEqual({
      node: "pve2",
      because,
      untilMs: NOW_MS + 20 * MINUTE_MS,
    });
  });

  it("is over when the time is", () => {
    const nodes = [aNodesFacts({ firstSeenAtMs: NOW_MS - 30 * MINUTE_MS })];
    expect(freezeUntil(nodes, 30, NOW_MS)).toBeNull();
    expect(freezeUntil(nodes, 30, NOW_MS - 1)).not.toBeNull();
  });

  it("does not wait for a node that has been away for long, nor for what is not known", () => {
    const away = aNodesFacts({
      uptimeSeconds: null,
      readAtMs: null,
      firstSeenAtMs: null,
      lostContactAtMs: NOW_MS - DAY_MS,
    });
    expect(freezeUntil([away], 30, NOW_MS)).toBeNull();
  });

  it("is switched off by 0 minutes", () => {
    expect(freezeUntil([aNodesFacts({ uptimeSeconds: 5 })], 0, NOW_MS)).toBeNull();
  });

  it("lasts until the latest change has settled, in whatever order nodes are", () => {
    const nodes = [
      aNodesFacts({ uptimeSeconds: 600 }),
      aNodesFacts({ name: "pve2", uptimeSeconds: 60 }),
      aNodesFacts({ name: "pve3", uptimeSeconds: 60 }),
    ];
    expect(freezeUntil(nodes, 30, NOW_MS)?.node).toBe("pve2");
    expect(freezeUntil(nodes.toReversed(), 30, NOW_MS)).toEqual(freezeUntil(nodes, 30, NOW_MS));
  });
});
