import { describe, expect, it } from "vitest";
import {
  environmentOf,
  freePort,
  launch,
  makeDataDirectory,
  processesOf,
} from "@/tests/support/start/launched";
import { isRunning, type ShownProcess } from "@/tests/support/start/process-tree";
import { query } from "@/tests/support/start/query";

const isPostgres = ({ command }: ShownProcess) => command.includes("bin/postgres");

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
    const { DATABASE_URL: url = "" } = await environmentOf(first);
    await query(url, "CREATE TABLE kept AS SELECT 42 AS answer");
    const children = processesOf(first);
    first.process.kill("SIGKILL");
    await first.exit;

    const second = launch(data, port);
    await second.untilReady();
    await expect.poll(() => children.filter(isRunning), { timeout: 10_000 }).toEqual([]);
    const { DATABASE_URL: urlAfter = "" } = await environmentOf(second);
    expect(await query(urlAfter, "SELECT answer FROM kept")).toEqual([{ answer: 42 }]);
  });

  it("by kill -9 of everything, PostgreSQL too, can be followed by the next start", async () => {
    const data = await makeDataDirectory();
    const port = await freePort();
    const first = launch(data, port);
    await first.untilReady();
    for (const { pid } of processesOf(first)) process.kill(pid, "SIGKILL");
    await first.exit;

    const second = launch(data, port);
    await second.untilReady();
    expect(second.errors()).toBe("");
  });

  it("by kill -9 of launcher and guard leaves a PostgreSQL that the next start replaces", async () => {
    const data = await makeDataDirectory();
    const first = launch(data, await freePort());
    await first.untilReady();
    const tree = processesOf(first);
    const orphan = tree.filter((each) => isPostgres(each) && each.command.includes(data));
    const guard = tree.filter(({ command }) => command.includes("guard-postgres"));
    for (const { pid } of guard) process.kill(pid, "SIGKILL");
    first.process.kill("SIGKILL");
    await first.exit;
    expect(orphan.filter(isRunning)).toHaveLength(1);

    const second = launch(data, await freePort());
    await second.untilReady();
    expect(orphan.filter(isRunning)).toHaveLength(0);
  });

  it("comes when the npm that runs it is killed, since nobody could stop it any more", async () => {
    const started = launch(await makeDataDirectory(), await freePort(), {}, "as npm would");
    await started.untilReady();
    const tree = processesOf(started);
    expect(tree.length).toBeGreaterThanOrEqual(6);
    started.process.kill("SIGKILL");
    await expect.poll(() => tree.filter(isRunning), { timeout: 10_000 }).toEqual([]);
  });

  it("comes with a code of its own when the application ends by itself", async () => {
    const started = launch(await makeDataDirectory(), await freePort());
    await started.untilReady();
    await fetch(`${started.address}/crash`).catch(() => undefined);
    expect(await started.exit).toBe(10);
    expect(started.errors()).toBe("The application ended by itself; start Evenkeel again.\n");
  });

  it("does not come when PostgreSQL is killed: it is started again where it was", async () => {
    const started = launch(await makeDataDirectory(), await freePort());
    await started.untilReady();
    const { DATABASE_URL: url = "" } = await environmentOf(started);
    await query(url, "CREATE TABLE kept AS SELECT 42 AS answer");
    for (const { pid } of processesOf(started).filter(isPostgres)) process.kill(pid, "SIGKILL");

    await expect
      .poll(() => query(url, "SELECT answer FROM kept").catch(() => null), { timeout: 15_000 })
      .toEqual([{ answer: 42 }]);
    expect(started.errors()).toContain("The built-in PostgreSQL ended by itself; starting it again.");
    expect(started.process.exitCode).toBeNull();

    const children = processesOf(started);
    started.process.kill("SIGTERM");
    expect(await started.exit).toBe(0);
    expect(children.filter(isRunning)).toEqual([]);
  });

  it("does not come when the simulator dies: it is started again where it was", async () => {
    const started = launch(await makeDataDirectory(), await freePort());
    await started.untilReady();
    const { EVENKEEL_DEMO_URL: demo = "" } = await environmentOf(started);
    const before = await (await fetch(demo)).text();
    process.kill(Number(before), "SIGKILL");
    await expect
      .poll(async () => (await fetch(demo).catch(() => null))?.text(), { timeout: 10_000 })
      .toSatisfy((after?: string) => after !== undefined && after !== before);
    expect(started.process.exitCode).toBeNull();
  });
});
