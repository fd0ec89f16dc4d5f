// A Chromium for the browser tests: one that is there, else Playwright's own, else the distribution's package.
import { spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import path from "node:path";
import { chromium } from "@playwright/test";

const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

export async function findOrInstallBrowser() {
  const found = findBrowser();
  if (found) return found;

  process.stdout.write("\nNo Chromium found; installing one.\n");
  const playwright = path.join(import.meta.dirname, "../../node_modules/.bin/playwright");
  spawnSync(playwright, ["install", "chromium"], { stdio: "inherit", timeout: 300_000 });
  if (findBrowser()) return findBrowser();

  if (process.getuid?.() === 0 && findOnPath("apt-get")) {
    const options = {
      stdio: ["ignore", "ignore", "inherit"],
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    };
    spawnSync("apt-get", ["update", "-qq"], options);
    spawnSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"], options);
  }
  return findBrowser();
}

function findBrowser() {
  const candidates = [process.env.EVENKEEL_BROWSER, ...NAMES.map(findOnPath), chromium.executablePath()];
  return candidates.find((file) => file && isExecutable(file)) ?? null;
}

function findOnPath(name) {
  const folders = (process.env.PATH ?? "").split(path.delimiter);
  return folders.map((folder) => path.join(folder, name)).find(isExecutable) ?? null;
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
