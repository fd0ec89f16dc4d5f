import type { ScenarioInput } from "@/lib/inventory/scenario/scenario";
import { type PveAnswer, pveData, pveRequest } from "../../support/pve-request";
import { startTestSimulator, type TestSimulator } from "../../support/simulator";
import { smallCluster } from "./small-cluster";

const GIB = 1024 ** 3;
export type Row = Record<string, unknown>;

export function movingCluster(overrides: Partial<ScenarioInput> = {}): ScenarioInput {
  const small = smallCluster();
  return {
    ...small,
    guests: [
      ...(small.guests ?? []).filter(({ vmid }) => vmid !== 101),
      {
        vmid: 110,
        name: "web",
        node: "pve1",
        cores: 2,
        memory: 4 * GIB,
        memoryUsed: 2 * GIB,
        dirtyRate: 10_000_000,
        disks: [{ key: "scsi0", storage: "ceph", size: 32 * GIB }],
      },
      {
        vmid: 111,
        name: "disk",
        node: "pve1",
        cores: 2,
        memory: 2 * GIB,
        memoryUsed: GIB,
        disks: [{ key: "scsi0", storage: "local-lvm", size: 8 * GIB }],
      },
      { vmid: 112, name: "twin", node: "pve1", cores: 2, memory: 4 * GIB, memoryUsed: 2 * GIB },
      {
        vmid: 120,
        name: "ct",
        type: "lxc",
        node: "pve1",
        cores: 1,
        memory: GIB,
        memoryUsed: GIB / 2,
        disks: [{ key: "rootfs", storage: "ceph", size: 8 * GIB }],
      },
      {
        vmid: 121,
        name: "bind",
        type: "lxc",
        node: "pve1",
        cores: 1,
        memory: GIB,
        mounts: [{ key: "mp0", volume: "/srv/data" }],
      },
    ],
    ...overrides,
  };
}

const running: TestSimulator[] = [];

export async function stopAll(): Promise<void> {
  await Promise.all(running.splice(0).map((simulator) => simulator.stop()));
}

export async function startCluster(overrides: Partial<ScenarioInput> = {}): Promise<TestSimulator> {
  const simulator = await startTestSimulator(movingCluster(overrides), { speed: 0 });
  running.push(simulator);
  return simulator;
}

export async function send(
  simulator: TestSimulator,
  method: string,
  path: string,
  fields: Readonly<Record<string, string | number>> = {},
): Promise<PveAnswer> {
  const form = new URLSearchParams(Object.entries(fields).map(([key, value]) => [key, String(value)]));
  if (method === "GET" || method === "DELETE") {
    const query = form.size > 0 ? `?${form}` : "";
    return await pveRequest(simulator, `${path}${query}`, { method });
  }
  return await pveRequest(simulator, path, {
    method,
    body: form.toString(),
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
  });
}

export async function move(
  simulator: TestSimulator,
  path: string,
  fields: Readonly<Record<string, string | number>>,
): Promise<string> {
  const answer = await send(simulator, "POST", `/nodes/${path}/migrate`, fields);
  if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`);
  return answer.body?.data as string;
}

export async function guestRow(simulator: TestSimulator, vmid: number): Promise<Row> {
  const rows = await pveData<Row[]>(simulator, "/cluster/resources?type=vm");
  return rows.find((row) => row.vmid === vmid) ?? {};
}

const taskPath = (upid: string): string => `/nodes/${upid.split(":")[1]}/tasks/${encodeURIComponent(upid)}`;

export async function taskStatus(simulator: TestSimulator, upid: string): Promise<Row> {
  return await pveData<Row>(simulator, `${taskPath(upid)}/status`);
}

export async function stopTask(simulator: TestSimulator, upid: string): Promise<PveAnswer> {
  return await send(simulator, "DELETE", taskPath(upid));
}

/** Lines of the log; times are taken away unless asked for. */
export async function taskLog(simulator: TestSimulator, upid: string, stamped = false): Promise<string[]> {
  const rows = await pveData<{ t: string }[]>(simulator, `${taskPath(upid)}/log?limit=0`);
  return rows.map(({ t }) => (stamped ? t : t.replace(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d /, "")));
}

/** Steps second by second until a task has ended; returns the seconds. */
export async function untilEnded(simulator: TestSimulator, upid: string, limit = 600): Promise<number> {
  for (let seconds = 0; seconds <= limit; seconds += 1) {
    if ((await taskStatus(simulator, upid)).status === "stopped") return seconds;
    simulator.advance(1);
  }
  throw new Error(
    `${upid} still runs after ${limit} s: ${(await taskLog(simulator, upid)).slice(-5).join("\n")}`,
  );
}

export async function tasksOf(
  simulator: TestSimulator,
  type: string,
): Promise<{ upid: string; user: string; starttime: number; status?: string; id: string }[]> {
  const tasks = await pveData<
    { upid: string; type: string; user: string; starttime: number; status?: string; id: string }[]
  >(simulator, "/cluster/tasks");
  return tasks.filter((task) => task.type === type);
}
