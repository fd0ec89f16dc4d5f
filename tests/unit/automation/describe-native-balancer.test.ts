import { describe, expect, it } from "vitest";
import { describeNativeBalancer } from "@/lib/automation/describe-native-balancer";
import { parseScenario } from "@/lib/inventory/scenario/parse-scenario";
import { snapshotFromScenario } from "@/lib/inventory/scenario/snapshot-from-scenario";
import type { Snapshot } from "@/lib/inventory/snapshot";

const GIB = 2 ** 30;

function cluster(balancer: Snapshot["balancer"]): Snapshot {
  const guest = (vmid: number) => ({ vmid, node: "pve1", cores: 1, memory: GIB });
  const { scenario } = parseScenario(
    JSON.stringify({
      version: 1,
      nodes: [{ name: "pve1", cores: 8, memory: 32 * GIB }],
      guests: [
        { ...guest(100), ha: { state: "started" } },
        { ...guest(101), ha: { state: "started" } },
        { ...guest(102), ha: { state: "ignored" } },
        guest(103),
      ],
    }),
  );
  const snapshot = snapshotFromScenario(scenario);
  const service = (vmid: number, autoRebalance: boolean | null) => ({
    sid: `vm:${vmid}`,
    vmid,
    state: "started",
    group: null,
    maxRestart: null,
    maxRelocate: null,
    autoRebalance,
  });
  const guests = snapshot.guests.map((one) => ({
    ...one,
    haState: { 100: "started", 101: "started", 102: "ignored" }[one.vmid] ?? null,
  }));
  const highAvailability = { services: [service(100, true), service(101, false)], rules: [] };
  const { balancer: _none, ...rest } = snapshot;
  return { ...rest, guests, highAvailability, ...(balancer && { balancer }) };
}

describe("Proxmox VE's own balancer", () => {
  it("is not talked of before it is known", () => {
    expect(describeNativeBalancer(cluster(undefined), true)).toBeNull();
  });

  it.each(["basic", "static", "dynamic"])("in the mode %s without rebalancing moves nothing", (mode) => {
    const state = describeNativeBalancer(cluster({ mode, automatic: false }), true);
    expect(state).toMatchObject({ guests: 0, setting: `crs: ha=${mode}`, warning: null });
    expect(state?.explanation).toContain("moves none to keep the nodes even");
  });

  it("that rebalances is left its HA guests, and both acting is warned of", () => {
    const snapshot = cluster({ mode: "dynamic", automatic: true });
    const state = describeNativeBalancer(snapshot, true);
    expect(state).toMatchObject({ guests: 1, setting: "crs: ha=dynamic,ha-auto-rebalance=1" });
    expect(state?.explanation).toContain("1 guest is left to it");
    expect(state?.warning).toMatch(
      /^Both Proxmox VE and automation act on this cluster: Proxmox VE on 1 HA guest/,
    );
    expect(describeNativeBalancer(snapshot, false)?.warning).toBeNull();
  });
});
