import dns from "node:dns";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { probeCertificate } from "@/lib/server/proxmox/probe-certificate";
import { PveError } from "@/lib/server/proxmox/pve-error";
import { aConnection } from "@/tests/support/a-connection";
import { answerJson, makeCertificate, type TestCertificate } from "@/tests/support/https-server";
import { connect, failureOf, serve, VERSION } from "@/tests/support/transport";

let certificate: TestCertificate;

beforeAll(async () => {
  certificate = await makeCertificate({ names: ["pve.example.test"] });
});

afterEach(() => vi.restoreAllMocks());

/** The name server's answers, one list after the other; the last one stays. */
function nameServerSays(...answers: readonly (readonly string[])[]): void {
  let asked = 0;
  const lookup = (_name: string, _options: unknown, callback: unknown): void => {
    const addresses = answers[Math.min(asked, answers.length - 1)] ?? [];
    asked += 1;
    if (typeof callback !== "function") throw new Error("a look-up without a callback");
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
    );
  };
  vi.spyOn(dns, "lookup").mockImplementation(Object.assign(lookup, dns.lookup));
}

const toName = (port: number) =>
  connect(aConnection([{ port, fingerprint: certificate.fingerprint }], {}, "pve.example.test"));

describe("a name that resolves to where no connection may go", () => {
  it.each([
    ["169.254.169.254", "link-local"],
    ["::ffff:169.254.169.254", "link-local"],
    ["64:ff9b::a9fe:a9fe", "link-local"],
    ["2002:a9fe:a9fe::1", "link-local"],
    ["fd00:ec2::254", "cloud metadata"],
    ["100.100.100.200", "cloud metadata"],
    ["0.0.0.0", "not the address of a host"],
    ["::", "not the address of a host"],
  ])("is refused when it is connected to: %s", async (address, words) => {
    nameServerSays([address]);

    const error = await failureOf(toName(8006).request(VERSION));

    expect([error.kind, error.sent]).toEqual(["unreachable", false]);
    expect(error.message).toContain(words);
  });

  it("is refused when it is Evenkeel's own port on this machine", async () => {
    nameServerSays(["127.0.0.1"]);

    const error = await failureOf(toName(Number(process.env.PORT ?? 3000)).request(VERSION));

    expect(error.message).toContain("Evenkeel itself");
  });

  it("is refused when only its certificate is looked at", async () => {
    nameServerSays(["169.254.169.254"]);

    const probe = await probeCertificate({ host: "pve.example.test", port: 443, fingerprint: null });

    expect(probe).toBeInstanceOf(PveError);
    expect(probe instanceof PveError && probe.message).toContain("link-local");
  });

  it("is asked at its other addresses when only one of them is forbidden", async () => {
    const server = await serve(certificate, answerJson({ data: 1 }));
    nameServerSays(["169.254.169.254", "127.0.0.1"]);

    expect((await toName(server.port).request(VERSION)).data).toBe(1);
  });

  it("is refused when it was a cluster a moment ago and its record was changed since", async () => {
    const server = await serve(certificate, (_request, response) => {
      // Each call needs a socket of its own, so that the name is looked up again.
      response.writeHead(200, { "content-type": "application/json", connection: "close" });
      response.end(JSON.stringify({ data: 1 }));
    });
    nameServerSays(["127.0.0.1"], ["169.254.169.254"]);
    const transport = toName(server.port);

    expect((await transport.request(VERSION)).data).toBe(1);
    const error = await failureOf(transport.request(VERSION));

    expect(error.message).toContain("link-local");
    expect(server.requests).toHaveLength(1);
  });
});

describe("a redirect", () => {
  it.each([301, 302, 303, 307, 308])("is never followed: %i", async (status) => {
    const target = await serve(certificate, answerJson({ data: "secret" }));
    const server = await serve(certificate, (_request, response) => {
      response.writeHead(status, { location: `https://127.0.0.1:${target.port}/latest/meta-data` });
      response.end();
    });
    const pinned = aConnection([{ port: server.port, fingerprint: certificate.fingerprint }]);

    const error = await failureOf(connect(pinned).request(VERSION));

    expect(error.kind).toBe("not_proxmox");
    expect(error.message).toContain("redirect");
    expect(target.connections()).toBe(0);
  });
});
