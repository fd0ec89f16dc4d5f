import { afterEach, describe, expect, it } from "vitest";
import type { ScenarioInput } from "@/lib/inventory/scenario/scenario";
import { pveData, pveRequest } from "../../support/pve-request";
import { startTestSimulator, type TestSimulator } from "../../support/simulator";
import { smallCluster } from "./small-cluster";

const running: TestSimulator[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((simulator) => simulator.stop()));
});

async function start(overrides: Partial<ScenarioInput> = {}): Promise<TestSimulator> {
  const simulator = await startTestSimulator(smallCluster(overrides), { speed: 0 });
  running.push(simulator);
  return simulator;
}

type Row = Record<string, number>;

describe("round-robin archives", () => {
  it.each([
    ["8.4", "hour", 60, 60],
    ["8.4", "day", 1_800, 70],
    ["8.4", "week", 10_800, 70],
    ["8.4", "month", 43_200, 70],
    ["8.4", "year", 604_800, 70],
    ["9.1", "hour", 60, 60],
    ["9.1", "day", 60, 1440],
    ["9.1", "week", 1_800, 336],
    ["9.1", "month", 1_800, 1440],
    ["9.1", "year", 21_600, 1440],
    ["9.1", "decade", 604_800, 570],
  ] as const)("of %s have for a %s steps of %i s, %i of them", async (pve, timeframe, step, points) => {
    const simulator = await start({ pve });
    const rows = await pveData<Row[]>(simulator, `/nodes/pve1/rrddata?timeframe=${timeframe}`);
    expect(rows).toHaveLength(points);
    expect(rows.every((row) => (row.time ?? 1) % step === 0)).toBe(true);
    expect((rows[1]?.time ?? 0) - (rows[0]?.time ?? 0)).toBe(step);
    expect(Object.keys(rows.at(-1) ?? {})).toEqual(["time"]);
  });

  it("have no decade for guests, and none at all before 9", async () => {
    const newer = await start();
    expect((await pveRequest(newer, "/nodes/pve1/qemu/100/rrddata?timeframe=decade")).status).toBe(400);
    const older = await start({ pve: "8.4" });
    expect((await pveRequest(older, "/nodes/pve1/rrddata?timeframe=decade")).status).toBe(400);
  });

  it("tell pressure and memory of the host only from 9 on", async () => {
    const newer = await start();
    const older = await start({ pve: "8.4" });
    const path = "/nodes/pve1/qemu/100/rrddata?timeframe=hour";
    const columns = async (simulator: TestSimulator): Promise<string[]> =>
      Object.keys((await pveData<Row[]>(simulator, path))[0] ?? {}).sort();
    const common = [
      "cpu",
      "disk",
      "diskread",
      "diskwrite",
      "maxcpu",
      "maxdisk",
      "maxmem",
      "mem",
      "netin",
      "netout",
      "time",
    ];
    expect(await columns(older)).toEqual(common);
    expect(await columns(newer)).toEqual(
      [
        ...common,
        "memhost",
        "pressurecpufull",
        "pressurecpusome",
        "pressureiofull",
        "pressureiosome",
        "pressurememoryfull",
        "pressurememorysome",
      ].sort(),
    );
  });

  it("agree with the present", async () => {
    const simulator = await start();
    const rows = await pveData<Row[]>(simulator, "/nodes/pve1/qemu/100/rrddata?timeframe=hour");
    expect(rows.at(-2)?.cpu).toBeCloseTo(0.375, 1);
    const node = await pveData<Row[]>(simulator, "/nodes/pve1/rrddata?timeframe=hour");
    expect(node.at(-2)?.cpu).toBeCloseTo(0.02 + 1.7 / 16, 1);
    const storage = await pveData<Row[]>(simulator, "/nodes/pve1/storage/ceph/rrddata?timeframe=year");
    expect(storage.at(-2)?.used).toBeGreaterThan(storage[0]?.used ?? 0);
  });

  it("have gaps where a guest was off or a node was down", async () => {
    const simulator = await start();
    await simulator.post({ do: "guest-stop", vmid: 104 });
    await simulator.post({ do: "node-down", node: "pve2" });
    simulator.advance(600);
    const guest = await pveData<Row[]>(simulator, "/nodes/pve3/qemu/104/rrddata?timeframe=hour");
    expect(Object.keys(guest.at(-3) ?? {}).sort()).toEqual(["disk", "maxcpu", "maxdisk", "maxmem", "time"]);
    const node = await pveData<Row[]>(simulator, "/nodes/pve2/rrddata?timeframe=hour");
    expect(Object.keys(node.at(-3) ?? {})).toEqual(["time"]);
    expect(node[5]).toHaveProperty("cpu");
  });

  it("let a weekend come and go in the course of hours, not at midnight", async () => {
    const simulator = await start({
      clock: "2026-01-05T12:00:00Z",
      guests: [
        {
          vmid: 100,
          node: "pve1",
          cores: 4,
          memory: 1024 ** 3,
          cpuUsed: 1,
          load: { kind: "daily", amplitude: 0, weekend: 0.2 },
        },
      ],
    });
    const rows = await pveData<Row[]>(simulator, "/nodes/pve1/qemu/100/rrddata?timeframe=week");
    const cpu = (text: string): number =>
      4 * (rows.find((row) => row.time === Date.parse(`${text}:00Z`) / 1_000)?.cpu ?? Number.NaN);
    expect(cpu("2026-01-02T18:00")).toBeCloseTo(1, 1);
    expect(cpu("2026-01-02T23:30")).toBeCloseTo(0.65, 1);
    expect(cpu("2026-01-03T06:00")).toBeCloseTo(0.2, 1);
    expect(cpu("2026-01-04T18:00")).toBeCloseTo(0.2, 1);
    expect(cpu("2026-01-05T06:00")).toBeCloseTo(1, 1);
    const values = rows.flatMap((row) => row.cpu ?? []).map((value) => 4 * value);
    const steps = values.slice(1).map((value, index) => Math.abs(value - (values[index] ?? value)));
    expect(Math.max(...steps)).toBeLessThan(0.15);
  });

  it("show the day and the week of a daily load", async () => {
    const simulator = await start({
      guests: [
        {
          vmid: 100,
          node: "pve1",
          cores: 4,
          memory: 1024 ** 3,
          cpuUsed: 1,
          load: { kind: "daily", amplitude: 0.8, peakHour: 12, weekend: 0.3 },
        },
      ],
    });
    const rows = await pveData<Row[]>(simulator, "/nodes/pve1/qemu/100/rrddata?timeframe=month");
    const average = (matches: (date: Date) => boolean): number => {
      const values = rows.filter((row) => row.cpu !== undefined && matches(new Date((row.time ?? 0) * 1000)));
      return values.reduce((sum, row) => sum + (row.cpu ?? 0), 0) / values.length;
    };
    const weekday = (date: Date): boolean => date.getUTCDay() > 0 && date.getUTCDay() < 6;
    const noon = average((date) => weekday(date) && date.getUTCHours() === 12);
    const night = average((date) => weekday(date) && date.getUTCHours() === 0);
    const sunday = average((date) => date.getUTCDay() === 0 && date.getUTCHours() === 12);
    expect(noon).toBeGreaterThan(night * 3);
    expect(noon).toBeGreaterThan(sunday * 2);
  });
});

interface Metric {
  readonly id: string;
  readonly metric: string;
  readonly timestamp: number;
  readonly type: string;
  readonly value: number;
}

describe("/cluster/metrics/export", () => {
  const read = async (simulator: TestSimulator, query = ""): Promise<Metric[]> =>
    (await pveData<{ data: Metric[] }>(simulator, `/cluster/metrics/export${query}`)).data;

  it("tells the newest figures of everything", async () => {
    const metrics = await read(await start());
    expect(new Set(metrics.map((one) => one.timestamp)).size).toBe(1);
    expect(new Set(metrics.map((one) => one.id.split("/")[0]))).toEqual(
      new Set(["node", "qemu", "lxc", "storage"]),
    );
    expect(metrics.find((one) => one.id === "qemu/100" && one.metric === "netin")).toBeUndefined();
    expect(metrics.find((one) => one.id === "qemu/100" && one.metric === "net_in")?.type).toBe("derive");
    expect(
      metrics
        .filter((one) => one.id === "qemu/102")
        .map((one) => one.metric)
        .sort(),
    ).toEqual(["cpu_max", "disk_total", "mem_total", "uptime"]);
  });

  it("keeps half an hour in steps of ten seconds, there from the first second", async () => {
    const simulator = await start();
    const times = [...new Set((await read(simulator, "?history=1")).map((one) => one.timestamp))];
    expect(times).toHaveLength(181);
    expect(times.every((time, index) => index === 0 || time - (times[index - 1] ?? 0) === 10)).toBe(true);
    const since = times[175] ?? 0;
    const late = await read(simulator, `?history=1&start-time=${since}`);
    expect([...new Set(late.map((one) => one.timestamp))]).toEqual(times.slice(176));
  });
});
