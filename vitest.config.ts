import { availableParallelism } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

const root = path.dirname(fileURLToPath(import.meta.url));

const alias = {
  "@": root,
  // The marker throws outside a server bundle; tests are the server here.
  "server-only": path.join(root, "tests/support/server-only.ts"),
};

// An awkward zone: 45 minutes off, so that a forgotten time zone shows.
process.env.TZ = "Asia/Kathmandu";
// Tests cause trouble on purpose; EVENKEEL_LOG_LEVEL=info shows what the program says of it.
process.env.EVENKEEL_LOG_LEVEL ||= "silent";

/** Files whose tests wait for what takes its time, longest first: begun last, they would be waited for alone. */
const LONGEST = [
  "collection/two-collectors",
  "maintenance/evacuation-troubles",
  "automation/killed-run",
  "maintenance/evacuation-control",
  "plans/carry-out-plan",
  "start/end-of-a-start",
  "jobs/crash",
  "collection/disk-full",
  "collection/database-restart",
  "moves/move-by-api",
  "collection/call-budget",
  "moves/exactly-once",
  "maintenance/killed-evacuation",
  "collection/faults",
  "automation/runs",
  "moves/killed-runner",
];

function rankOf({ moduleId }: TestSpecification): number {
  const rank = LONGEST.findIndex((name) => moduleId.endsWith(`/${name}.test.ts`));
  return rank === -1 ? LONGEST.length : rank;
}

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).sort((one, other) => rankOf(one) - rankOf(other));
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        resolve: { alias },
        test: {
          name: "unit",
          include: ["tests/unit/**/*.test.ts", "tests/unit/**/*.test.tsx", "tests/scenarios/**/*.test.ts"],
          environment: "node",
          testTimeout: 20_000,
          maxWorkers: Math.max(2, availableParallelism() - 1),
        },
      },
      {
        resolve: { alias },
        test: {
          name: "integration",
          include: ["tests/integration/**/*.test.ts", "tests/contract/**/*.test.ts"],
          environment: "node",
          globalSetup: ["tests/support/postgres-global-setup.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // They wait more than they compute.
          maxWorkers: 4,
        },
      },
    ],
  },
});
