import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createCluster } from "@/lib/server/clusters/create-cluster";
import { pool } from "@/lib/server/db/pool";
import { findRunner } from "@/lib/server/jobs/runner-registry";
import { sendJobEvent } from "@/lib/server/jobs/send-event";
import { readSnapshot } from "@/lib/server/live/read-snapshot";
import { aViewer } from "@/tests/support/a-viewer";
import { useTestDatabase } from "@/tests/support/database";
import { InngestServer } from "@/tests/support/inngest-server";
import { serveRoute } from "@/tests/support/serve-route";
import { startTestSimulator, type TestSimulator } from "@/tests/support/simulator";

useTestDatabase();

const viewer = aViewer();
const server = new InngestServer();
const ends: (() => Promise<void>)[] = [];
let simulator: TestSimulator;
let address = "";
let clusterId = "";

beforeAll(async () => {
  vi.stubEnv("INNGEST_BASE_URL", await server.start());
  vi.stubEnv("INNGEST_EVENT_KEY", server.eventKey);
  vi.stubEnv("INNGEST_SIGNING_KEY", server.signingKey);
  vi.stubEnv("EVENKEEL_SECRET_KEY", Buffer.alloc(32, 7).toString("base64"));
  vi.stubEnv("EVENKEEL_DEMO", "off");
  simulator = await startTestSimulator(
    "cluster: alpha\nnodes:\n  - { name: pve1, cores: 8, memory: 34359738368 }\n",
  );
  const route = await import("@/app/api/inngest/route");
  const app = await serveRoute({ GET: route.GET, POST: route.POST, PUT: route.PUT });
  address = `${app.origin}/api/inngest`;
  ends.push(app.stop, simulator.stop, () => server.stop());
});

afterAll(async () => {
  for (const end of ends) await end();
  vi.unstubAllEnvs();
});

async function addCluster(name: string): Promise<string> {
  const { id } = await createCluster(viewer, {
    name,
    endpoints: [{ host: simulator.host, port: simulator.port, fingerprint: simulator.fingerprint }],
    tokenId: simulator.tokenId,
    tokenSecret: simulator.tokenSecret,
    tlsPolicy: "fingerprint",
    caCertificate: null,
    intervalSeconds: 10,
    paused: false,
  });
  return id;
}

async function sequence(): Promise<number> {
  return (await readSnapshot(clusterId))?.snapshot.sequence ?? 0;
}

/** Read late: the client looks at the settings of an Inngest server when it is first imported. */
async function functionIds(): Promise<string[]> {
  const { jobDefinitions } = await import("@/inngest/index");
  return jobDefinitions().map(({ id }) => `evenkeel-${id}`);
}

describe("with an Inngest server of one's own", () => {
  it("no embedded runner starts", async () => {
    const { startServer } = await import("@/inngest/start-server");
    expect(await startServer()).toBeNull();
    expect(findRunner()).toBeNull();
    const schema = await pool().query("select to_regnamespace('graphile_worker') as found");
    expect(schema.rows).toEqual([{ found: null }]);
  });

  it("nobody without a signature learns anything", async () => {
    const answers = await Promise.all([
      fetch(address),
      fetch(`${address}?fnId=evenkeel-collect-clusters&stepId=step`, { method: "POST", body: "{}" }),
      fetch(address, { headers: { "x-inngest-signature": `t=${Math.floor(Date.now() / 1_000)}&s=00` } }),
    ]);
    for (const answer of answers) {
      expect(answer.status).toBe(401);
      expect(await answer.json()).toEqual({ message: "Unauthorized" });
      const names = [...answer.headers.keys()].filter((name) => name.startsWith("x-inngest-"));
      expect(names.filter((name) => name !== "x-inngest-sdk-handled")).toEqual([]);
    }
  });

  it.each([
    { signed: false, what: "as --sdk-url does, without a signature" },
    { signed: true, what: "with a signature" },
  ])("the functions are introduced when the server asks for it $what", async ({ signed }) => {
    server.registrations.length = 0;
    const { status, text } = await server.sync(address, { signed });

    expect({ status, text: JSON.parse(text) }).toEqual({
      status: 200,
      text: { message: "Successfully registered", modified: true },
    });
    expect(server.refusals).toEqual([]);
    const [registration] = server.registrations;
    expect(registration).toMatchObject({ appName: "evenkeel", url: address });
    const ids = await functionIds();
    expect(ids).toEqual(expect.arrayContaining(["evenkeel-collect-cluster", "evenkeel-recommend-moves"]));
    expect(registration?.functions.map(({ id }) => id)).toEqual(ids);
    for (const { steps } of registration?.functions ?? []) expect(steps.step.runtime.url).toContain(address);
  });

  it("nobody can have them introduced under an address of their own, unless the settings name it", async () => {
    server.registrations.length = 0;
    const host = "attacker.example.org";
    expect((await server.sync(address, { host })).status).toBe(401);
    expect(server.registrations).toEqual([]);

    vi.stubEnv("INNGEST_SERVE_ORIGIN", "https://evenkeel.example.org");
    expect((await server.sync(address, { host })).status).toBe(200);
    expect(server.registrations.map(({ url }) => url)).toEqual(["https://evenkeel.example.org/api/inngest"]);
    vi.stubEnv("INNGEST_SERVE_ORIGIN", "");
    await server.sync(address);
  });

  it("the server is told what it may know", async () => {
    const { status, text } = await server.introspect(address);
    expect(status).toBe(200);
    expect(JSON.parse(text)).toMatchObject({
      authentication_succeeded: true,
      mode: "cloud",
      function_count: (await functionIds()).length,
      has_event_key: true,
      has_signing_key: true,
      api_origin: expect.stringContaining(process.env.INNGEST_BASE_URL ?? "?"),
    });
    expect(text).not.toContain(server.signingKey);
    expect(text).not.toContain(server.eventKey);
  });

  it("a cluster that is added is announced to the server, which has it read at once", async () => {
    clusterId = await addCluster("prod");
    const [event] = server.received("evenkeel/cluster.changed");
    expect(event?.data).toEqual({ clusterId });
    if (event === undefined) return;

    const run = await server.run("evenkeel-collect-cluster", event);
    expect(run.steps.slice(0, 2)).toEqual(["StepRun plan", "StepRun collect-at-once"]);
    expect(await sequence()).toBeGreaterThan(0);
    expect(run.largestAnswerBytes).toBeLessThan(4_096);
  });

  it("a minute begins once per cluster, however often its timer rings, and is run step by step", async () => {
    const ts = Date.now() - (Date.now() % 60_000) + 60_000;
    const timer = { id: "t", name: "inngest/scheduled.timer", data: { cron: "* * * * *" }, ts };
    const runs = [
      await server.run("evenkeel-collect-clusters", timer),
      await server.run("evenkeel-collect-clusters", timer),
    ];
    expect(runs.map(({ output, steps }) => ({ output, steps }))).toEqual([
      { output: { clusters: 1 }, steps: ["StepRun fan-out"] },
      { output: { clusters: 1 }, steps: ["StepRun fan-out"] },
    ]);
    const due = server.received("evenkeel/cluster.collection.due");
    expect(due.map(({ data }) => data)).toEqual([{ clusterId, minuteMs: ts }]);
    if (due[0] === undefined) return;

    const { steps, output, largestAnswerBytes } = await server.run("evenkeel-collect-cluster", due[0]);
    expect(output).toEqual({ readings: 6 });
    expect(steps.filter((step) => step.startsWith("Sleep until-"))).toHaveLength(6);
    expect(steps.filter((step) => step.startsWith("StepRun collect-"))).toHaveLength(6);
    expect(largestAnswerBytes).toBeLessThan(4_096);
  });

  it.each(["roll-up-samples", "maintain-samples", "prune-history", "backfill-clusters"])(
    "%s runs to its end",
    async (name) => {
      const timer = { id: name, name: "inngest/scheduled.timer", data: { cron: "" }, ts: Date.now() };
      const { largestAnswerBytes } = await server.run(`evenkeel-${name}`, timer);
      expect(largestAnswerBytes).toBeLessThan(4_096);
    },
  );

  it("the gaps of a cluster's history are filled slice by slice", async () => {
    const [event] = server.received("evenkeel/cluster.backfill.due");
    if (event === undefined) throw new Error("no gap was announced");
    const { steps, output } = await server.run("evenkeel-backfill-cluster", event);
    expect(output).toEqual({ slices: steps.length });
    expect(server.refusals).toEqual([]);
  });

  it("an event is refused with a sentence when the key is wrong, and a cluster can be added all the same", async () => {
    vi.stubEnv("INNGEST_EVENT_KEY", "another-key");
    await expect(sendJobEvent({ name: "evenkeel/cluster.changed", data: { clusterId } })).rejects.toThrow(
      "The Inngest server refused an event with status 401",
    );
    vi.stubEnv("INNGEST_BASE_URL", "http://127.0.0.1:9");
    await expect(sendJobEvent({ name: "evenkeel/cluster.changed", data: { clusterId } })).rejects.toThrow(
      "The Inngest server cannot be reached",
    );
    expect(await addCluster("second")).toMatch(/^[0-9a-f-]{36}$/);
  });
});
