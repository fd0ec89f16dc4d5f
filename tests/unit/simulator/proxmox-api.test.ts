import proxmoxApi from "proxmox-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestSimulator, type TestSimulator } from "../../support/simulator";
import { smallCluster } from "./small-cluster";

// The package cannot pin a certificate; its own client is switched to trust any, for this file only.
const before = process.env.NODE_TLS_REJECT_UNAUTHORIZED;
let simulator: TestSimulator;
beforeAll(async () => {
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = "0";
  simulator = await startTestSimulator(smallCluster());
});
afterAll(async () => {
  if (before === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
  else process.env.NODE_TLS_REJECT_UNAUTHORIZED = before;
  await simulator.stop();
});

describe("the npm package proxmox-api, unchanged,", () => {
  it("reads the cluster with a token", async () => {
    const { host, port, tokenId, tokenSecret } = simulator;
    const proxmox = proxmoxApi({ host, port, tokenID: tokenId, tokenSecret });

    expect(await proxmox.version.$get()).toMatchObject({ release: "9.1" });
    const resources = await proxmox.cluster.resources.$get({ type: "vm" });
    expect(resources.map((row) => row.vmid).sort()).toEqual([100, 101, 102, 103, 104, 900]);
    const config = await proxmox.nodes.$("pve1").qemu.$(100).config.$get();
    expect(config.scsi0).toContain("ceph:vm-100-disk-0");
    const points = await proxmox.nodes.$("pve1").rrddata.$get({ timeframe: "hour" });
    expect(points).toHaveLength(60);
  });

  it("logs in with a password and starts a guest", async () => {
    const { host, port } = simulator;
    const proxmox = proxmoxApi({ host, port, username: "root@pam", password: "simulator" });

    const upid = await proxmox.nodes.$("pve2").qemu.$(102).status.start.$post();
    expect(upid).toMatch(/^UPID:pve2:/);
    const task = await proxmox.nodes.$("pve2").tasks.$(upid).status.$get();
    expect(task.type).toBe("qmstart");
  });

  it("understands the errors", async () => {
    const { host, port, tokenId, tokenSecret } = simulator;
    const proxmox = proxmoxApi({ host, port, tokenID: tokenId, tokenSecret });
    await expect(proxmox.nodes.$("pve1").qemu.$(999).config.$get()).rejects.toThrow("does not exist");
  });
});
