import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ClusterLoginInput } from "@/lib/api/cluster-login";
import { createClusterWithLogin } from "@/lib/server/clusters/create-cluster-with-login";
import { findConnection } from "@/lib/server/clusters/find-connection";
import { readCertificates } from "@/lib/server/clusters/read-certificates";
import { collectCluster } from "@/lib/server/collection/collect-cluster";
import { pool } from "@/lib/server/db/pool";
import { aViewer } from "@/tests/support/a-viewer";
import { useTestDatabase } from "@/tests/support/database";
import { answerJson, bodyOf, makeCertificate } from "@/tests/support/https-server";
import { startTestSimulator, type TestSimulator } from "@/tests/support/simulator";
import { closedPort, serve } from "@/tests/support/transport";

useTestDatabase();
process.env.EVENKEEL_SECRET_KEY = Buffer.alloc(32, 7).toString("base64");

const viewer = aViewer();
const PASSWORD = "correct horse battery";
let simulator: TestSimulator;
let names = 0;

beforeAll(async () => {
  simulator = await startTestSimulator({
    version: 1,
    name: "login",
    nodes: [{ name: "pve1", cores: 8, memory: 1024 ** 3 }],
    guests: [{ vmid: 100, node: "pve1", cores: 1, memory: 1024 ** 2 }],
    access: { users: [{ id: "ana@pve", password: PASSWORD, acl: [{ role: "PVEAuditor" }] }] },
  });
});

afterAll(() => simulator.stop());

function input(rest: Partial<ClusterLoginInput> = {}): ClusterLoginInput {
  names += 1;
  const { host, port, fingerprint } = simulator;
  return {
    name: `login ${names}`,
    endpoints: [{ host, port, fingerprint }],
    tlsPolicy: "fingerprint",
    caCertificate: null,
    intervalSeconds: null,
    paused: false,
    login: { username: "ana@pve", password: PASSWORD, otp: null },
    ...rest,
  };
}

describe("createClusterWithLogin", () => {
  it("makes a token with the user's rights, stores only that and reads the cluster with it", async () => {
    const { id, tokenId } = await createClusterWithLogin(viewer, input());

    expect(tokenId).toMatch(/^ana@pve!evenkeel-[0-9a-f]{8}$/);
    expect(await collectCluster(id, { force: true })).toMatchObject({ outcome: "stored" });
    expect((await findConnection(id))?.connection.tokenSecret).toMatch(/^[0-9a-f-]{36}$/);
    const { rows } = await pool().query<{ all: string }>(
      "SELECT string_agg(c::text, ' ') AS all FROM cluster c",
    );
    expect(rows[0]?.all).not.toContain(PASSWORD);
  });

  it("goes on to the next endpoint when one is down", async () => {
    const dead = { host: "127.0.0.1", port: await closedPort(), fingerprint: simulator.fingerprint };
    const wanted = input();

    const made = await createClusterWithLogin(viewer, { ...wanted, endpoints: [dead, ...wanted.endpoints] });

    expect(made.endpoints).toHaveLength(2);
  });

  it("says at the field what is wrong with user or password", async () => {
    const wrong = input({ login: { username: "ana@pve", password: "wrong", otp: null } });
    const bare = input({ login: { username: "ana", password: PASSWORD, otp: null } });

    await expect(createClusterWithLogin(viewer, wrong)).rejects.toMatchObject({
      code: "invalid_input",
      issues: [{ path: "login.password", message: expect.stringContaining("refused user and password") }],
    });
    await expect(createClusterWithLogin(viewer, bare)).rejects.toMatchObject({
      issues: [{ path: "login.username", message: expect.stringContaining("realm") }],
    });
  });

  it("leaves no token behind for a name that is taken", async () => {
    const taken = input();
    await createClusterWithLogin(viewer, taken);
    simulator.resetCalls();

    await expect(createClusterWithLogin(viewer, taken)).rejects.toMatchObject({ code: "conflict" });

    expect(simulator.calls().total).toBe(0);
  });

  it("sends no password to a host whose certificate is not the pinned one", async () => {
    const other = await makeCertificate();
    const server = await serve(other, answerJson({ data: null }));
    const { fingerprint } = simulator;

    await expect(
      createClusterWithLogin(
        viewer,
        input({ endpoints: [{ host: "127.0.0.1", port: server.port, fingerprint }] }),
      ),
    ).rejects.toMatchObject({
      code: "upstream_unavailable",
      message: expect.stringContaining("another certificate"),
    });

    expect(server.requests).toEqual([]);
  });

  it("asks for the code of a second factor, and answers the challenge with it", async () => {
    const certificate = await makeCertificate();
    const bodies: URLSearchParams[] = [];
    const server = await serve(certificate, (request, response) => {
      void bodyOf(request).then((text) => {
        const body = new URLSearchParams(text);
        bodies.push(body);
        const isToken = request.url?.includes("/token/") ?? false;
        const isAnswered = body.has("tfa-challenge");
        const ticket = isAnswered ? "PVE:ana@pve:0::real" : "PVE:!tfa!challenge:0::x";
        const login = {
          ticket,
          CSRFPreventionToken: "0:csrf",
          username: "ana@pve",
          NeedTFA: isAnswered ? 0 : 1,
        };
        const token = { value: "12345678-1234-1234-1234-1234567890ab" };
        answerJson({ data: isToken ? token : login })(request, response);
      });
    });
    const endpoints = [{ host: "127.0.0.1", port: server.port, fingerprint: certificate.fingerprint }];
    const login = { username: "ana@pve", password: PASSWORD, otp: null };

    await expect(createClusterWithLogin(viewer, input({ endpoints, login }))).rejects.toMatchObject({
      issues: [{ path: "login.otp" }],
    });
    await createClusterWithLogin(viewer, input({ endpoints, login: { ...login, otp: "123456" } }));

    const answer = bodies.find((body) => body.has("tfa-challenge"));
    expect(answer?.get("password")).toBe("totp:123456");
    expect(answer?.get("tfa-challenge")).toBe("PVE:!tfa!challenge:0::x");
    expect(bodies.at(-1)?.get("privsep")).toBe("0");
  });
});

describe("readCertificates", () => {
  it("shows the certificate of each host, or why there is none, and sends nothing", async () => {
    simulator.resetCalls();
    const { host, port } = simulator;
    const endpoints = [
      { host, port, fingerprint: null },
      { host, port: await closedPort(), fingerprint: null },
    ];

    expect(await readCertificates(viewer, { endpoints })).toMatchObject([
      { fingerprint: simulator.fingerprint, problem: null },
      { fingerprint: null, problem: { code: "unreachable" } },
    ]);
    expect(simulator.calls().total).toBe(0);
  });
});
