import path from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

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

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: "unit",
          include: ["tests/unit/**/*.test.ts", "tests/unit/**/*.test.tsx", "tests/scenarios/**/*.test.ts"],
          environment: "node",
          testTimeout: 20_000,
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
          maxWorkers: 2,
        },
      },
    ],
  },
});
