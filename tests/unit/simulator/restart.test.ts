import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { parseScenario } from "@/lib/inventory/scenario/parse-scenario";
import type { ScenarioInput } from "@/lib/inventory/scenario/scenario";
import { pveRequest } from "../../support/pve-request";
import { startTestSimulator } from "../../support/simulator";

const SCENARIO = {
  version: 1 as const,
  seed: 8,
  nodes: [
    { name: "pve1", cores: 8, memory: 34_359_738_368 },
    { name: "pve2", cores: 8, memory: 34_359_738_368 },
  ],
  guests: [100, 101, 102].map((vmid) => ({
    vmid,
    type: "qemu" as const,
    node: vmid === 102 ? "pve2" : "pve1",
    cores: 2,
    memory: 2_147_483_648,
    cpuUsed: 0.5,
    load: { kind: "daily" as const },
  })),
};

/** What the cluster says when its simulator was started at `clock`. */
async function seenAt(clock: string) {
  const simulator = await startTestSimulator({ ...SCENARIO, clock }, { speed: 0 });
  try {
    const rows = (await pveRequest(simulator, "/cluster/resources")).body?.data;
    const config = (await pveRequest(simulator, "/nodes/pve1/qemu/100/config")).body?.data;
    return { rows: rows as Record<string, unknown>[], config: config as Record<string, unknown> };
  } finally {
    await simulator.stop();
  }
}

describe("a simulator that is started again", () => {
  it("is the same cluster, a little later", async () => {
    const before = await seenAt("2026-03-11T09:00:00Z");
    const after = await seenAt("2026-03-11T09:10:00Z");

    expect(after.config.meta).toBe(before.config.meta);
    expect(after.config.vmgenid).toBe(before.config.vmgenid);
    for (const row of before.rows.filter(({ type }) => type === "node" || type === "qemu")) {
      const later = after.rows.find(({ id }) => id === row.id);
      expect(Number(later?.uptime) - Number(row.uptime)).toBe(600);
    }
  });

  it("has the same guests in it, not others with their numbers, whoever else came or went", async () => {
    const text = await readFile(
      new URL("../../../lib/simulator/scenarios/demo.yaml", import.meta.url),
      "utf8",
    );
    const { scenario } = parseScenario(text);
    const marks = async (changes: Partial<ScenarioInput>): Promise<Map<unknown, unknown>> => {
      const simulator = await startTestSimulator({ ...scenario, ...changes }, { speed: 0 });
      try {
        const ids = scenario.guests
          .filter(({ type }) => type === "qemu")
          .map(({ vmid, node }) => ({ vmid, node }));
        const found = new Map<unknown, unknown>();
        for (const { vmid, node } of ids) {
          const config = (await pveRequest(simulator, `/nodes/${node}/qemu/${vmid}/config`)).body?.data;
          const { vmgenid, smbios1, meta, net0 } = (config ?? {}) as Record<string, unknown>;
          found.set(vmid, [vmgenid, smbios1, meta, net0]);
        }
        return found;
      } finally {
        await simulator.stop();
      }
    };
    const monday = await marks({ clock: "2026-03-09T09:00:00Z" });
    const friday = await marks({ clock: "2026-03-13T23:10:00Z" });
    expect(friday).toEqual(monday);
    const fewer = await marks({
      clock: "2026-03-13T23:10:00Z",
      guests: scenario.guests.filter(({ vmid }) => vmid !== scenario.guests[0]?.vmid),
    });
    expect(fewer.get(204)).toEqual(monday.get(204));
  });

  it("goes on with counters that fit its rates, on another day too", async () => {
    const before = await seenAt("2026-03-11T09:00:00Z");
    const after = await seenAt("2026-03-14T09:00:00Z");
    for (const row of before.rows.filter(({ type }) => type === "qemu")) {
      const later = after.rows.find(({ id }) => id === row.id);
      const grown = Number(later?.netin) - Number(row.netin);
      const ordinary = (Number(row.netin) / Number(row.uptime)) * 3 * 86_400;
      expect(grown).toBeGreaterThan(0.9 * ordinary);
      expect(grown).toBeLessThan(1.1 * ordinary);
    }
  });
});
