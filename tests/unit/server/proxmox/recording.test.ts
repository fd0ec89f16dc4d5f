import { describe, expect, it } from "vitest";
import { parseRecording } from "@/lib/server/proxmox/parse-recording";
import { playbackTransport } from "@/lib/server/proxmox/playback-transport";
import type { PveTransport } from "@/lib/server/proxmox/pve-transport";
import { type RecordedCall, recordingTransport } from "@/lib/server/proxmox/recording";
import { redactBody, redactText } from "@/lib/server/proxmox/redact";

function recorded(path: string, data: unknown): RecordedCall {
  return { method: "GET", path: `/api2/json${path}`, status: 200, reason: "OK", body: { data } };
}

function transportThatSays(body: Readonly<Record<string, unknown>>): PveTransport {
  return {
    request: async () => ({
      data: body.data,
      body,
      status: 200,
      reason: "OK",
      endpoint: "pve1:8006",
      dateMs: null,
      attempts: 1,
    }),
    forgiveNode: () => undefined,
    close: async () => undefined,
  };
}

describe("recordingTransport", () => {
  it("records path with query and body, without secrets", async () => {
    const calls: RecordedCall[] = [];
    const body = {
      data: {
        ticket: "PVE:root@pam:6A620ADE::abc",
        cipassword: "hunter2",
        name: "web1",
        "full-tokenid": "a@pve!b",
        value: "uuid",
      },
    };
    const transport = recordingTransport(transportThatSays(body), (call) => calls.push(call));

    await transport.request({ method: "GET", path: "/cluster/resources", params: { type: "vm" } });

    expect(calls).toEqual([
      {
        method: "GET",
        path: "/api2/json/cluster/resources?type=vm",
        status: 200,
        reason: "OK",
        body: {
          data: {
            ticket: "[removed]",
            cipassword: "[removed]",
            name: "web1",
            "full-tokenid": "a@pve!b",
            value: "[removed]",
          },
        },
      },
    ]);
  });

  it("is played back as it was", async () => {
    const calls: RecordedCall[] = [];
    const transport = recordingTransport(transportThatSays({ data: [1, 2] }), (call) => calls.push(call));
    await transport.request({ method: "GET", path: "/nodes" });

    const text = calls.map((call) => JSON.stringify(call)).join("\n");
    const played = playbackTransport(parseRecording(text).calls);

    expect((await played.request({ method: "GET", path: "/nodes" })).data).toEqual([1, 2]);
  });
});

describe("playbackTransport", () => {
  it("finds a call whatever the order of its parameters, and with defaults left out", async () => {
    const played = playbackTransport([recorded("/nodes/pve/rrddata?cf=AVERAGE&timeframe=hour", "rows")]);

    const params = { timeframe: "hour" };
    expect((await played.request({ method: "GET", path: "/nodes/pve/rrddata", params })).data).toBe("rows");
  });

  it("plays calls recorded several times in their order, then stays at the last", async () => {
    const played = playbackTransport([recorded("/nodes", 1), recorded("/nodes", 2)]);
    const ask = async () => (await played.request({ method: "GET", path: "/nodes" })).data;

    expect([await ask(), await ask(), await ask()]).toEqual([1, 2, 2]);
  });

  it("answers 595 to what was not recorded", async () => {
    const played = playbackTransport([]);

    await expect(played.request({ method: "GET", path: "/nodes" })).rejects.toMatchObject({
      kind: "node_unreachable",
      status: 595,
    });
  });
});

describe("parseRecording", () => {
  it("takes what is a call and tells of every line that is none", () => {
    const text = [
      '{"path":"/api2/json/nodes","body":{"data":[]}}',
      "garbage",
      "[]",
      "{}",
      '{"path":"/x","status":"abc"}',
      "",
    ].join("\n");

    const { calls, problems } = parseRecording(text);

    expect(calls).toHaveLength(1);
    expect(problems.map(({ path }) => path)).toEqual(["line 2", "line 3", "line 4", "line 5"]);
  });
});

describe("redaction", () => {
  it.each([
    ["PVEAPIToken=root@pam!x=12345678-1234-1234-1234-1234567890ab", "12345678"],
    ["Cookie: PVEAuthCookie=PVE%3Aroot", "PVE%3Aroot"],
    ["ticket PVE:root@pam:6A620ADE::abcDEF+/==", "abcDEF"],
    ["/access/ticket?username=a&password=hunter2", "hunter2"],
    ["token a@pve!b=12345678-1234-1234-1234-1234567890ab", "12345678"],
  ])("takes the secret out of %s", (text, secret) => {
    expect(redactText(text)).not.toContain(secret);
  });

  it("leaves what is no secret", () => {
    const body = { data: [{ vmid: 100, tokenid: "sdk", digest: "abc", tags: "a;b" }] };

    expect(redactBody(body)).toEqual(body);
  });
});
