import { readFileSync } from "node:fs";
import path from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { parseScenario } from "@/lib/inventory/scenario/parse-scenario";
import { makeScenario } from "@/lib/simulator/make-scenario";
import { pveData } from "../../support/pve-request";
import { startTestSimulator, type TestSimulator } from "../../support/simulator";

const demo = readFileSync(
  path.join(import.meta.dirname, "../../../lib/simulator/scenarios/demo.yaml"),
  "utf8",
);
const running: TestSimulator[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((simulator) => simulator.stop()));
});

interface Row {
  readonly id: string;
  readonly type: string;
  readonly status: string;
  readonly cpu: number;
  readonly mem: number;
  readonly maxmem: number;
}

describe("the demo", () => {
  it("is a scenario without a single warning", () => {
    const { scenario, warnings } = parseScenario(demo);
    expect(warnings).toEqual([]);
    expect(scenario.nodes).toHaveLength(8);
    expect(scenario.guests.length).toBeGreaterThan(130);
  });

  it("has a node short of memory, a busy one, and rules that hold", async () => {
    const simulator = await startTestSimulator(demo, { speed: 0 });
    running.push(simulator);
    const rows = await pveData<Row[]>(simulator, "/cluster/resources");
    const memory = (name: string): number => {
      const node = rows.find((row) => row.id === `node/${name}`);
      return node ? node.mem / node.maxmem : 0;
    };
    expect(memory("elm")).toBeGreaterThan(0.9);
    expect(memory("hazel")).toBeLessThan(0.6);
    const { scenario } = parseScenario(demo);
    for (const rule of scenario.rules.filter((one) => one.kind === "anti-affinity")) {
      const homes = scenario.guests
        .filter((guest) => rule.guests.includes(guest.vmid))
        .map((guest) => guest.node);
      expect(new Set(homes).size, rule.id).toBe(rule.guests.length);
    }
  });

  it("lives: within an hour guests restart, stop, are backed up and move", async () => {
    const simulator = await startTestSimulator(demo, { speed: 0 });
    running.push(simulator);
    simulator.advance(3_600);
    const tasks = await pveData<{ type: string; starttime: number; status?: string }[]>(
      simulator,
      "/cluster/tasks",
    );
    const begin = Date.parse("2026-01-05T08:00:00Z") / 1000;
    const types = new Set(tasks.filter((task) => task.starttime >= begin).map((task) => task.type));
    expect([...types].sort()).toEqual(expect.arrayContaining(["vzdump", "vzmigrate"]));
    expect(types.size).toBeGreaterThan(4);
    expect(
      tasks.filter((task) => task.status && task.status !== "OK" && task.status !== "job errors"),
    ).toEqual([]);
  });
});

describe("makeScenario", () => {
  it("makes the same cluster for the same seed", () => {
    const options = { nodes: 3, guests: 20, seed: 5 };
    expect(makeScenario(options)).toEqual(makeScenario(options));
    expect(makeScenario(options)).not.toEqual(makeScenario({ ...options, seed: 6 }));
  });

  it("makes clusters whose nodes are not overfull, from one guest to thousands", () => {
    for (const [nodes, guests] of [
      [1, 1],
      [20, 500],
      [32, 1000],
    ] as const) {
      const scenario = makeScenario({ nodes, guests, seed: 1 });
      expect(scenario.guests).toHaveLength(guests);
      for (const node of scenario.nodes) {
        const used = scenario.guests
          .filter((guest) => guest.node === node.name && guest.status === "running")
          .reduce((sum, guest) => sum + (guest.memoryUsed ?? 0), node.baseMemory);
        expect(used).toBeLessThan(node.memory);
      }
    }
  });
});
