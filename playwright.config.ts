import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { defineConfig } from "@playwright/test";

const port = Number(process.env.EVENKEEL_E2E_PORT ?? 3117);
const address = `http://127.0.0.1:${port}`;

// Workers load this file again; they must meet the same folder.
process.env.EVENKEEL_E2E_DIRECTORY ??= mkdtempSync(path.join(tmpdir(), "evenkeel-e2e-"));
const directory = process.env.EVENKEEL_E2E_DIRECTORY;

/** The browser that was named, else Debian's, else Playwright's own. */
function browserPath(): string | undefined {
  const named = process.env.EVENKEEL_BROWSER;
  if (named) return named;
  return existsSync("/usr/bin/chromium") ? "/usr/bin/chromium" : undefined;
}

const executablePath = browserPath();

export default defineConfig({
  testDir: "tests/e2e",
  outputDir: "test-results",
  fullyParallel: true,
  workers: 2,
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: "list",
  use: {
    baseURL: address,
    viewport: { width: 1440, height: 900 },
    trace: "retain-on-failure",
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      args: [
        ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  projects: [
    { name: "first-run", testMatch: "first-run.setup.ts" },
    {
      name: "console",
      dependencies: ["first-run"],
      use: { storageState: path.join(directory, "admin.json") },
    },
  ],
  webServer: {
    command: "node scripts/start.mjs",
    // Both in one: the password is printed long before the server answers.
    wait: { stdout: /one-time password (?<evenkeel_e2e_password>\S+)[\s\S]*Evenkeel is ready/ },
    timeout: 300_000,
    stdout: "pipe",
    gracefulShutdown: { signal: "SIGTERM", timeout: 20_000 },
    env: {
      PORT: String(port),
      EVENKEEL_DATA_DIRECTORY: path.join(directory, "data"),
      EVENKEEL_DEMO: "on",
    },
  },
});
