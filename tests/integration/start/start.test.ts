import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import path from "node:path";
import { verify } from "@node-rs/argon2";
import pg from "pg";
import { describe, expect, inject, it, onTestFinished } from "vitest";
import { useTestDatabase } from "@/tests/support/database";
import { freePort, isRunning, launch, makeDataDirectory, processesOf } from "@/tests/support/start/launched";

const external = useTestDatabase({ migrated: false });

async function environmentOf(address: string): Promise<Record<string, string>> {
  const answer = await fetch(address);
  return ((await answer.json()) as { env: Record<string, string> }).env;
}

async function query<Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<Row>(sql).finally(() => client.end());
  return rows;
}

describe("the first start", { timeout: 60_000 }, () => {
  it("makes database, secrets and the admin, and says how to sign in", async () => {
    const data = await makeDataDirectory();
    const first = launch(data, await freePort());
    await first.untilReady();

    const password = /Password +(\S+)/.exec(first.output())?.[1] ?? "";
    const environment = await environmentOf(first.address);
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

    const seen = `${processesOf(first).join("\n")}\n${first.output()}${first.errors()}`;
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
    const before = await environmentOf(first.address);
    first.process.kill("SIGTERM");
    expect(await first.exit).toBe(0);

    const second = launch(data, port);
    await second.untilReady();
    const after = await environmentOf(second.address);
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
    expect(await environmentOf(started.address)).not.toHaveProperty("EVENKEEL_DEMO_URL");
  });

  it("uses the server of DATABASE_URL and starts none of its own", async () => {
    const started = launch(await makeDataDirectory(), await freePort(), { DATABASE_URL: external.url });
    await started.untilReady();
    expect(processesOf(started).filter((shown) => shown.includes("bin/postgres"))).toEqual([]);
    expect(await query(external.url, `SELECT username FROM "user"`)).toEqual([{ username: "admin" }]);
  });
});

describe("the end of a start", { timeout: 60_000 }, () => {
  it.each(["SIGTERM", "SIGINT", "SIGHUP"] as const)(
    "by %s leaves no process within ten seconds",
    async (signal) => {
      const started = launch(await makeDataDirectory(), await freePort());
      await started.untilReady();
      const children = processesOf(started);
      expect(children.length).toBeGreaterThanOrEqual(5);

      const since = Date.now();
      started.process.kill(signal);
      expect(await started.exit).toBe(0);
      expect(Date.now() - since).toBeLessThan(10_000);
      expect(children.filter(isRunning)).toEqual([]);
    },
  );

  it("by kill -9 takes application, simulator and PostgreSQL with it, and the next start works at once", async () => {
    const data = await makeDataDirectory();
    const port = await freePort();
    const first = launch(data, port);
    await first.untilReady();
    const { DATABASE_URL: url = "" } = await environmentOf(first.address);
    await query(url, "CREATE TABLE kept AS SELECT 42 AS answer");
    const children = processesOf(first);
    first.process.kill("SIGKILL");
    await first.exit;

    const second = launch(data, port);
    await second.untilReady();
    await expect.poll(() => children.filter(isRunning), { timeout: 10_000 }).toEqual([]);
    const { DATABASE_URL: urlAfter = "" } = await environmentOf(second.address);
    expect(await query(urlAfter, "SELECT answer FROM kept")).toEqual([{ answer: 42 }]);
  });

  it("by kill -9 of everything, PostgreSQL too, can be followed by the next start", async () => {
    const data = await makeDataDirectory();
    const port = await freePort();
    const first = launch(data, port);
    await first.untilReady();
    for (const shown of processesOf(first)) process.kill(Number(shown.split(" ")[0]), "SIGKILL");
    await first.exit;

    const second = launch(data, port);
    await second.untilReady();
    expect(second.errors()).toBe("");
  });

  it("by kill -9 of launcher and guard leaves a PostgreSQL that the next start replaces", async () => {
    const data = await makeDataDirectory();
    const first = launch(data, await freePort());
    await first.untilReady();
    const orphan = processesOf(first).find((shown) => shown.includes("bin/postgres")) ?? "";
    const guard = processesOf(first).find((shown) => shown.includes("guard-postgres"));
    process.kill(Number(guard?.split(" ")[0]), "SIGKILL");
    first.process.kill("SIGKILL");
    await first.exit;
    expect(isRunning(orphan)).toBe(true);

    const second = launch(data, await freePort());
    await second.untilReady();
    expect(isRunning(orphan)).toBe(false);
  });

  it("comes with a code of its own when the application ends by itself", async () => {
    const started = launch(await makeDataDirectory(), await freePort());
    await started.untilReady();
    await fetch(`${started.address}/crash`).catch(() => undefined);
    expect(await started.exit).toBe(10);
    expect(started.errors()).toBe("The application ended by itself; start Evenkeel again.\n");
  });

  it("does not come when the simulator dies: it is started again where it was", async () => {
    const started = launch(await makeDataDirectory(), await freePort());
    await started.untilReady();
    const { EVENKEEL_DEMO_URL: demo = "" } = await environmentOf(started.address);
    const before = await (await fetch(demo)).text();
    process.kill(Number(before), "SIGKILL");
    await expect
      .poll(async () => (await fetch(demo).catch(() => null))?.text(), { timeout: 10_000 })
      .toSatisfy((after?: string) => after !== undefined && after !== before);
    expect(started.process.exitCode).toBeNull();
  });
});

describe("a start that cannot be", { timeout: 60_000 }, () => {
  it("because one is running on the same data says so and leaves that one alone", async () => {
    const data = await makeDataDirectory();
    const first = launch(data, await freePort());
    await first.untilReady();
    const second = launch(data, await freePort());
    expect(await second.exit).toBe(3);
    expect(second.errors()).toBe(
      `Evenkeel is already running on ${data} (process ${first.process.pid}, ${first.address}).\n`,
    );
    expect((await fetch(first.address)).status).toBe(200);
  });

  it("because the port is taken names it", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    onTestFinished(() => void server.close());
    await expect.poll(() => server.address()).not.toBeNull();
    const address = server.address();
    const port = typeof address === "object" && address ? address.port : 0;

    const started = launch(await makeDataDirectory(), port);
    expect(await started.exit).toBe(4);
    expect(started.errors()).toBe(
      `Port ${port} of 127.0.0.1 is in use by another program: stop it, or choose another port (PORT=3001 npm start).\n`,
    );
  });

  it("because the data directory cannot be made says so", async () => {
    const data = await makeDataDirectory();
    await writeFile(data, "a file in the place of a folder");
    const started = launch(path.join(data, "below"), await freePort());
    expect(await started.exit).toBe(5);
    expect(started.errors()).toMatch(
      /^The data directory .* cannot be made, because .* is not a folder: [^\n]*\.\n$/,
    );
  });

  it.each([
    [
      "nobody answers",
      "postgresql://someone:hush@127.0.0.1:1/evenkeel",
      "No database answers at 127.0.0.1:1",
    ],
    ["the host is unknown", "postgresql://someone:hush@nowhere.invalid/evenkeel", "which is not known"],
  ])("because %s at DATABASE_URL says so without its password", async (_why, url, sentence) => {
    const started = launch(await makeDataDirectory(), await freePort(), { DATABASE_URL: url });
    expect(await started.exit).toBe(7);
    expect(started.errors()).toContain(sentence);
    expect(started.errors()).toMatch(/^[^\n]+\.\n$/);
    expect(started.errors()).not.toContain("hush");
  });

  it.each([
    ["the password is wrong", { password: "hush" }, "refuses the user"],
    [
      "the database does not exist",
      { pathname: "/nothing" },
      `The database "nothing" of DATABASE_URL does not exist`,
    ],
  ])("because %s says so", async (_why, change, sentence) => {
    const url = Object.assign(new URL(inject("postgresUrl")), change);
    const started = launch(await makeDataDirectory(), await freePort(), { DATABASE_URL: url.href });
    expect(await started.exit).toBe(7);
    expect(started.errors()).toContain(sentence);
    expect(started.errors()).not.toContain("hush");
  });

  it("because the database is newer than the code changes nothing in it", async () => {
    const data = await makeDataDirectory();
    const port = await freePort();
    const first = launch(data, port);
    await first.untilReady();
    const { DATABASE_URL: url = "" } = await environmentOf(first.address);
    await query(
      url,
      `INSERT INTO "_prisma_migrations" (id, checksum, finished_at, migration_name) VALUES ('x', '', now(), '2099_later')`,
    );
    first.process.kill("SIGTERM");
    await first.exit;

    const second = launch(data, port);
    expect(await second.exit).toBe(8);
    expect(second.errors()).toMatch(
      /^The database was written by a newer Evenkeel \(it has migration 2099_later\)/,
    );
  });

  it("because a variable is wrong names the variable", async () => {
    const started = launch(await makeDataDirectory(), await freePort(), { EVENKEEL_DEMO: "maybe" });
    expect(await started.exit).toBe(2);
    expect(started.errors()).toBe("EVENKEEL_DEMO must be auto, on or off.\n");
  });

  it("because the database files are of another PostgreSQL says which", async () => {
    const data = await makeDataDirectory();
    await mkdir(path.join(data, "postgres"), { recursive: true });
    await writeFile(path.join(data, "postgres/PG_VERSION"), "17\n");
    const started = launch(data, await freePort());
    expect(await started.exit).toBe(8);
    expect(started.errors()).toContain("was made by PostgreSQL 17");
  });
});
