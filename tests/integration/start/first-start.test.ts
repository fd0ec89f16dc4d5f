import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import { verify } from "@node-rs/argon2";
import { describe, expect, it } from "vitest";
import { useTestDatabase } from "@/tests/support/database";
import {
  environmentOf,
  freePort,
  launch,
  makeDataDirectory,
  processesOf,
} from "@/tests/support/start/launched";
import { query } from "@/tests/support/start/query";

const external = useTestDatabase({ migrated: false });

describe("the first start", { timeout: 60_000 }, () => {
  it("makes database, secrets and the admin, and says how to sign in", async () => {
    const data = await makeDataDirectory();
    const first = launch(data, await freePort());
    await first.untilReady();

    const password = /Password +(\S+)/.exec(first.output())?.[1] ?? "";
    const environment = await environmentOf(first);
    const [admin] = await query<{ password_hash: string; role: string; must_change_password: boolean }>(
      environment.DATABASE_URL ?? "",
      `SELECT * FROM "user" WHERE username = 'admin'`,
    );
    expect(admin).toMatchObject({ role: "admin", must_change_password: true });
    expect(admin?.password_hash).toMatch(/^\$argon2id\$/);
    expect(await verify(admin?.password_hash ?? "", password)).toBe(true);
    expect(first.output()).toContain(first.address);
    expect(first.output()).toContain(data);
    expect(first.output()).toContain("demo cluster");
    expect(first.errors()).toBe("");
  });

  it("keeps the secrets in files that only their owner can read, out of command lines and output", async () => {
    const data = await makeDataDirectory();
    const first = launch(data, await freePort());
    await first.untilReady();

    const seen = `${processesOf(first).map(({ command }) => command)}\n${first.output()}${first.errors()}`;
    for (const name of ["secret-key", "nextauth-secret", "postgres-password"]) {
      const file = path.join(data, "secrets", name);
      expect((await stat(file)).mode & 0o777).toBe(0o600);
      const secret = (await readFile(file, "utf8")).trim();
      expect(Buffer.from(secret, "base64")).toHaveLength(32);
      expect(seen).not.toContain(secret);
    }
  });

  it("gives the application the demo cluster, which is the same one after a restart", async () => {
    const data = await makeDataDirectory();
    const port = await freePort();
    const first = launch(data, port);
    await first.untilReady();
    const before = await environmentOf(first);
    first.process.kill("SIGTERM");
    expect(await first.exit).toBe(0);

    const second = launch(data, port);
    await second.untilReady();
    const after = await environmentOf(second);
    expect(before.EVENKEEL_DEMO_URL).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    for (const name of [
      "EVENKEEL_DEMO_URL",
      "EVENKEEL_DEMO_TOKEN",
      "EVENKEEL_SECRET_KEY",
      "NEXTAUTH_SECRET",
    ]) {
      expect(after[name]).toBe(before[name]);
    }
    expect(second.output()).not.toContain("Password");
  });

  it.each([
    ["a real cluster is named by the environment", { PROXMOX_HOST: "192.0.2.1" }],
    ["EVENKEEL_DEMO is off", { EVENKEEL_DEMO: "off" }],
  ])("brings no demo cluster when %s", async (_when, variables) => {
    const started = launch(await makeDataDirectory(), await freePort(), variables);
    await started.untilReady();
    expect(await environmentOf(started)).not.toHaveProperty("EVENKEEL_DEMO_URL");
  });

  it("uses the server of DATABASE_URL and starts none of its own", async () => {
    const started = launch(await makeDataDirectory(), await freePort(), { DATABASE_URL: external.url });
    await started.untilReady();
    expect(processesOf(started).filter(({ command }) => command.includes("bin/postgres"))).toEqual([]);
    expect(await query(external.url, `SELECT username FROM "user"`)).toEqual([{ username: "admin" }]);
  });
});
