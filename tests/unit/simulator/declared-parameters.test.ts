import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { ENDPOINTS } from "@/lib/simulator/endpoints/endpoint-table";
import type { Endpoint } from "@/lib/simulator/http/endpoint";
import { parametersOf } from "@/lib/simulator/http/parameter";
import { releaseProfile } from "@/lib/simulator/release";
import { pveRequest } from "../../support/pve-request";
import { startTestSimulator, type TestSimulator } from "../../support/simulator";
import { smallCluster } from "./small-cluster";

type Returns = unknown;
interface Declared {
  readonly params: Readonly<Record<string, string>>;
  readonly returns?: Returns;
}
type Schema = Readonly<Record<string, Readonly<Record<string, Declared>>>>;

const file = path.join(import.meta.dirname, "../../../../shared/data/pve-api.json");
const schema: Schema = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Schema) : {};
const releases = ["8.4", "9.1", "9.2"] as const;

/** What real answers hold although the schema does not say so, as recorded or as PVE's sources have it. */
const UNDECLARED: Readonly<Record<string, readonly string[]>> = {
  "GET /cluster/resources": ["shared", "memhost", "sdn", "network", "network-type", "zone-type", "host-arch"],
  "GET /cluster/backup": ["type"],
  "GET /cluster/ha/status/current": ["group", "comment"],
  "GET /cluster/ha/rules/{rule}": [
    "resources",
    "nodes",
    "strict",
    "affinity",
    "order",
    "comment",
    "disable",
    "errors",
    "digest",
  ],
  "GET /nodes": ["id", "type", "disk", "maxdisk"],
  "GET /nodes/{node}/status": ["uptime", "idle", "wait", "kversion", "swap", "ksm"],
  "GET /nodes/{node}/tasks": ["tokenid"],
  "GET /nodes/{node}/tasks/{upid}/status": ["tokenid"],
  "GET /nodes/{node}/network": ["bridge_stp", "bridge_fd"],
  "GET /nodes/{node}/storage/{storage}/content": ["content", "subtype"],
  "POST /access/ticket": ["cap"],
};
const QEMU_STATUS = ["disk", "balloon", "ballooninfo", "freemem", "nics", "proxmox-support"];

function tidy(parameters: Readonly<Record<string, string>>, endpoint: Endpoint): Record<string, string> {
  const inPath = [...endpoint.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
  return Object.fromEntries(
    Object.entries(parameters)
      .filter(([name]) => !inPath.includes(name.replace(/\?$/, "")))
      .map(
        ([name, type]) =>
          [name, typeof type === "string" ? type.replace(/[:[(\s].*$/, "") : "array"] as const,
      )
      .sort(([a], [b]) => a.localeCompare(b)),
  );
}

function ours(endpoint: Endpoint, release: (typeof releases)[number]): Record<string, string> {
  const parameters = parametersOf(endpoint.parameters, releaseProfile(release));
  return tidy(
    Object.fromEntries(
      Object.entries(parameters).map(([name, parameter]) => [
        `${name}${parameter.optional ? "?" : ""}`,
        parameter.kind,
      ]),
    ),
    endpoint,
  );
}

const keyOf = (endpoint: Endpoint): string => `${endpoint.method} ${endpoint.path}`;

describe.skipIf(!existsSync(file))("declared parameters", () => {
  it.each(releases)("of every endpoint are those of PVE %s", (release) => {
    const profile = releaseProfile(release);
    let checked = 0;
    for (const endpoint of ENDPOINTS) {
      const declared = schema[release]?.[keyOf(endpoint)];
      const there = !endpoint.since || profile.number >= releaseProfile(endpoint.since).number;
      expect(Boolean(declared), `${keyOf(endpoint)} exists`).toBe(there);
      if (!declared) continue;
      checked += 1;
      const theirs = tidy(declared.params, endpoint);
      expect(ours(endpoint, release), keyOf(endpoint)).toEqual(theirs);
    }
    process.stdout.write(
      `PVE ${release}: ${checked} endpoints of ${Object.keys(schema[release] ?? {}).length} methods in the schema\n`,
    );
  });

  it.each(releases)("take the values that PVE %s takes", (release) => {
    for (const endpoint of ENDPOINTS) {
      const declared = schema[release]?.[keyOf(endpoint)];
      const parameters = parametersOf(endpoint.parameters, releaseProfile(release));
      for (const [name, parameter] of Object.entries(parameters)) {
        if (parameter.kind !== "enum" || !declared) continue;
        const theirs = declared.params[`${name}${parameter.optional ? "?" : ""}`] ?? "";
        expect(new Set(parameter.values), `${keyOf(endpoint)} ${name}`).toEqual(
          new Set(theirs.replace(/^enum\(|\)$/g, "").split("|")),
        );
      }
    }
  });
});

describe.skipIf(!existsSync(file))("result fields", () => {
  const simulators: TestSimulator[] = [];
  afterAll(() => Promise.all(simulators.map((simulator) => simulator.stop())));

  const example: Readonly<Record<string, string>> = {
    node: "pve1",
    storage: "ceph",
    poolid: "prod",
    sid: "vm:100",
    rule: "db-home",
    group: "db-home",
    userid: "evenkeel@pve",
    tokenid: "main",
    id: "100-0",
  };

  it.each(releases)("of every endpoint that reads are declared by PVE %s", async (release) => {
    const simulator = await startTestSimulator(
      smallCluster({
        pve: release,
        backupJobs: [{ id: "nightly", storage: "ceph", guests: [100] }],
        replications: [{ guest: 100, target: "pve2" }],
      }),
      { speed: 0 },
    );
    simulators.push(simulator);
    const upids = (await pveRequest(simulator, "/nodes/pve1/tasks")).body?.data as { upid: string }[];
    let compared = 0;
    for (const endpoint of ENDPOINTS.filter((candidate) => candidate.method === "GET")) {
      const declared = schema[release]?.[keyOf(endpoint)];
      const fields = fieldsOf(declared?.returns);
      if (!fields) continue;
      const guest = endpoint.path.includes("/lxc/") ? "101" : "100";
      const url = endpoint.path.replace(/\{(\w+)\}/g, (_, name: string) =>
        encodeURIComponent(
          name === "vmid" ? guest : name === "upid" ? (upids[0]?.upid ?? "") : (example[name] ?? ""),
        ),
      );
      const { status, body } = await pveRequest(simulator, url);
      if (status !== 200) continue;
      compared += 1;
      expect(strangers(keyOf(endpoint), body?.data, fields), keyOf(endpoint)).toEqual([]);
      expect(missing(body?.data, declared?.returns), `${keyOf(endpoint)} lacks`).toEqual([]);
    }
    process.stdout.write(`PVE ${release}: result fields of ${compared} endpoints compared\n`);
    expect(compared).toBeGreaterThan(25);
  });
});

/** Declared fields of a row or object; null where the schema leaves them open. */
function fieldsOf(returns: Returns): Set<string> | null {
  const shape: unknown = Array.isArray(returns) ? returns[0] : returns;
  if (shape === null || typeof shape !== "object") return null;
  const names = Object.keys(shape).map((name) => name.replace(/\?$/, ""));
  // A list whose rows are only named by their key is an index of anything.
  return names.length <= 1 ? null : new Set(names);
}

/** Fields that the schema promises in every row and that some row has not. */
function missing(data: unknown, returns: Returns): string[] {
  const shape: unknown = Array.isArray(returns) ? returns[0] : returns;
  const promised = Object.keys(shape as object).filter((name) => !name.endsWith("?"));
  const rows = Array.isArray(data) ? (data as object[]) : [data as object];
  return promised.filter((name) => rows.some((row) => !(name in row)));
}

function strangers(key: string, data: unknown, fields: ReadonlySet<string>): string[] {
  const rows = Array.isArray(data) ? (data as object[]) : [data as object];
  const known = new Set([
    ...fields,
    ...(UNDECLARED[key] ?? []),
    ...(/\/(qemu|lxc)(\/\{vmid\}\/status\/current)?$/.test(key)
      ? [...QEMU_STATUS, "pid", "type", "swap"]
      : []),
    ...(/\/(qemu|lxc)\/\{vmid\}\/(config|snapshot)$/.test(key) ? ["meta", "running", "digest"] : []),
  ]);
  const names = new Set(rows.flatMap((row) => Object.keys(row)));
  return [...names].filter((name) => !known.has(name) && !known.has(name.replace(/\d+$/, "[n]")));
}
