import { existsSync } from "node:fs";
import path from "node:path";

const firstPort = Number(process.env.EVENKEEL_E2E_PORT ?? 3117);

/**
 * The two Evenkeels that the browser meets, each with a database and a cluster of its own: `console` has the demo and is
 * only looked at, `acting` has a small fast cluster and is what tests change, one after another.
 */
export const SERVERS = {
  console: { port: firstPort, nodes: 8 },
  acting: { port: firstPort + 1, nodes: 3 },
} as const;

export type ServerName = keyof typeof SERVERS;

/** The simulated cluster of the acting server. */
export const ACTING_CLUSTER = {
  name: "grove",
  port: firstPort + 2,
  tokenId: "evenkeel@pve!e2e",
  tokenSecret: "3f0c7d52-8a41-4c0e-9b7d-5e2f6a1c9d84",
  scenario: path.join(import.meta.dirname, "acting-cluster.yaml"),
} as const;

/** Where this run keeps its data and what it signed in with; playwright.config.ts makes it. */
export function runDirectory(): string {
  const directory = process.env.EVENKEEL_E2E_DIRECTORY;
  if (!directory || !existsSync(directory)) {
    throw new Error("EVENKEEL_E2E_DIRECTORY is set by playwright.config.ts");
  }
  return directory;
}
