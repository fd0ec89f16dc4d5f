import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { defineConfig } from "@playwright/test";
import { isFull } from "./tests/e2e/support/combinations";
import { ACTING_CLUSTER, SERVERS, type ServerName } from "./tests/e2e/support/servers";
import type { Options } from "./tests/e2e/support/test";

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
const at = (server: ServerName) => ({ server, baseURL: `http://127.0.0.1:${SERVERS[server].port}` });

/** One Evenkeel with a data directory of its own; the first that starts builds, the others find it built. */
function evenkeel(server: ServerName, env: Readonly<Record<string, string>>) {
  return {
    name: server,
    command: "node scripts/start.mjs",
    // Both in one: the password is printed long before the server answers.
    wait: {
      stdout: new RegExp(
        `one-time password (?<evenkeel_e2e_password_${server}>\\S+)[\\s\\S]*Evenkeel is ready`,
      ),
    },
    timeout: 300_000,
    stdout: "pipe" as const,
    gracefulShutdown: { signal: "SIGTERM" as const, timeout: 20_000 },
    env: {
      PORT: String(SERVERS[server].port),
      EVENKEEL_DATA_DIRECTORY: path.join(directory, server),
      ...env,
    },
  };
}

export default defineConfig<Options>({
  testDir: "tests/e2e",
  outputDir: "test-results",
  fullyParallel: true,
  workers: 3,
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: "list",
  use: {
    viewport: { width: 1440, height: 900 },
    // Pictures of every step would cost more than the steps.
    trace: { mode: "retain-on-failure", screenshots: false, sources: false },
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
  // What changes guests, settings or the engine is in `acting`: one test after another, on a server of its own.
  projects: [
    { name: "acting-first-run", testMatch: "first-run.setup.ts", use: at("acting") },
    { name: "console-first-run", testMatch: "first-run.setup.ts", use: at("console") },
    {
      name: "acting",
      testDir: "tests/e2e/acting",
      workers: 1,
      dependencies: ["acting-first-run"],
      use: at("acting"),
    },
    {
      name: "console",
      testIgnore: [/\/tests\/e2e\/acting\//, ...(isFull ? [] : [/\/tests\/e2e\/journeys\//])],
      workers: 2,
      dependencies: ["console-first-run"],
      use: at("console"),
    },
  ],
  webServer: [
    {
      name: "cluster",
      command: `node --import tsx scripts/simulator.ts --scenario ${ACTING_CLUSTER.scenario} --port ${ACTING_CLUSTER.port} --with-parent`,
      wait: { stdout: /ready \{/ },
      gracefulShutdown: { signal: "SIGTERM", timeout: 5_000 },
      env: { EVENKEEL_SIMULATOR_TOKEN: `${ACTING_CLUSTER.tokenId}=${ACTING_CLUSTER.tokenSecret}` },
    },
    evenkeel("console", { EVENKEEL_DEMO: "on" }),
    evenkeel("acting", {
      EVENKEEL_DEMO: "off",
      PROXMOX_NODE_1_NAME: ACTING_CLUSTER.name,
      PROXMOX_NODE_1_HOST: "127.0.0.1",
      PROXMOX_NODE_1_PORT: String(ACTING_CLUSTER.port),
      PROXMOX_NODE_1_TOKEN_ID: ACTING_CLUSTER.tokenId,
      PROXMOX_NODE_1_TOKEN_SECRET: ACTING_CLUSTER.tokenSecret,
      PROXMOX_NODE_1_VERIFY_SSL: "false",
    }),
  ],
});
