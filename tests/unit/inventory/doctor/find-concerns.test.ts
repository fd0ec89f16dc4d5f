import { describe, expect, it } from "vitest";
import type { ClusterFacts, ExaminedEndpoint } from "@/lib/inventory/doctor/concern";
import { findConcerns } from "@/lib/inventory/doctor/find-concerns";

const NOW = Date.UTC(2026, 0, 5);
const DAY = 86_400_000;

const endpoint = (label: string, rest: Partial<ExaminedEndpoint> = {}): ExaminedEndpoint => ({
  label,
  latencyMs: 12,
  clockOffsetMs: 100,
  certificateValidToMs: NOW + 400 * DAY,
  clusterName: "prod",
  nodes: ["pve1", "pve2"],
  failure: null,
  ...rest,
});

const node = (name: string, rest: Partial<ClusterFacts["nodes"][number]> = {}) => ({
  name,
  online: true,
  pveVersion: "9.1.2",
  clockOffsetMs: 0,
  ...rest,
});

function facts(rest: Partial<ClusterFacts> = {}): ClusterFacts {
  return {
    checkedAtMs: NOW,
    tlsPolicy: "fingerprint",
    endpoints: [endpoint("pve1:8006"), endpoint("pve2:8006")],
    quorate: true,
    nodes: [node("pve1"), node("pve2")],
    haServices: 0,
    ignoredRules: [],
    balancer: { mode: "basic", automatic: false },
    token: { id: "evenkeel@pve!monitor", privilegeSeparation: true, expiresAtMs: 0 },
    permissions: null,
    major: 9,
    ...rest,
  };
}

const worst = (rest: Partial<ClusterFacts>) =>
  findConcerns(facts(rest))
    .filter(({ severity }) => severity !== "ok")
    .map(({ id, severity }) => `${severity} ${id}`);

describe("findConcerns", () => {
  it("says what is good when nothing is wrong", () => {
    const found = findConcerns(facts());

    expect(found.map(({ id, severity }) => [severity, id])).toEqual([
      ["ok", "endpoints"],
      ["ok", "certificates"],
      ["ok", "clocks"],
      ["ok", "quorum"],
      ["ok", "versions"],
    ]);
  });

  it.each<[string, Partial<ClusterFacts>, readonly string[]]>([
    ["a lost quorum", { quorate: false }, ["critical quorum"]],
    [
      "a node that is off",
      { nodes: [node("pve1"), node("pve2", { online: false, pveVersion: null })] },
      ["warning node-offline/pve2"],
    ],
    [
      "nodes of two releases",
      { nodes: [node("pve1"), node("pve2", { pveVersion: "8.4.1" })] },
      ["warning versions-mixed"],
    ],
    [
      "a minor difference",
      { nodes: [node("pve1"), node("pve2", { pveVersion: "9.1.1" })] },
      ["info versions-mixed"],
    ],
    [
      "a clock that runs ahead",
      { nodes: [node("pve1", { clockOffsetMs: 20_000 }), node("pve2")] },
      ["warning clock/pve1"],
    ],
    [
      "a clock that is an hour behind",
      { endpoints: [endpoint("pve1:8006", { clockOffsetMs: -3_600_000 })], nodes: [node("pve1")] },
      ["critical clock/pve1:8006"],
    ],
    [
      "a certificate near its end",
      { endpoints: [endpoint("a:1", { certificateValidToMs: NOW + 3 * DAY }), endpoint("b:1")] },
      ["warning certificate/a:1"],
    ],
    [
      "an expired certificate that must be trusted",
      {
        tlsPolicy: "system",
        endpoints: [endpoint("a:1", { certificateValidToMs: NOW - DAY }), endpoint("b:1")],
      },
      ["critical certificate/a:1"],
    ],
    ["certificates that nobody checks", { tlsPolicy: "insecure" }, ["warning certificate-unchecked"]],
    [
      "one endpoint down",
      {
        endpoints: [
          endpoint("a:1"),
          endpoint("b:1", {
            failure: { message: "b:1 could not be reached.", call: "GET /version", status: null },
          }),
        ],
      },
      ["warning endpoint-down/b:1"],
    ],
    [
      "endpoints of different clusters",
      { endpoints: [endpoint("a:1"), endpoint("b:1", { clusterName: "test", nodes: ["x1"] })] },
      ["critical endpoints-differ"],
    ],
    [
      "two standalone hosts",
      {
        quorate: null,
        endpoints: [
          endpoint("a:1", { clusterName: null, nodes: ["x"] }),
          endpoint("b:1", { clusterName: null, nodes: ["y"] }),
        ],
      },
      ["critical endpoints-differ"],
    ],
    ["a single endpoint", { endpoints: [endpoint("a:1")] }, ["info endpoint-single"]],
    [
      "HA and PVE's own balancer",
      { haServices: 3, balancer: { mode: "dynamic", automatic: true } },
      ["warning native-balancer", "info ha"],
    ],
    [
      "an HA rule that PVE ignores",
      { ignoredRules: [{ id: "apart", error: "resources: too many" }] },
      ["warning ha-rule/apart"],
    ],
    [
      "placing by load without rebalancing",
      { balancer: { mode: "dynamic", automatic: false } },
      ["info native-balancer"],
    ],
    [
      "a token near its end",
      { token: { id: "a@pve!b", privilegeSeparation: true, expiresAtMs: NOW + 2 * DAY } },
      ["warning token-expiry"],
    ],
    [
      "a token with all of root's rights",
      { token: { id: "root@pam!b", privilegeSeparation: false, expiresAtMs: 0 } },
      ["warning token-privsep"],
    ],
    [
      "a token that may too much",
      { permissions: { "/": { "User.Modify": 1, "VM.Audit": 1 } } },
      ["info token-unneeded"],
    ],
  ])("tells of %s", (_what, rest, expected) => {
    expect(worst(rest)).toEqual(expected);
  });

  it("is critical when no endpoint answers", () => {
    const failure = { message: "no route", call: "GET /version", status: null };
    const found = findConcerns(
      facts({
        endpoints: [endpoint("a:1", { failure, certificateValidToMs: null, nodes: [], clusterName: null })],
        quorate: null,
        nodes: [],
        haServices: null,
        balancer: null,
      }),
    );

    expect(found[0]).toMatchObject({ severity: "critical", id: "endpoint-down/a:1", subject: "a:1" });
  });
});
