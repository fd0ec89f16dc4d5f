import { afterAll, beforeAll, expect, it } from "vitest";
import { prisma } from "@/lib/server/db/prisma";
import { judgeAutomation } from "@/tests/support/automation/judge-automation";
import {
  type SteppedAutomation,
  startSteppedAutomation,
} from "@/tests/support/automation/stepped-automation";
import { useTestDatabase } from "@/tests/support/database";

useTestDatabase();
process.env.EVENKEEL_SECRET_KEY = Buffer.alloc(32, 7).toString("base64");

const GIB = 1024 ** 3;
const MINUTE_S = 60;
const STEP_S = 5 * MINUTE_S;
const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const VALUES = {
  "automation.enabled": true,
  "automation.dryRun": false,
  "automation.intervalMinutes": 5,
  "automation.minConfidence": 0,
  "automation.maxMovesPerRun": 2,
  "automation.freezeMinutes": 10,
  "automation.schedule": JSON.stringify({
    timeZone: "UTC",
    windows: [{ name: "Early", enabled: true, days: DAYS, start: "05:00", end: "06:00" }],
    blackouts: [{ name: "Pause", enabled: true, days: DAYS, start: "05:40", end: "05:50" }],
  }),
};

/** Tomorrow: ahead of the database's own clock, which is not stepped. */
const DAY_S = Math.ceil(Date.now() / 86_400_000) * 86_400 + 86_400;
const at = (hours: number, minutes: number) => DAY_S + (hours * 60 + minutes) * MINUTE_S;

let automation: SteppedAutomation;
beforeAll(async () => {
  automation = await startSteppedAutomation({
    scenario: {
      version: 1,
      name: "stepped",
      pve: "9.1",
      clock: new Date(at(4, 50) * 1_000).toISOString(),
      nodes: ["pve1", "pve2", "pve3"].map((name) => ({
        ...{ name, cores: 16, memory: 64 * GIB, migrationBandwidth: GIB / 16 },
      })),
      storages: [
        { id: "ceph", type: "rbd", shared: true, content: ["images"], total: 1024 * GIB, used: GIB },
      ],
      guests: Array.from({ length: 12 }, (_, index) => ({
        ...{
          vmid: 100 + index,
          name: `vm${100 + index}`,
          node: index < 9 ? "pve1" : "pve2",
          cores: 4,
          cpuUsed: 1.7,
        },
        ...{
          memory: 4 * GIB,
          memoryUsed: 2 * GIB,
          disks: [{ key: "scsi0", storage: "ceph", size: 4 * GIB }],
        },
        ...(index === 3 && { ha: { state: "started" as const } }),
      })),
    },
    values: VALUES,
    withHistory: false,
    events: [
      ...[100, 101, 102, 103].map((vmid) => ({
        ...{ at: at(4, 58), event: { do: "guest-backup" as const, vmid, seconds: 1_200 } },
      })),
      { at: at(5, 3) - 30, event: { do: "manual-migration", vmid: 111, target: "pve3" } },
      { at: at(5, 13) - 30, event: { do: "node-down", node: "pve2" } },
      { at: at(5, 23) - 30, event: { do: "node-up", node: "pve2" } },
    ],
  });
}, 60_000);
afterAll(() => automation.stop());

it("on a stepped clock the jobs decide as the rules alone do, and keep to windows, backups, rests and the way back", async () => {
  while (automation.nowMs() < at(6, 10) * 1_000)
    await automation.pass((await automation.isBusy()) ? MINUTE_S : STEP_S);
  const { counts, ...judged } = await judgeAutomation(automation, VALUES);
  expect(judged.otherwise).toBeUndefined();
  expect(counts).toEqual(Object.fromEntries(Object.keys(counts).map((name) => [name, 0])));
  expect(judged).toMatchObject({
    movesByEnd: { done: judged.moves },
    happened: { "guest-backup": 4, "manual-migration": 1, "node-down": 1, "node-up": 1 },
  });
  // All of it was met: moves in the window, and runs that were held back by what it is about.
  expect(judged.moves).toBeGreaterThanOrEqual(4);
  expect(Object.keys(judged.decisionsByGuardrail)).toEqual(
    expect.arrayContaining(["schedule", "freeze", "made"]),
  );
  const late = await prisma.automationRun.findFirst({ orderBy: { startedAt: "desc" } });
  expect(late?.startedAt.getTime()).toBeGreaterThanOrEqual(at(6, 5) * 1_000);
}, 120_000);
