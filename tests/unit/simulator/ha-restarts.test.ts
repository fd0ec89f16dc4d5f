import { afterEach, describe, expect, it } from "vitest";
import type { TestSimulator } from "../../support/simulator";
import { guestRow, startCluster, stopAll, tasksOf } from "./migration-support";

const GIB = 1024 ** 3;
afterEach(stopAll);

const start = (ha: object): Promise<TestSimulator> =>
  startCluster({
    rules: [],
    guests: [
      { vmid: 100, node: "pve1", cores: 2, memory: GIB, ha: { state: "started", ...ha } },
      { vmid: 101, node: "pve2", cores: 2, memory: GIB, ha: { state: "started" } },
    ],
  });

/** What became of a service once nothing changes any more. */
async function settled(simulator: TestSimulator): Promise<Record<string, unknown>> {
  simulator.advance(200);
  const { node, status, hastate } = await guestRow(simulator, 100);
  const starts = await tasksOf(simulator, "qmstart");
  const failed = starts.filter((task) => task.status !== "OK").length;
  return { node, status, hastate, failed };
}

describe("a service whose process ends", () => {
  it("is started again where it is", async () => {
    const simulator = await start({});
    await simulator.post({ do: "guest-crash", vmid: 100 });
    expect(await guestRow(simulator, 100)).toMatchObject({ hastate: "started" });
    expect(await settled(simulator)).toEqual({
      node: "pve1",
      status: "running",
      hastate: "started",
      failed: 0,
    });
  });

  it("is tried again on its node as often as max_restart says", async () => {
    const simulator = await start({ maxRestart: 2 });
    await simulator.post({ do: "start-fail", vmid: 100, times: 2 });
    await simulator.post({ do: "guest-crash", vmid: 100 });
    expect(await settled(simulator)).toEqual({
      node: "pve1",
      status: "running",
      hastate: "started",
      failed: 2,
    });
  });

  it("goes to another node when its own cannot start it", async () => {
    const simulator = await start({ maxRestart: 0, maxRelocate: 1 });
    await simulator.post({ do: "start-fail", vmid: 100, node: "pve1", times: 50 });
    await simulator.post({ do: "guest-crash", vmid: 100 });
    expect(await settled(simulator)).toEqual({
      node: "pve3",
      status: "running",
      hastate: "started",
      failed: 1,
    });
  });

  it("is given up when nothing is left to try, and nothing more happens then", async () => {
    const simulator = await start({ maxRestart: 1, maxRelocate: 1 });
    await simulator.post({ do: "start-fail", vmid: 100, times: 50 });
    await simulator.post({ do: "guest-crash", vmid: 100 });
    const first = await settled(simulator);
    expect(first).toEqual({ node: "pve3", status: "stopped", hastate: "error", failed: 4 });
    expect(await settled(simulator)).toEqual(first);
  });

  it("stays off when HA does not have it", async () => {
    const simulator = await startCluster();
    await simulator.post({ do: "guest-crash", vmid: 110 });
    simulator.advance(200);
    expect(await guestRow(simulator, 110)).toMatchObject({ status: "stopped" });
  });
});
