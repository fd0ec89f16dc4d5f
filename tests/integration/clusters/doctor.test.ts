import { afterEach, describe, expect, it } from "vitest";
import { createCluster } from "@/lib/server/clusters/create-cluster";
import { diagnoseCluster } from "@/lib/server/clusters/diagnose-cluster";
import { collectCluster } from "@/lib/server/collection/collect-cluster";
import { closeTransport } from "@/lib/server/proxmox/transport-registry";
import { aViewer } from "@/tests/support/a-viewer";
import { useTestDatabase } from "@/tests/support/database";
import { startTestSimulator, type TestSimulator } from "@/tests/support/simulator";
import { closedPort } from "@/tests/support/transport";

useTestDatabase();
process.env.EVENKEEL_SECRET_KEY = Buffer.alloc(32, 7).toString("base64");

const viewer = aViewer();
const GIB = 1024 ** 3;
const SCENARIO = {
  version: 1 as const,
  name: "doctor",
  pve: "9.2" as const,
  clock: new Date().toISOString(),
  nodes: ["pve1", "pve2"].map((name) => ({ name, cores: 8, memory: 32 * GIB })),
  guests: [{ vmid: 100, node: "pve1", cores: 1, memory: GIB, ha: { state: "started" } }],
  options: { crs: { ha: "dynamic", "ha-auto-rebalance": 1 } },
};
const AUDITOR = {
  tokens: [{ id: "audit@pve!monitor", acl: [{ path: "/", role: "PVEAuditor" }] }],
  users: [{ id: "audit@pve", acl: [{ path: "/", role: "PVEAuditor" }] }],
};

const simulators: TestSimulator[] = [];
const clusters: string[] = [];
afterEach(async () => {
  await Promise.all(clusters.splice(0).map((id) => closeTransport(id)));
  await Promise.all(simulators.splice(0).map((simulator) => simulator.stop()));
});

async function examine(
  scenario: Record<string, unknown>,
  before: (simulator: TestSimulator, id: string) => Promise<void> = async () => {},
  more: readonly { host: string; port: number; fingerprint: string | null }[] = [],
) {
  const simulator = await startTestSimulator(JSON.stringify({ ...SCENARIO, ...scenario }));
  simulators.push(simulator);
  const { host, port, fingerprint, tokenId, tokenSecret } = simulator;
  const { id } = await createCluster(viewer, {
    name: `doctor ${port}`,
    endpoints: [{ host, port, fingerprint }, ...more],
    tokenId,
    tokenSecret,
    tlsPolicy: "fingerprint",
    caCertificate: null,
    intervalSeconds: null,
    paused: false,
  });
  clusters.push(id);
  await before(simulator, id);
  return { id, simulator, report: await diagnoseCluster(viewer, id) };
}

describe("diagnoseCluster", () => {
  it("names each missing privilege, what it disables and the lines that grant it", async () => {
    const { report } = await examine({ access: AUDITOR });

    const missing = report.privileges?.filter(({ state }) => state !== "granted") ?? [];
    expect(missing.map(({ privilege }) => privilege)).toEqual([
      "Sys.Syslog",
      "VM.Migrate",
      "VM.Config.Disk",
      "Datastore.AllocateSpace",
      "VM.PowerMgmt",
      "Sys.Console",
      "Sys.Modify",
    ]);
    expect(missing.find(({ privilege }) => privilege === "VM.Migrate")).toMatchObject({
      feature: expect.stringContaining("recommendations only"),
      fix: expect.arrayContaining([
        "pveum acl modify / --tokens 'audit@pve!monitor' --roles EvenkeelVMMigrate",
      ]),
    });
    expect(report.grantAll[0]).toMatch(/^pveum role add EvenkeelOperator --privs "/);
  });

  it("asks for VM.Monitor on PVE 8", async () => {
    const { report } = await examine({ pve: "8.4", options: {}, access: AUDITOR });

    expect(report.pveVersion).toMatch(/^8\.4/);
    expect(report.privileges?.find(({ privilege }) => privilege === "VM.Monitor")).toMatchObject({
      state: "missing",
    });
  });

  it("sees HA, PVE's own balancer, a lost quorum and each endpoint with its certificate", async () => {
    const dead = { host: "127.0.0.1", port: await closedPort(), fingerprint: "AB:".repeat(31).concat("AB") };
    const { report, simulator } = await examine(
      {},
      async (running, id) => {
        await collectCluster(id, { force: true });
        await running.post({ do: "quorum-lost" });
      },
      [dead],
    );

    const ids = report.findings.map(({ id }) => id);
    expect(ids).toEqual(
      expect.arrayContaining(["quorum", "ha", "native-balancer", `endpoint-down/127.0.0.1:${dead.port}`]),
    );
    expect(report.endpoints).toMatchObject([
      { fingerprint: simulator.fingerprint, problem: null, latencyMs: expect.any(Number) },
      { problem: { code: "unreachable" }, latencyMs: null },
    ]);
  });

  it("tells of a clock that is off", async () => {
    const { report } = await examine({}, (simulator) => simulator.post({ do: "clock-skew", seconds: 120 }));

    expect(report.findings.find(({ id }) => id.startsWith("clock/"))).toMatchObject({
      severity: "critical",
      message: expect.stringContaining("ahead"),
    });
  });

  it("tells of a revoked token and still examines the rest", async () => {
    const { report, simulator } = await examine({}, (running) => running.post({ do: "token-revoked" }));

    expect(report.privileges).toBeNull();
    expect(report.findings[0]).toMatchObject({ severity: "critical", status: 401 });
    expect(report.endpoints[0]?.fingerprint).toBe(simulator.fingerprint);
    expect(JSON.stringify(report)).not.toContain(simulator.tokenSecret);
  });

  it("costs few calls", async () => {
    const { simulator } = await examine({}, async (running) => running.resetCalls());

    expect(simulator.calls().total).toBeLessThanOrEqual(9);
  });

  it("is for administrators, and for clusters that exist", async () => {
    const unknown = "99999999-9999-4999-8999-999999999999";
    await expect(diagnoseCluster(aViewer({ role: "operator" }), unknown)).rejects.toThrow();
    await expect(diagnoseCluster(viewer, unknown)).rejects.toMatchObject({ code: "not_found" });
  });
});
