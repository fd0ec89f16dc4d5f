import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createCluster } from "@/lib/server/clusters/create-cluster";
import { findConnection } from "@/lib/server/clusters/find-connection";
import { listActiveClusters } from "@/lib/server/clusters/list-active-clusters";
import { readConnections } from "@/lib/server/clusters/read-connections";
import { removeCluster } from "@/lib/server/clusters/remove-cluster";
import { testConnection } from "@/lib/server/clusters/test-connection";
import { updateCluster } from "@/lib/server/clusters/update-cluster";
import { prisma } from "@/lib/server/db/prisma";
import { AppError } from "@/lib/server/http/app-error";
import { aViewer } from "@/tests/support/a-viewer";
import { useTestDatabase } from "@/tests/support/database";
import { answerJson, makeCertificate, startHttpsServer } from "@/tests/support/https-server";
import { startTestSimulator, type TestSimulator } from "@/tests/support/simulator";

useTestDatabase();
process.env.EVENKEEL_SECRET_KEY = Buffer.alloc(32, 7).toString("base64");

const viewer = aViewer();
const SECRET = "87654321-1234-1234-1234-1234567890ab";
const FINGERPRINT = Array.from({ length: 32 }, () => "AB").join(":");

function anInput(
  rest: Partial<Parameters<typeof createCluster>[1]> = {},
): Parameters<typeof createCluster>[1] {
  return {
    name: "prod",
    endpoints: [{ host: "pve1.example.org", port: 8006, fingerprint: FINGERPRINT }],
    tokenId: "evenkeel@pve!monitor",
    tokenSecret: SECRET,
    tlsPolicy: "fingerprint",
    caCertificate: null,
    intervalSeconds: null,
    paused: false,
    ...rest,
  };
}

async function refusalOf(work: Promise<unknown>): Promise<AppError> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AppError)) throw new Error(`expected a refusal, got ${String(error)}`);
  return error;
}

afterEach(async () => {
  await prisma.cluster.deleteMany();
});

describe("connections", () => {
  it("are stored with the secret sealed and shown without it", async () => {
    const { id } = await createCluster(viewer, anInput());

    const [shown] = await readConnections(viewer);
    const row = await prisma.cluster.findUniqueOrThrow({ where: { id } });
    expect(shown).toMatchObject({ id, name: "prod", source: "console", hasTokenSecret: true, problem: null });
    expect(JSON.stringify(shown)).not.toContain(SECRET);
    expect(row.tokenSecretSealed).not.toContain(SECRET);
    expect((await findConnection(id))?.connection.tokenSecret).toBe(SECRET);
  });

  it("bear names of their own", async () => {
    await createCluster(viewer, anInput());

    const refusal = await refusalOf(createCluster(viewer, anInput()));

    expect(refusal.code).toBe("conflict");
    expect(refusal.message).toContain('"prod"');
  });

  it("keep the stored secret when none is typed, but lend it to no other host, token or weaker check", async () => {
    const { id } = await createCluster(viewer, anInput());
    const other = { host: "evil.example.org", port: 8006, fingerprint: FINGERPRINT };

    await updateCluster(viewer, id, anInput({ name: "renamed", tokenSecret: "" }));
    const refusals = await Promise.all(
      [{ endpoints: [other] }, { tokenId: "evenkeel@pve!other" }, { tlsPolicy: "insecure" as const }].map(
        (change) => refusalOf(updateCluster(viewer, id, anInput({ tokenSecret: "", ...change }))),
      ),
    );

    expect((await findConnection(id))?.connection).toMatchObject({ name: "renamed", tokenSecret: SECRET });
    expect(refusals.map(({ issues }) => issues[0]?.path)).toEqual([
      "tokenSecret",
      "tokenSecret",
      "tokenSecret",
    ]);
  });

  it("give their name free and lose their secret when they are removed", async () => {
    const { id } = await createCluster(viewer, anInput());
    await removeCluster(viewer, id);

    await createCluster(viewer, anInput());

    const row = await prisma.cluster.findUniqueOrThrow({ where: { id } });
    expect(row.removedAt).not.toBeNull();
    expect(row.tokenSecretSealed).toBe("");
    expect(await readConnections(viewer)).toHaveLength(1);
    expect(await findConnection(id)).toBeNull();
  });

  it("are read in their own rhythm, and not while they are paused", async () => {
    const { id } = await createCluster(viewer, anInput({ intervalSeconds: 30 }));
    const { id: usual } = await createCluster(viewer, anInput({ name: "usual" }));
    await createCluster(viewer, anInput({ name: "paused", paused: true }));

    expect(await listActiveClusters()).toEqual([
      { id, intervalSeconds: 30 },
      { id: usual, intervalSeconds: 10 },
    ]);
  });

  it("are for administrators", async () => {
    const operator = aViewer({ role: "operator" });

    expect((await refusalOf(createCluster(operator, anInput()))).code).toBe("forbidden");
    expect((await refusalOf(readConnections(operator))).code).toBe("forbidden");
  });

  it.each([
    [
      { endpoints: [{ host: "https://pve1:8006", port: 8006, fingerprint: FINGERPRINT }] },
      "endpoints.0.host",
    ],
    [{ endpoints: [{ host: "169.254.169.254", port: 80, fingerprint: FINGERPRINT }] }, "endpoints.0.host"],
    [{ endpoints: [{ host: "localhost", port: 3000, fingerprint: FINGERPRINT }] }, "endpoints.0.host"],
    [{ endpoints: [{ host: "pve1", port: 8006, fingerprint: "AB:CD" }] }, "endpoints.0.fingerprint"],
    [{ endpoints: [{ host: "pve1", port: 8006, fingerprint: null }] }, "endpoints.0.fingerprint"],
    [{ endpoints: [{ host: "[::1]", port: 3000, fingerprint: FINGERPRINT }] }, "endpoints.0.host"],
    [{ tokenId: "root@pam" }, "tokenId"],
    [{ tokenId: "evenkeel!monitor" }, "tokenId"],
    [{ tokenId: "evenkeel@pve!" }, "tokenId"],
    [{ tokenId: "evenkeel @pve!monitor" }, "tokenId"],
    [{ tokenId: "evenkeel@pve!my token" }, "tokenId"],
    [{ tokenId: "PVEAPIToken=evenkeel@pve!monitor" }, "tokenId"],
    [{ tokenId: `PVEAPIToken=evenkeel@pve!monitor=${SECRET}` }, "tokenId"],
    [{ tokenSecret: `evenkeel@pve!monitor=${SECRET}` }, "tokenSecret"],
    [{ tokenSecret: `PVEAPIToken=evenkeel@pve!monitor=${SECRET}` }, "tokenSecret"],
    [{ tokenSecret: SECRET.replaceAll("-", "") }, "tokenSecret"],
    [{ tokenId: `a@pve!b=${SECRET}` }, "tokenId"],
    [{ tokenSecret: "" }, "tokenSecret"],
    [{ tokenSecret: "hunter2" }, "tokenSecret"],
    [{ tlsPolicy: "custom_ca" as const, caCertificate: "not a certificate" }, "caCertificate"],
  ])("are refused at the field: %j", async (wrong, path) => {
    const refusal = await refusalOf(createCluster(viewer, anInput(wrong)));

    expect(refusal.code).toBe("invalid_input");
    expect(refusal.issues.map((issue) => issue.path)).toContain(path);
    expect(refusal.message).not.toContain("hunter2");
    expect(refusal.message).not.toContain(SECRET);
  });

  it.each([
    "https://pve1.example.org:8006/path",
    "pve1:8006",
    "[::1]:8006",
    "pve1/api2/json",
    "root:hunter2@pve1",
    "https://root:hunter2@pve1:8006",
    "::ffff:169.254.169.254",
    "64:ff9b::a9fe:a9fe",
    "2002:a9fe:a9fe::1",
    "fd00:ec2::254",
    "[fd00:ec2::254]",
    "metadata.google.internal",
    "Metadata.Google.Internal.",
    "2852039166",
    "0xa9fea9fe",
    "0251.0376.0251.0376",
    "0.0.0.0",
    "[::]",
  ])("are refused at the host: %s", async (host) => {
    const endpoints = [{ host, port: 8006, fingerprint: FINGERPRINT }];

    const refusal = await refusalOf(createCluster(viewer, anInput({ endpoints })));

    expect(refusal.issues.map(({ path }) => path)).toEqual(["endpoints.0.host"]);
    expect(refusal.message).not.toContain("hunter2");
  });

  it.each([
    ["tokenId", "root@pam", "This looks like a user alone."],
    ["tokenId", "PVEAPIToken=evenkeel@pve!monitor", 'Leave out "PVEAPIToken="'],
    ["tokenId", "Authorization: PVEAPIToken=a@pve!b=c", 'Leave out "PVEAPIToken="'],
    ["tokenId", "evenkeel@pve!my token", "holds no blank"],
    ["tokenId", "a@pve!b=c", "only the part before the equals sign"],
    ["tokenSecret", `a@pve!b=${SECRET}`, "Give the secret alone"],
  ])("say how it should look: %s %s", async (field, typed, words) => {
    const refusal = await refusalOf(createCluster(viewer, anInput({ [field]: typed })));

    expect(refusal.issues.find(({ path }) => path === field)?.message).toContain(words);
  });

  it("take an IPv6 literal, in brackets or not, and an internationalised name", async () => {
    const hosts = ["[2001:DB8::10]", "fd12::1", "bücher.example"];
    const endpoints = hosts.map((host) => ({ host, port: 8006, fingerprint: FINGERPRINT }));

    const { id } = await createCluster(viewer, anInput({ endpoints }));

    expect((await findConnection(id))?.connection.endpoints.map(({ host }) => host)).toEqual([
      "2001:db8::10",
      "fd12::1",
      "xn--bcher-kva.example",
    ]);
  });
});

describe("testConnection", () => {
  let simulator: TestSimulator;

  beforeAll(async () => {
    simulator = await startTestSimulator({
      version: 1,
      name: "tested",
      pve: "9.1",
      nodes: [
        { name: "pve1", cores: 8, memory: 2 ** 35 },
        { name: "pve2", cores: 8, memory: 2 ** 35 },
      ],
    });
  });

  afterAll(() => simulator.stop());

  function aTest(rest: Partial<Parameters<typeof testConnection>[1]> = {}) {
    const { port, fingerprint, tokenId, tokenSecret } = simulator;
    const endpoints = [{ host: "127.0.0.1", port, fingerprint }];
    return testConnection(viewer, { ...anInput({ endpoints, tokenId, tokenSecret }), ...rest });
  }

  it("tells version, name and nodes of a cluster that answers", async () => {
    expect(await aTest()).toEqual({
      ok: true,
      pveVersion: expect.stringMatching(/^9\.1/),
      clusterName: "tested",
      nodes: ["pve1", "pve2"],
      fingerprint: simulator.fingerprint,
      certificateTrustedBySystem: false,
      problem: null,
    });
  });

  it("shows the fingerprint before it is trusted, and sends nothing until then", async () => {
    simulator.resetCalls();

    const result = await aTest({
      endpoints: [{ host: "127.0.0.1", port: simulator.port, fingerprint: null }],
    });

    expect(result).toMatchObject({
      ok: false,
      fingerprint: simulator.fingerprint,
      problem: { code: "certificate_untrusted" },
    });
    expect(simulator.calls().total).toBe(0);
  });

  it("answers for a host that is not there, and for one that is no Proxmox VE", async () => {
    const certificate = await makeCertificate();
    const other = await startHttpsServer(certificate, answerJson({ hello: "world" }));
    const endpoint = { host: "127.0.0.1", port: other.port, fingerprint: certificate.fingerprint };

    const stranger = await aTest({ endpoints: [endpoint] });
    await other.stop();
    const nobody = await aTest({ endpoints: [endpoint] });

    expect(stranger.problem?.code).toBe("not_proxmox");
    expect(nobody).toMatchObject({ ok: false, fingerprint: null, problem: { code: "unreachable" } });
  });

  it("reaches a cluster at an IPv6 literal", async () => {
    const standby = await startTestSimulator(
      { version: 1, name: "six", pve: "9.1", nodes: [{ name: "pve1", cores: 8, memory: 2 ** 35 }] },
      { host: "::1" },
    );
    const { port, fingerprint, tokenId, tokenSecret } = standby;

    const result = await aTest({ endpoints: [{ host: "[::1]", port, fingerprint }], tokenId, tokenSecret });
    await standby.stop();

    expect(result).toMatchObject({ ok: true, nodes: ["pve1"], problem: null });
  });

  it("tells of a wrong token", async () => {
    const result = await aTest({ tokenSecret: SECRET });

    expect(result.problem?.code).toBe("token_invalid");
  });
});
