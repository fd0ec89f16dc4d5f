import { request as plainRequest } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { pveData, pveRequest } from "../../support/pve-request";
import { startTestSimulator, type TestSimulator } from "../../support/simulator";
import { guestRow, type Row, send, startCluster, stopAll } from "./migration-support";
import { smallCluster } from "./small-cluster";

afterEach(stopAll);

describe("what other tools ask for", () => {
  it("is history by VMID alone, whatever node and kind the path says", async () => {
    const simulator = await startCluster();
    const right = await pveData<Row[]>(simulator, "/nodes/pve1/lxc/120/rrddata?timeframe=hour");
    expect(await pveData(simulator, "/nodes/pve1/qemu/120/rrddata?timeframe=hour")).toEqual(right);
    expect(await pveData(simulator, "/nodes/pve3/lxc/120/rrddata?timeframe=hour")).toEqual(right);
    const nobody = await pveRequest(simulator, "/nodes/pve1/qemu/99999/rrddata?timeframe=hour");
    expect(nobody).toMatchObject({
      status: 500,
      reason: "RRD error: opening '/var/lib/rrdcached/db/pve2-vm/99999': No such file or directory",
    });
  });

  it("is the guest agent, where there is one", async () => {
    const simulator = await startCluster();
    const info = await pveData<{ result: { version: string; supported_commands: Row[] } }>(
      simulator,
      "/nodes/pve1/qemu/110/agent/info",
    );
    expect(info.result.supported_commands[0]).toEqual({
      name: "guest-ping",
      enabled: true,
      "success-response": true,
    });
    const without = await pveRequest(simulator, "/nodes/pve3/qemu/104/agent/info");
    expect(without).toMatchObject({ status: 500, reason: "No QEMU guest agent configured" });
    const off = await pveRequest(simulator, "/nodes/pve2/qemu/102/agent/info");
    expect(off).toMatchObject({ status: 500, reason: "VM 102 is not running" });
  });

  it("is the time of a node, with its clock's error", async () => {
    const simulator = await startCluster();
    await simulator.post({ do: "clock-skew", seconds: 90 });
    const seconds = Date.parse("2026-01-05T08:01:30Z") / 1_000;
    expect(await pveData(simulator, "/nodes/pve2/time")).toEqual({
      time: seconds,
      localtime: seconds,
      timezone: "Etc/UTC",
    });
  });

  it("is the state of replication, which fails while its target is away", async () => {
    const simulator = await startCluster({ replications: [{ guest: 111, target: "pve2" }] });
    simulator.advance(1_000);
    const [job] = await pveData<Row[]>(simulator, "/nodes/pve1/replication");
    expect(job).toMatchObject({ id: "111-0", guest: 111, source: "pve1", target: "pve2", fail_count: 0 });
    expect(job?.last_sync).toBe(Date.parse("2026-01-05T08:15:00Z") / 1_000);
    expect(await pveData(simulator, "/nodes/pve2/replication")).toEqual([]);
    const log = await pveData<Row[]>(simulator, "/nodes/pve1/replication/111-0/log");
    expect(log.map(({ t }) => String(t).slice(20))).toEqual([
      "111-0: start replication job",
      "111-0: guest => VM 111, running => 1",
      "111-0: end replication job",
    ]);
    await simulator.post({ do: "node-down", node: "pve2" });
    simulator.advance(1_800);
    const failed = await pveData<Row>(simulator, "/nodes/pve1/replication/111-0/status");
    expect(failed.fail_count).toBe(1);
    expect(failed.error).toContain("failed: exit code 255");
    expect(Number(failed.last_sync)).toBeLessThan(Number(failed.last_try));
  });

  it("is 301 for plain HTTP on the port of TLS", async () => {
    const simulator = await startCluster();
    const answer = await new Promise<{ status: number | undefined; location: string | undefined }>(
      (resolve, reject) => {
        plainRequest(
          { host: simulator.host, port: simulator.port, path: "/api2/json/version?x=1" },
          (response) => {
            response.resume();
            resolve({ status: response.statusCode, location: response.headers.location });
          },
        )
          .on("error", reject)
          .end();
      },
    );
    expect(answer).toEqual({ status: 301, location: `${simulator.url}/api2/json/version?x=1` });
  });
});

const mapped = {
  mappings: [
    { id: "gpu0", nodes: { pve1: "0000:01:00.0", pve2: "0000:41:00.0" } },
    { id: "nic0", nodes: { pve1: "0000:02:00.0", pve2: "0000:42:00.0" }, liveMigration: true },
  ],
  guests: [
    { vmid: 100, node: "pve1", cores: 2, memory: 1024 ** 3, mapped: { hostpci0: "gpu0" } },
    { vmid: 101, node: "pve1", cores: 2, memory: 1024 ** 3, mapped: { hostpci0: "nic0" } },
  ],
  rules: [],
};

describe("a storage's backups", () => {
  it("are those of the last nights, one for each guest of a job, and the newest come on top", async () => {
    const simulator = await startCluster({
      storages: [
        { id: "nas", type: "nfs", content: ["backup"], total: 1e13 },
        { id: "pbs", type: "pbs", content: ["backup"], total: 1e13 },
      ],
      backupJobs: [
        { id: "nightly", storage: "nas", guests: [110] },
        { id: "rest", storage: "pbs", guests: [120] },
      ],
    });
    const of = (storage: string): Promise<Row[]> =>
      pveData<Row[]>(simulator, `/nodes/pve1/storage/${storage}/content?content=backup`);
    const nights = await of("nas");
    expect(nights.map(({ volid }) => String(volid).slice(0, 38))).toEqual([
      "nas:backup/vzdump-qemu-110-2026_01_02-",
      "nas:backup/vzdump-qemu-110-2026_01_03-",
      "nas:backup/vzdump-qemu-110-2026_01_04-",
      "nas:backup/vzdump-qemu-110-2026_01_05-",
    ]);
    expect((await of("pbs"))[0]).toMatchObject({
      volid: expect.stringMatching(/^pbs:backup\/ct\/120\/2026-01-02T0\d:\d\d:\d\dZ$/) as string,
      format: "pbs-ct",
      subtype: "lxc",
    });
    await simulator.post({ do: "guest-backup", vmid: 110, seconds: 60 });
    simulator.advance(100);
    expect((await of("nas")).at(-1)?.ctime).toBe(Date.parse("2026-01-05T08:01:00Z") / 1_000);
  });
});

describe("a lock that only a quorum gives", () => {
  it("is waited for before it is refused, as long as PVE does", async () => {
    const simulator = await startTestSimulator(smallCluster(), { speed: 0, lockDelaySeconds: 2 });
    try {
      await simulator.post({ do: "quorum-lost" });
      const began = performance.now();
      const answer = await send(simulator, "DELETE", "/cluster/ha/rules/db-home");
      expect(performance.now() - began).toBeGreaterThan(1_990);
      expect(answer.reason).toBe("cfs-lock 'file-ha_rules_config' error: no quorum!");
      const early = performance.now();
      await send(simulator, "POST", "/nodes/pve3/qemu/104/migrate", { target: "pve1", online: 1 });
      expect(performance.now() - early).toBeLessThan(1_900);
    } finally {
      await simulator.stop();
    }
  });
});

describe("mapped devices", () => {
  it("are listed, with what a node lacks", async () => {
    const simulator = await startCluster(mapped);
    expect(await pveData(simulator, "/nodes/pve1/qemu/100/config")).toMatchObject({
      hostpci0: "mapping=gpu0",
    });
    const [gpu] = await pveData<Row[]>(simulator, "/cluster/mapping/pci?check-node=pve3");
    expect(gpu).toMatchObject({
      id: "gpu0",
      checks: [{ severity: "warning", message: "No mapping for node pve3." }],
    });
    expect(await pveData(simulator, "/cluster/mapping/usb")).toEqual([]);
  });

  it("say in the precondition where a VM could go", async () => {
    const simulator = await startCluster(mapped);
    expect(await pveData(simulator, "/nodes/pve1/qemu/101/migrate")).toMatchObject({
      allowed_nodes: ["pve2"],
      not_allowed_nodes: { pve3: { "unavailable-resources": ["hostpci0"] } },
      local_resources: ["hostpci0"],
      "mapped-resources": ["hostpci0"],
      "mapped-resource-info": { hostpci0: { name: "nic0", "live-migration": 1 } },
    });
  });

  it("keep a running VM unless they can move with it, and any VM from a node without them", async () => {
    const simulator = await startCluster(mapped);
    const outcome = async (vmid: number, target: string): Promise<string> => {
      const answer = await send(simulator, "POST", `/nodes/pve1/qemu/${vmid}/migrate`, { target, online: 1 });
      simulator.advance(60);
      const path = `/nodes/pve1/tasks/${encodeURIComponent(String(answer.body?.data))}/log`;
      return (await pveData<Row[]>(simulator, path)).map(({ t }) => t).join("\n");
    };
    expect(await outcome(100, "pve2")).toContain(
      "can't live migrate running VM which uses following mapped devices: hostpci0:gpu0",
    );
    expect(await outcome(101, "pve3")).toContain("can't migrate to 'pve3': missing mapped devices hostpci0");
    expect(await outcome(101, "pve2")).toContain("migrating VM which uses mapped local devices");
    expect(await guestRow(simulator, 101)).toMatchObject({ node: "pve2" });
  });
});

describe("a move to another cluster", () => {
  const fields = {
    "target-endpoint": "apitoken=PVEAPIToken=root@pam!x=1,host=10.9.9.9,fingerprint=AA:BB",
    "target-storage": "ceph",
    "target-bridge": "vmbr0",
    online: 1,
  };
  const migrate = (simulator: TestSimulator, vmid: number, changes = {}) =>
    send(simulator, "POST", `/nodes/pve1/qemu/${vmid}/remote_migrate`, { ...fields, ...changes });

  it("ends in its task, as nobody answers there", async () => {
    const simulator = await startCluster();
    const upid = String((await migrate(simulator, 110)).body?.data);
    simulator.advance(10);
    const path = `/nodes/pve1/tasks/${encodeURIComponent(upid)}`;
    expect(await pveData(simulator, `${path}/status`)).toMatchObject({
      type: "qmigrate",
      exitstatus: "migration aborted",
    });
    expect(await guestRow(simulator, 110)).toMatchObject({ node: "pve1", status: "running" });
  });

  it("is refused before that for what PVE refuses", async () => {
    const simulator = await startCluster();
    const byHa = await migrate(simulator, 100);
    expect(byHa.body?.errors).toEqual({ vmid: "cannot migrate HA-managed VM to remote cluster" });
    expect((await migrate(simulator, 110, { online: 0 })).reason).toBe(
      "can't migrate running VM without --online",
    );
    expect((await migrate(simulator, 110, { "target-endpoint": "host=10.9.9.9" })).status).toBe(400);
    const uncertain = await migrate(simulator, 110, {
      "target-endpoint": "apitoken=PVEAPIToken=root@pam!x=1,host=10.9.9.9",
    });
    expect(uncertain.reason).toBe("500 Can't connect to 10.9.9.9:8006 (No route to host)");
  });
});
