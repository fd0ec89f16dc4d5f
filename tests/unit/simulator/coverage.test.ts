import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { parseScenario } from "@/lib/inventory/scenario/parse-scenario";
import { ENDPOINTS } from "@/lib/simulator/endpoints/endpoint-table";
import type { Endpoint } from "@/lib/simulator/http/endpoint";
import { releaseProfile } from "@/lib/simulator/release";
import { startSimulator } from "@/lib/simulator/simulator";
import { smallCluster } from "./small-cluster";

const file = path.join(import.meta.dirname, "../../../../shared/data/pve-api.json");
const releases = ["8.4", "9.1", "9.2"] as const;
type Release = (typeof releases)[number];

/** A call of each writing endpoint that must succeed. */
const WRITES: Readonly<Record<string, string>> = {
  "POST /access/ticket": "username=ops@pve&password=correct horse",
  "POST /cluster/ha/groups": "group=east&nodes=pve1",
  "PUT /cluster/ha/groups/{group}": "comment=x",
  "POST /cluster/ha/resources": "sid=vm:104",
  "PUT /cluster/ha/resources/{sid}": "comment=x",
  "POST /cluster/ha/resources/{sid}/migrate": "node=pve2",
  "POST /cluster/ha/resources/{sid}/relocate": "node=pve2",
  "POST /cluster/ha/rules": "rule=east&type=node-affinity&resources=vm:104&nodes=pve1",
  "PUT /cluster/ha/rules/{rule}": "type=node-affinity&comment=x",
  "POST /cluster/ha/status/disarm-ha": "resource-mode=freeze",
  "PUT /cluster/options": "crs=ha=static&migration=type=secure,network=10.20.0.0/16",
  "POST /nodes/{node}/qemu/{vmid}/migrate": "target=pve2&online=1",
  "POST /nodes/{node}/lxc/{vmid}/migrate": "target=pve2&restart=1",
  "POST /nodes/{node}/qemu/{vmid}/snapshot": "snapname=one",
  "POST /nodes/{node}/lxc/{vmid}/snapshot": "snapname=one",
  "POST /nodes/{node}/migrateall": "target=pve2",
  "POST /cluster/bulk-action/guest/migrate": "target=pve2&vms=100",
};
const QUERIES: Readonly<Record<string, string>> = { rrddata: "timeframe=hour" };
const EXAMPLE: Readonly<Record<string, string>> = {
  node: "pve1",
  storage: "ceph",
  poolid: "prod",
  userid: "admin@pve",
  tokenid: "all",
  sid: "vm:100",
  rule: "db-home",
  group: "db-home",
  snapname: "none",
  id: "100-0",
};

const keyOf = (endpoint: Endpoint): string => `${endpoint.method} ${endpoint.path}`;
const isThere = (endpoint: Endpoint, release: Release): boolean =>
  !endpoint.since || releaseProfile(release).number >= releaseProfile(endpoint.since).number;

function pathValue(endpoint: Endpoint, name: string, vmid: string, upid: string): string {
  if (name === "vmid") return vmid;
  if (name === "upid") return upid;
  return name === "id" && endpoint.path.includes("/mapping/") ? "gpu0" : (EXAMPLE[name] ?? "");
}

/** Endpoints that answered a plain call with 200. */
async function walk(release: Release): Promise<Set<string>> {
  const scenario = smallCluster({
    pve: release,
    replications: [{ guest: 100, target: "pve2" }],
    mappings: (["pci", "usb", "dir"] as const).map((kind) => ({
      id: "gpu0",
      kind,
      nodes: { pve1: "0000:01:00.0" },
    })),
    access: {
      tokens: [
        {
          id: "admin@pve!all",
          secret: "44444444-4444-4444-8444-444444444444",
          acl: [{ role: "Administrator" }],
        },
      ],
      users: [{ id: "ops@pve", password: "correct horse" }],
    },
  });
  const answered = new Set<string>();
  for (const endpoint of ENDPOINTS.filter((candidate) => isThere(candidate, release))) {
    const simulator = await startSimulator({
      scenario: parseScenario(JSON.stringify(scenario)).scenario,
      http: true,
      speed: 0,
      authenticationDelaySeconds: 0,
    });
    const headers = { Authorization: `PVEAPIToken=${simulator.token.id}=${simulator.token.secret}` };
    const tasks = (await (
      await fetch(`${simulator.url}/api2/json/nodes/pve1/tasks`, { headers })
    ).json()) as { data: { upid: string }[] };
    const vmid = endpoint.path.includes("/lxc/") ? "101" : "100";
    const url = endpoint.path.replace(/\{(\w+)\}/g, (_, name: string) =>
      encodeURIComponent(pathValue(endpoint, name, vmid, tasks.data[0]?.upid ?? "")),
    );
    const isWrite = endpoint.method === "POST" || endpoint.method === "PUT";
    const query = Object.entries(QUERIES).find(([part]) => endpoint.path.endsWith(part))?.[1];
    const answer = await fetch(`${simulator.url}/api2/json${url}${query ? `?${query}` : ""}`, {
      method: endpoint.method,
      headers: isWrite ? { ...headers, "Content-Type": "application/x-www-form-urlencoded" } : headers,
      ...(isWrite ? { body: WRITES[keyOf(endpoint)] ?? "" } : {}),
    }).catch((error: unknown) => {
      throw new Error(`${release} ${keyOf(endpoint)}`, { cause: error });
    });
    if (answer.status === 200) answered.add(keyOf(endpoint));
    await answer.arrayBuffer();
    await simulator.stop();
  }
  return answered;
}

describe.skipIf(!existsSync(file))("the coverage ledger", () => {
  it("lists what PVE declares, what is here and what answers", { timeout: 120_000 }, async () => {
    const schema = JSON.parse(readFileSync(file, "utf8")) as Record<Release, Record<string, unknown>>;
    const answered = new Map<Release, Set<string>>();
    for (const release of releases) answered.set(release, await walk(release));
    const lines = ENDPOINTS.toSorted(
      (a, b) => a.path.localeCompare(b.path) || a.method.localeCompare(b.method),
    ).map((endpoint) => {
      const marks = releases.map((release) => {
        if (!schema[release][keyOf(endpoint)]) return "–";
        return answered.get(release)?.has(keyOf(endpoint)) ? "verified" : "implemented";
      });
      return `| \`${keyOf(endpoint)}\` | ${marks.join(" | ")} |`;
    });
    const totals = releases.map((release) => {
      const here = ENDPOINTS.filter((endpoint) => schema[release][keyOf(endpoint)]).length;
      return `| ${release} | ${Object.keys(schema[release]).length} | ${here} | ${answered.get(release)?.size ?? 0} |`;
    });
    const text = [
      "# What the simulator covers",
      "",
      "Made by `tests/unit/simulator/coverage.test.ts` (`npx vitest run --project unit tests/unit/simulator/coverage.test.ts -u`).",
      "Declared: in the excerpt of PVE's schema that the tests compare with. Implemented: parameters and their values are compared with it.",
      "Verified: answers a plain call with 200 in that test; what is only implemented needs a state of its own there. 9.0 answers as 9.1 without bulk actions.",
      "",
      "| PVE | declared | implemented | verified |",
      "| --- | --- | --- | --- |",
      ...totals,
      "",
      "| Endpoint | 8.4 | 9.1 | 9.2 |",
      "| --- | --- | --- | --- |",
      ...lines,
      "",
    ].join("\n");
    await expect(text).toMatchFileSnapshot("../../../docs/simulator-coverage.md");
    for (const release of releases) expect(answered.get(release)?.size).toBeGreaterThan(85);
  });
});
