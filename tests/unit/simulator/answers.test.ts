import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pveData, pveRequest } from "../../support/pve-request";
import { startTestSimulator, type TestSimulator } from "../../support/simulator";
import { smallCluster } from "./small-cluster";

let simulator: TestSimulator;
beforeAll(async () => {
  simulator = await startTestSimulator(smallCluster(), { speed: 0 });
});
afterAll(() => simulator.stop());

type Row = Record<string, unknown>;
const rows = (path: string): Promise<Row[]> => pveData<Row[]>(simulator, path);

describe("answers", () => {
  it("come with pveproxy's headers", async () => {
    const { headers, reason } = await pveRequest(simulator, "/version");
    expect(reason).toBe("OK");
    expect(headers).toMatchObject({
      server: "pve-api-daemon/3.0",
      "content-type": "application/json;charset=UTF-8",
      pragma: "no-cache",
      connection: "Keep-Alive",
    });
  });

  it("have their keys in no order, not even twice in the same", async () => {
    const texts = new Set<string>();
    for (let call = 0; call < 12; call += 1) texts.add((await pveRequest(simulator, "/version")).text);
    expect(texts.size).toBeGreaterThan(1);
  });

  it("are compressed for whoever asks", async () => {
    const { headers } = await pveRequest(simulator, "/cluster/resources", {
      headers: { "Accept-Encoding": "gzip" },
    });
    expect(headers["content-encoding"]).toBe("gzip");
  });

  it("describe guests as PVE does", async () => {
    const guests = await rows("/cluster/resources?type=vm");
    const database = guests.find((row) => row.vmid === 100);
    expect(database).toMatchObject({
      id: "qemu/100",
      type: "qemu",
      name: "db1",
      node: "pve1",
      status: "running",
      template: 0,
      maxcpu: 4,
      disk: 0,
      tags: "db;prod",
      pool: "prod",
      hastate: "started",
    });
    expect(database?.cpu).toBeCloseTo(0.375, 1);
    expect(guests.find((row) => row.vmid === 102)).toMatchObject({ status: "stopped", cpu: 0, uptime: 0 });
    expect(guests.find((row) => row.vmid === 103)).not.toHaveProperty("tags");
  });

  it("hold text where PVE writes numbers as text", async () => {
    const status = await pveData<Row>(simulator, "/nodes/pve1/status");
    expect(status.loadavg).toEqual([expect.any(String), expect.any(String), expect.any(String)]);
    expect(await pveData(simulator, "/cluster/nextid")).toBe("105");
    expect(await pveData<Row>(simulator, "/nodes/pve1/qemu/100/config")).toMatchObject({ memory: "8192" });
    const container = await pveData<Row>(simulator, "/nodes/pve1/lxc/101/status/current");
    expect(container.pressurecpusome).toMatch(/^\d+\.\d\d$/);
  });

  it("tell a node's own use and its guests' together", async () => {
    const node = (await rows("/cluster/resources?type=node")).find((row) => row.node === "pve1");
    expect(node?.cpu).toBeCloseTo(0.02 + 1.7 / 16, 1);
    expect(node?.mem).toBeGreaterThan(10.8 * 1024 ** 3);
  });

  it("give the configuration that decides where a guest may run", async () => {
    expect(await pveData(simulator, "/nodes/pve2/qemu/103/config")).toMatchObject({
      hostpci0: expect.stringContaining("0000:01:00.0"),
    });
    expect(await pveData(simulator, "/nodes/pve1/lxc/101/config")).toMatchObject({
      rootfs: "local-lvm:vm-101-disk-0,size=8G",
      mp0: "/srv/data,mp=/srv/data",
    });
  });
});

describe("errors", () => {
  it.each([
    [
      "/nodes/pve1/qemu/999/config",
      500,
      "Configuration file 'nodes/pve1/qemu-server/999.conf' does not exist",
    ],
    ["/nodes/pve2/lxc/101/config", 500, "Configuration file 'nodes/pve2/lxc/101.conf' does not exist"],
    ["/nodes/pve9/status", 500, /^hostname lookup 'pve9' failed/],
    ["/nodes/pve1/storage/nix/content", 500, "storage 'nix' does not exist"],
    ["/pools/nix", 500, "pool 'nix' does not exist"],
    ["/no/such/thing", 501, "Method 'GET /no/such/thing' not implemented"],
    ["//foo", 501, "no such uri"],
  ])("of %s are PVE's: %i %s", async (path, status, reason) => {
    const answer = await pveRequest(simulator, path);
    expect(answer.status).toBe(status);
    expect(answer.reason).toMatch(reason);
    expect(answer.headers.connection).toBe("close");
    if (path !== "//foo") expect(answer.body).toEqual({ data: null, message: `${answer.reason}\n` });
  });

  it("name every wrong, missing and unknown parameter at once", async () => {
    const wrong = await pveRequest(simulator, "/nodes/pve1/qemu/100/rrddata?cf=SUM&foo=1");
    expect(wrong).toMatchObject({ status: 400, reason: "Parameter verification failed." });
    expect(wrong.body?.errors).toEqual({
      cf: "value 'SUM' does not have a value in the enumeration 'AVERAGE, MAX'",
      foo: "property is not defined in schema and the schema does not allow additional properties",
      timeframe: "property is missing and it is not optional",
    });
    const type = await pveRequest(simulator, "/cluster/log?max=many");
    expect(type.body?.errors).toEqual({ max: "type check ('integer') failed - got 'many'" });
    const low = await pveRequest(simulator, "/cluster/log?max=0");
    expect(low.body?.errors).toEqual({ max: "value must have a minimum value of 1" });
  });

  it("refuse a body on GET and an unknown verb", async () => {
    const body = await pveRequest(simulator, "/version", { body: "a=1" });
    expect(body).toMatchObject({ status: 501, reason: "Unexpected content for method 'GET'" });
    const verb = await pveRequest(simulator, "/version", { method: "PATCH" });
    expect(verb).toMatchObject({ status: 501, reason: "method 'PATCH' not available" });
  });
});

describe("call counts", () => {
  it("are kept by method and path template", async () => {
    simulator.resetCalls();
    await pveRequest(simulator, "/nodes/pve1/status");
    await pveRequest(simulator, "/nodes/pve2/status");
    await pveRequest(simulator, "/nix");
    expect(simulator.calls()).toEqual({ total: 3, calls: { "GET /nix": 1, "GET /nodes/{node}/status": 2 } });
    expect((await pveRequest(simulator, "/sim/calls")).body).toEqual(simulator.calls());
  });
});
