import { mkdir, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import path from "node:path";
import { describe, expect, inject, it, onTestFinished } from "vitest";
import { environmentOf, freePort, launch, makeDataDirectory } from "@/tests/support/start/launched";
import { query } from "@/tests/support/start/query";

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

  it("waits for one that is just stopping instead", async () => {
    const data = await makeDataDirectory();
    const port = await freePort();
    const first = launch(data, port);
    await first.untilReady();
    first.process.kill("SIGTERM");
    const second = launch(data, port);
    await second.untilReady();
    expect(await first.exit).toBe(0);
    expect(second.errors()).toBe("");
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
    const { DATABASE_URL: url = "" } = await environmentOf(first);
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
