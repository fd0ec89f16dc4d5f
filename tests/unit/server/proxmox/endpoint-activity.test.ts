import { describe, expect, it } from "vitest";
import { forgetActivity, noteCall, readActivity } from "@/lib/server/proxmox/endpoint-activity";
import { PveError } from "@/lib/server/proxmox/pve-error";

const CALL = { endpoint: "pve1:8006", node: null, call: "GET /version", ms: 20, failure: null };
const failure = (kind: "unreachable" | "forbidden") =>
  new PveError(kind, "a sentence", { endpoint: CALL.endpoint, status: kind === "forbidden" ? 403 : null });

describe("what is known of endpoints", () => {
  it("counts the calls of the last minute by endpoint and by node, and forgets older ones", () => {
    const clusterId = "counted";
    noteCall({ ...CALL, clusterId, node: "pve2" }, 1_000);
    noteCall({ ...CALL, clusterId, node: "pve2" }, 30_000);
    noteCall({ ...CALL, clusterId, node: "pve3" }, 31_000);
    noteCall({ ...CALL, clusterId, endpoint: "pve2:8006" }, 32_000);

    const now = readActivity(clusterId, 61_500);
    expect(now.callsLastMinute).toBe(3);
    expect(now.nodes).toEqual([
      { name: "pve2", callsLastMinute: 1 },
      { name: "pve3", callsLastMinute: 1 },
    ]);
    expect(now.endpoint("pve2:8006").callsLastMinute).toBe(1);
    expect(readActivity(clusterId, 200_000).callsLastMinute).toBe(0);
  });

  it("tells a silent endpoint from one that refuses, and keeps the last failure after it answers again", () => {
    const clusterId = "states";
    noteCall({ ...CALL, clusterId, failure: failure("unreachable") }, 1_000);
    expect(readActivity(clusterId, 2_000).endpoint(CALL.endpoint)).toMatchObject({
      isFailing: true,
      answeredAtMs: null,
      latencyMs: null,
    });

    noteCall({ ...CALL, clusterId, failure: failure("forbidden") }, 3_000);
    noteCall({ ...CALL, clusterId, ms: 7 }, 4_000);
    expect(readActivity(clusterId, 5_000).endpoint(CALL.endpoint)).toMatchObject({
      isFailing: false,
      answeredAtMs: 4_000,
      latencyMs: 7,
      failure: { kind: "forbidden", status: 403, atMs: 3_000 },
    });
  });

  it("knows nothing of an endpoint that was never asked, or that was forgotten", () => {
    noteCall({ ...CALL, clusterId: "gone" }, 1_000);
    forgetActivity("gone");

    expect(readActivity("gone", 2_000)).toMatchObject({ callsLastMinute: 0, nodes: [] });
    expect(readActivity("gone", 2_000).endpoint(CALL.endpoint).answeredAtMs).toBeNull();
  });
});
