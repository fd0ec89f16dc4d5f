import { once } from "node:events";
import net, { type AddressInfo } from "node:net";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { readCallStatistics } from "@/lib/server/proxmox/call-statistics";
import { createTransport, type TransportOptions } from "@/lib/server/proxmox/create-transport";
import { proxmoxClient } from "@/lib/server/proxmox/proxmox-client";
import type { PveConnection } from "@/lib/server/proxmox/pve-connection";
import { PveError } from "@/lib/server/proxmox/pve-error";
import type { PveRequest, PveTransport } from "@/lib/server/proxmox/pve-transport";
import { aConnection, TEST_SECRET } from "@/tests/support/a-connection";
import {
  answerJson,
  bodyOf,
  makeCertificate,
  startHttpsServer,
  type TestCertificate,
  type TestServer,
} from "@/tests/support/https-server";

const VERSION: PveRequest = { method: "GET", path: "/version" };
const cleanUps: (() => Promise<void>)[] = [];
let certificate: TestCertificate;

beforeAll(async () => {
  certificate = await makeCertificate();
});

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function serve(...args: Parameters<typeof startHttpsServer>): Promise<TestServer> {
  const server = await startHttpsServer(...args);
  cleanUps.push(server.stop);
  return server;
}

function connect(connection: PveConnection, options?: TransportOptions): PveTransport {
  const transport = createTransport(connection, options);
  cleanUps.push(() => transport.close());
  return transport;
}

async function failureOf(call: Promise<unknown>): Promise<PveError> {
  const error = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof PveError)) throw new Error(`expected a PveError, got ${String(error)}`);
  return error;
}

/** A port on which nobody listens. */
async function closedPort(): Promise<number> {
  const server = net.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

describe("createTransport", () => {
  it("reads over a pinned certificate and sends the token", async () => {
    const server = await serve(certificate, answerJson({ data: { version: "9.1.2" } }));
    const transport = connect(aConnection([{ port: server.port, fingerprint: certificate.fingerprint }]));

    const answer = await transport.request(VERSION);

    expect(answer.data).toEqual({ version: "9.1.2" });
    expect(answer.endpoint).toBe(`127.0.0.1:${server.port}`);
    expect(server.requests).toEqual(["GET /api2/json/version"]);
    expect(server.authorizations).toEqual([`PVEAPIToken=evenkeel@pve!monitor=${TEST_SECRET}`]);
  });

  it("sends not a byte of a request when the fingerprint is another one", async () => {
    const server = await serve(certificate, answerJson({ data: null }));
    const other = await makeCertificate();
    const transport = connect(aConnection([{ port: server.port, fingerprint: other.fingerprint }]));

    const error = await failureOf(transport.request(VERSION));

    expect(error.kind).toBe("fingerprint_changed");
    expect(error.message).toContain(certificate.fingerprint);
    expect(error.sent).toBe(false);
    expect(server.connections()).toBe(1);
    expect(server.requests).toEqual([]);
  });

  it("does not trust a self-signed certificate by itself, and says how to", async () => {
    const server = await serve(certificate, answerJson({ data: null }));
    const transport = connect(
      aConnection([{ port: server.port, fingerprint: null }], { tlsPolicy: "system" }),
    );

    const error = await failureOf(transport.request(VERSION));

    expect(error.kind).toBe("certificate_untrusted");
    expect(error.fingerprint).toBe(certificate.fingerprint);
    expect(server.requests).toEqual([]);
  });

  it("trusts what the given authority signed", async () => {
    const server = await serve(certificate, answerJson({ data: 1 }));
    const transport = connect(
      aConnection([{ port: server.port, fingerprint: null }], {
        tlsPolicy: "custom_ca",
        caCertificate: certificate.cert,
      }),
    );

    expect((await transport.request(VERSION)).data).toBe(1);
  });

  it("tells an expired certificate and one for another name apart", async () => {
    const expired = await makeCertificate({
      notBefore: new Date("2020-01-01"),
      notAfter: new Date("2021-01-01"),
    });
    const elsewhere = await makeCertificate({ names: ["pve1.example.org"] });
    const kinds = await Promise.all(
      [expired, elsewhere].map(async (shown) => {
        const server = await serve(shown, answerJson({ data: null }));
        const rest = { tlsPolicy: "custom_ca", caCertificate: shown.cert } as const;
        const transport = connect(aConnection([{ port: server.port, fingerprint: null }], rest));
        return (await failureOf(transport.request(VERSION))).kind;
      }),
    );

    expect(kinds).toEqual(["certificate_expired", "certificate_name_mismatch"]);
  });

  it("takes any certificate when that was chosen explicitly", async () => {
    const server = await serve(certificate, answerJson({ data: 1 }));
    const transport = connect(
      aConnection([{ port: server.port, fingerprint: null }], { tlsPolicy: "insecure" }),
    );

    expect((await transport.request(VERSION)).data).toBe(1);
  });

  it.each([
    {
      name: "a web page",
      answer: [200, "OK", "text/html", "<!DOCTYPE html><title>Login</title>"],
      kind: "not_proxmox",
    },
    {
      name: "JSON of another program",
      answer: [200, "OK", "application/json", '{"ok":true}'],
      kind: "not_proxmox",
    },
    { name: "broken JSON", answer: [200, "OK", "application/json", '{"data":[1,'], kind: "garbage" },
    { name: "a redirect", answer: [302, "Found", "text/html", ""], kind: "not_proxmox" },
    {
      name: "a refused token",
      answer: [401, "invalid token value!", "text/plain", ""],
      kind: "token_invalid",
    },
    {
      name: "a missing right",
      answer: [
        403,
        "Forbidden",
        "application/json",
        '{"data":null,"message":"Permission check failed (/, Sys.Audit)\\n"}',
      ],
      kind: "forbidden",
    },
    {
      name: "a wrong parameter",
      answer: [
        400,
        "Parameter verification failed.",
        "application/json",
        '{"data":null,"errors":{"cf":"bad"}}',
      ],
      kind: "parameter",
    },
    { name: "a dead node", answer: [595, "No route to host", "text/plain", ""], kind: "node_unreachable" },
    {
      name: "a failure",
      answer: [500, "no quorum", "application/json", '{"data":null}'],
      kind: "server_error",
    },
  ])("names $name as $kind", async ({ answer: [status, reason, type, text], kind }) => {
    const server = await serve(certificate, (_request, response) => {
      response.writeHead(Number(status), String(reason), { "content-type": String(type) });
      response.end(text);
    });
    const transport = connect(aConnection([{ port: server.port, fingerprint: certificate.fingerprint }]));

    const error = await failureOf(transport.request(VERSION));

    expect(error.kind).toBe(kind);
    expect(error.message).not.toContain(TEST_SECRET);
    expect(error.message.length).toBeGreaterThan(20);
  });

  it("names the missing privilege and repeats PVE's own words", async () => {
    const body = { data: null, message: "Permission check failed (/vms/100, VM.Migrate|VM.Audit)\n" };
    const server = await serve(certificate, answerJson(body, 403, "Forbidden"));
    const transport = connect(aConnection([{ port: server.port, fingerprint: certificate.fingerprint }]));

    const error = await failureOf(transport.request(VERSION));

    expect(error.privilege).toBe("VM.Migrate or VM.Audit on /vms/100");
    expect(error.message).toContain("VM.Migrate or VM.Audit on /vms/100");
  });

  it("tells that a plain HTTP server does not speak TLS", async () => {
    const server = net.createServer((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    cleanUps.push(async () => void server.close());
    const { port } = server.address() as AddressInfo;

    const error = await failureOf(connect(aConnection([{ port, fingerprint: null }])).request(VERSION));

    expect(error.kind).toBe("not_tls");
  });

  it("fails over to the next endpoint for reads, and keeps to the one that answers", async () => {
    const server = await serve(certificate, answerJson({ data: "here" }));
    const dead = await closedPort();
    const transport = connect(
      aConnection([
        { port: dead, fingerprint: certificate.fingerprint },
        { port: server.port, fingerprint: certificate.fingerprint },
      ]),
    );

    const first = await transport.request(VERSION);
    const second = await transport.request(VERSION);

    expect([first.data, second.data]).toEqual(["here", "here"]);
    expect([first.attempts, second.attempts]).toEqual([2, 1]);
  });

  it("notices at once that the only endpoint is back", async () => {
    const port = await closedPort();
    const transport = connect(aConnection([{ port, fingerprint: certificate.fingerprint }]));
    for (let attempt = 0; attempt < 5; attempt += 1)
      expect((await failureOf(transport.request(VERSION))).kind).toBe("unreachable");

    await serve(certificate, answerJson({ data: "back" }), port);

    expect((await transport.request(VERSION)).data).toBe("back");
  });

  it("sends a write once, whatever happens to it", async () => {
    const broken = await serve(certificate, (request) => void request.socket.destroy());
    const healthy = await serve(certificate, answerJson({ data: null }));
    const transport = connect(
      aConnection([
        { port: broken.port, fingerprint: certificate.fingerprint },
        { port: healthy.port, fingerprint: certificate.fingerprint },
      ]),
    );

    const error = await failureOf(
      transport.request({ method: "POST", path: "/nodes/pve1/qemu/100/migrate", params: { target: "pve2" } }),
    );

    expect(error.sent).toBe(true);
    expect(broken.requests).toHaveLength(1);
    expect(healthy.requests).toHaveLength(0);
  });

  it("encodes a write's parameters as a form with 1 and 0, and repeats lists", async () => {
    let received = "";
    const server = await serve(certificate, async (request, response) => {
      received = await bodyOf(request);
      answerJson({ data: "UPID" })(request, response);
    });
    const transport = connect(aConnection([{ port: server.port, fingerprint: certificate.fingerprint }]));

    await transport.request({
      method: "POST",
      path: "/x",
      params: { online: true, force: false, vms: [1, 2], none: null, note: "a b&c" },
    });

    expect(received).toBe("online=1&force=0&vms=1&vms=2&note=a+b%26c");
  });

  it("never runs more than three calls on one node at once, and does not let it hold up the others", async () => {
    let running = 0;
    let most = 0;
    const held: (() => void)[] = [];
    const server = await serve(certificate, (request, response) => {
      if (!request.url?.includes("/nodes/slow/")) return answerJson({ data: 1 })(request, response);
      running += 1;
      most = Math.max(most, running);
      held.push(() => {
        running -= 1;
        answerJson({ data: 1 })(request, response);
      });
    });
    const transport = connect(aConnection([{ port: server.port, fingerprint: certificate.fingerprint }]));
    const slow = Array.from({ length: 8 }, () =>
      transport.request({ method: "GET", path: "/nodes/slow/status" }),
    );
    await expect.poll(() => held.length).toBe(3);

    await transport.request({ method: "GET", path: "/nodes/quick/status" });
    await transport.request(VERSION);
    const release = setInterval(() => held.shift()?.(), 1);
    await Promise.all(slow);
    clearInterval(release);

    expect(most).toBe(3);
  });

  it("leaves a node alone that does not answer, until it is forgiven", async () => {
    let isDead = true;
    const server = await serve(certificate, (request, response) =>
      isDead
        ? answerJson(undefined, 595, "No route to host")(request, response)
        : answerJson({ data: "up" })(request, response),
    );
    const transport = connect(aConnection([{ port: server.port, fingerprint: certificate.fingerprint }]));
    const ask = () => transport.request({ method: "GET", path: "/nodes/pve2/status" });

    await failureOf(ask());
    const second = await failureOf(ask());
    isDead = false;
    transport.forgiveNode("pve2");

    expect(second.attempts).toBe(0);
    expect(second.message).toContain("pve2 did not answer lately");
    expect(server.requests).toHaveLength(1);
    expect((await ask()).data).toBe("up");
  });

  it("ends a call that hangs, and tells how long it waited", async () => {
    const server = await serve(certificate, () => undefined);
    const transport = connect(aConnection([{ port: server.port, fingerprint: certificate.fingerprint }]));

    const error = await failureOf(transport.request({ ...VERSION, timeoutMs: 50 }));

    expect(error.kind).toBe("timeout");
    expect(error.sent).toBe(true);
  });

  it("keeps its budget even when everything fails", async () => {
    const server = await serve(certificate, (request) => void request.socket.destroy());
    const endpoint = { port: server.port, fingerprint: certificate.fingerprint };
    const transport = connect(aConnection([endpoint]), { callsPerMinute: 7 });

    const kinds: string[] = [];
    for (let call = 0; call < 12; call += 1) kinds.push((await failureOf(transport.request(VERSION))).kind);

    expect(server.requests.length).toBeLessThanOrEqual(7);
    expect(kinds.at(-1)).toBe("budget_exhausted");
  });

  it("refuses to connect to link-local addresses", async () => {
    const transport = connect({
      ...aConnection([{ port: 8006, fingerprint: null }]),
      endpoints: [{ host: "169.254.169.254", port: 80, fingerprint: null }],
    });

    const error = await failureOf(transport.request(VERSION));

    expect(error.message).toContain("does not connect there");
  });

  it("counts every call by method, template and outcome", async () => {
    const id = "22222222-2222-4222-8222-222222222222";
    const server = await serve(certificate, answerJson({ data: [] }));
    const endpoint = { port: server.port, fingerprint: certificate.fingerprint };
    const api = proxmoxClient(connect(aConnection([endpoint], { id })));

    await api.nodes.$("pve1").qemu.$(100).config.$get();
    await api.nodes.$("pve2").qemu.$(200).config.$get();

    expect(readCallStatistics(id)).toMatchObject([
      { method: "GET", template: "/nodes/{}/qemu/{}/config", outcome: "200", count: 2 },
    ]);
  });
});
