import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

const root = path.join(import.meta.dirname, "../../..");
const TOKEN = "evenkeel@pve!kept=0a1b2c3d-0000-4000-8000-00000000abcd";
const children: ChildProcessWithoutNullStreams[] = [];
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "evenkeel-simulator-"));
  await writeFile(path.join(folder, "good.yaml"), "nodes: [{ name: pve1, cores: 4, memory: 8589934592 }]\n");
  await writeFile(path.join(folder, "bad.yaml"), "nodes: [{ name: pve1, cores: 4, memory: -1, ram: 2 }]\n");
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Run {
  readonly child: ChildProcessWithoutNullStreams;
  readonly output: () => string;
  readonly errors: () => string;
  readonly exit: Promise<number | null>;
}

function run(...options: string[]): Run {
  const child = spawn(process.execPath, ["--import", "tsx", "scripts/simulator.ts", ...options], {
    cwd: root,
    env: { ...process.env, EVENKEEL_SIMULATOR_TOKEN: TOKEN },
  });
  children.push(child);
  let output = "";
  let errors = "";
  child.stdout.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const exit = new Promise<number | null>((resolve) => child.once("exit", resolve));
  return { child, output: () => output, errors: () => errors, exit };
}

interface Ready {
  readonly url: string;
  readonly fingerprint: string;
  readonly token: string;
}

async function ready({ output, errors }: Run): Promise<Ready> {
  await expect.poll(output, { timeout: 15_000, message: errors() }).toMatch(/^ready \{.*\}\n$/);
  return JSON.parse(output().slice("ready ".length)) as Ready;
}

const start = (...options: string[]): Run =>
  run("--scenario", path.join(folder, "good.yaml"), "--port", "0", ...options);

describe("npm run simulator", { timeout: 40_000 }, () => {
  it("says when it is ready, keeps token and certificate over restarts, and ends on SIGTERM", async () => {
    const file = path.join(folder, "certificate.pem");
    const first = start("--certificate-file", file);
    const before = await ready(first);
    expect(before.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
    expect(before.token).toBe(TOKEN);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    first.child.kill("SIGTERM");
    expect(await first.exit).toBe(0);

    const second = start("--certificate-file", file);
    expect((await ready(second)).fingerprint).toBe(before.fingerprint);
    expect(await readFile(file, "utf8")).toContain("BEGIN CERTIFICATE");
  });

  it("ends when its parent goes away", async () => {
    const started = start("--with-parent", "--http");
    expect((await ready(started)).url).toMatch(/^http:/);
    started.child.stdin.end();
    expect(await started.exit).toBe(0);
  });

  it("refuses a bad scenario with path and sentence and exit code 2", async () => {
    const refused = run("--scenario", path.join(folder, "bad.yaml"), "--port", "0");
    expect(await refused.exit).toBe(2);
    expect(refused.errors()).toContain("nodes[0].memory: The value must not be negative.");
    expect(refused.errors()).toContain("nodes[0].ram: This field is not known.");
    expect(refused.output()).toBe("");
  });

  it("refuses wrong options with one sentence", async () => {
    const port = start("--port", "99999");
    expect(await port.exit).toBe(2);
    expect(port.errors()).toContain("--port must be a whole number from 0 to 65535.");
  });
});
