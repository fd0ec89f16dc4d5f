import { beforeAll, describe, expect, it } from "vitest";
import { readCallStatistics } from "@/lib/server/proxmox/call-statistics";
import { proxmoxClient } from "@/lib/server/proxmox/proxmox-client";
import { aConnection } from "@/tests/support/a-connection";
import { answerJson, bodyOf, makeCertificate, type TestCertificate } from "@/tests/support/https-server";
import { closedPort, connect, failureOf, serve, VERSION } from "@/tests/support/transport";

let certificate: TestCertificate;

beforeAll(async () => {
  certificate = await makeCertificate();
});

describe("createTransport", () => {
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
