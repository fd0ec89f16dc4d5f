import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { playRecording } from "@/lib/server/collection/play-recording";

const PATHS = [
  "/cluster/resources",
  "/cluster/status",
  "/cluster/tasks",
  "/cluster/metrics/export",
  "/version",
  "/nodes",
  "/nodes/pve1/status",
  "/nodes/pve1/qemu",
  "/nodes/pve1/lxc",
  "/nodes/pve1/storage",
  "/nodes/pve1/tasks",
  "/nodes/pve1/qemu/100/config",
  "/nodes/pve1/lxc/101/config",
  "/nodes/pve1/rrddata?timeframe=hour",
  "/nodes/pve1/qemu/100/rrddata?timeframe=day",
];

const KEYS = [
  "type",
  "node",
  "id",
  "vmid",
  "status",
  "cpu",
  "maxcpu",
  "mem",
  "maxmem",
  "storage",
  "tags",
  "upid",
  "time",
  "loadavg",
];
const ODD = fc.oneof(
  fc.constantFrom(
    "node",
    "qemu",
    "lxc",
    "storage",
    "pve1",
    "online",
    "running",
    "100",
    "101",
    "",
    "NaN",
    "1e400",
  ),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.array(fc.anything({ maxDepth: 1 }), { maxLength: 3 }),
  fc.object({ maxDepth: 1 }),
);
const ROW = fc.dictionary(fc.constantFrom(...KEYS, "scsi0", "mp0", "memory", "meta", "cpuinfo", "data"), ODD);
const DATA = fc.oneof(fc.array(fc.oneof(ROW, ODD), { maxLength: 6 }), ROW, ODD);
const CALL = fc.record({
  method: fc.constant("GET"),
  path: fc.constantFrom(...PATHS).map((path) => `/api2/json${path}`),
  status: fc.constantFrom(200, 200, 200, 401, 403, 500, 595),
  body: fc.oneof(
    DATA.map((data) => ({ data })),
    DATA,
  ),
});

describe("answers of any form", () => {
  it("never crash a reading, and every number that arrives is a number", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(CALL, { maxLength: 12 }), async (calls) => {
        const played = await playRecording(calls.map((call) => JSON.stringify(call)).join("\n"));

        const numbers = [...(played.snapshot?.nodes ?? []), ...(played.snapshot?.guests ?? [])].flatMap(
          (thing) => Object.values(thing).filter((value) => typeof value === "number"),
        );
        expect(numbers.every((number) => Number.isFinite(number) && number >= 0)).toBe(true);
      }),
      { numRuns: 400 },
    );
  });
});
