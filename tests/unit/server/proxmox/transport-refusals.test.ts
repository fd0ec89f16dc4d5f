import { once } from "node:events";
import net, { type AddressInfo } from "node:net";
import { beforeAll, describe, expect, it } from "vitest";
import { aConnection, TEST_SECRET } from "@/tests/support/a-connection";
import { answerJson, makeCertificate, type TestCertificate } from "@/tests/support/https-server";
import { cleanUpWith, connect, failureOf, serve, VERSION } from "@/tests/support/transport";

let certificate: TestCertificate;

beforeAll(async () => {
  certificate = await makeCertificate();
});

describe("what a transport trusts and refuses", () => {
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
    cleanUpWith(async () => void server.close());
    const { port } = server.address() as AddressInfo;

    const error = await failureOf(connect(aConnection([{ port, fingerprint: null }])).request(VERSION));

    expect(error.kind).toBe("not_tls");
  });
});
