import { ApiError } from "../http/api-error";
import { type Call, type Endpoint, NO_PARAMETERS, Page, pathPart, readNumber } from "../http/endpoint";
import { integer, optional, vmid } from "../http/parameter";
import { mayAuditGuest } from "../http/permissions";

type Job = Call["world"]["scenario"]["replications"][number];

interface NumberedJob {
  readonly id: string;
  readonly number: number;
  readonly job: Job;
}

export const REPLICATION_ENDPOINTS: readonly Endpoint[] = [
  {
    method: "GET",
    path: "/cluster/replication",
    permission: "all",
    parameters: NO_PARAMETERS,
    answer: (call) => visibleJobs(call).map((job) => jobFields(call, job)),
  },
  {
    method: "GET",
    path: "/cluster/replication/{id}",
    permission: "all",
    parameters: NO_PARAMETERS,
    answer: (call) => ({ ...jobFields(call, findJob(call)), digest: "e".repeat(40) }),
  },
  {
    method: "GET",
    path: "/nodes/{node}/replication",
    permission: "all",
    proxied: true,
    parameters: { guest: optional(vmid()) },
    answer: (call) => {
      const guest = readNumber(call, "guest");
      return jobsOfNode(call)
        .filter(({ job }) => guest === undefined || job.guest === guest)
        .map((job) => statusFields(call, job));
    },
  },
  {
    method: "GET",
    path: "/nodes/{node}/replication/{id}",
    permission: "all",
    proxied: true,
    parameters: NO_PARAMETERS,
    answer: () => [{ name: "schedule_now" }, { name: "log" }, { name: "status" }],
  },
  {
    method: "GET",
    path: "/nodes/{node}/replication/{id}/status",
    permission: "all",
    proxied: true,
    parameters: NO_PARAMETERS,
    answer: (call) => statusFields(call, findOnNode(call)),
  },
  {
    method: "GET",
    path: "/nodes/{node}/replication/{id}/log",
    permission: "all",
    proxied: true,
    parameters: { limit: optional(integer(0)), start: optional(integer(0)) },
    answer: log,
  },
];

/** Jobs with PVE's names: the guest and a number of its own. */
function allJobs({ world }: Call): NumberedJob[] {
  const counts = new Map<number, number>();
  return world.scenario.replications.map((job) => {
    const number = counts.get(job.guest) ?? 0;
    counts.set(job.guest, number + 1);
    return { id: `${job.guest}-${number}`, number, job };
  });
}

function visibleJobs(call: Call): NumberedJob[] {
  return allJobs(call).filter(({ job }) => mayAuditGuest(call.world, call.account, job.guest));
}

function jobsOfNode(call: Call): NumberedJob[] {
  const node = pathPart(call, "node");
  return visibleJobs(call).filter(
    ({ job }) => call.world.guests.get(job.guest)?.node === node && job.target !== node,
  );
}

function findJob(call: Call): NumberedJob {
  const id = pathPart(call, "id");
  const found = visibleJobs(call).find((job) => job.id === id);
  if (!found) throw new ApiError(500, `no such replication job '${id}'`);
  return found;
}

function findOnNode(call: Call): NumberedJob {
  const id = pathPart(call, "id");
  const found = jobsOfNode(call).find((job) => job.id === id);
  if (!found) throw new ApiError(500, `no such replication job '${id}'`);
  return found;
}

function jobFields({ world }: Call, { id, number, job }: NumberedJob): object {
  return {
    id,
    type: "local",
    guest: job.guest,
    jobnum: number,
    target: job.target,
    source: world.guests.get(job.guest)?.node,
    schedule: job.schedule,
    disable: job.disabled ? 1 : undefined,
  };
}

const QUARTER = 900;
/** Bytes per second that are sent; one part in fifty of the disks has changed since the last time. */
const SPEED = 100_000_000;

function runs({ world }: Call, { job }: NumberedJob): { last: number; next: number; duration: number } {
  const minutes = /^\*\/(\d+)$/.exec(job.schedule)?.[1];
  const step = minutes ? Number(minutes) * 60 : QUARTER;
  const last = Math.floor(world.now() / step) * step;
  const disks = world.guests.get(job.guest)?.spec.disks ?? [];
  const changed = disks.reduce((sum, disk) => sum + disk.size, 0) / 50;
  return { last, next: last + step, duration: Math.round((2.5 + changed / SPEED) * 1e6) / 1e6 };
}

function statusFields(call: Call, job: NumberedJob): object {
  const { world } = call;
  const { last, next, duration } = runs(call, job);
  const reachable = world.nodes.get(job.job.target)?.online === true;
  return {
    ...jobFields(call, job),
    vmtype: world.guests.get(job.job.guest)?.type,
    last_sync: Math.floor((reachable ? last : (lostAt(call, job.job.target) ?? last)) + world.skew),
    last_try: Math.floor(last + world.skew),
    next_sync: job.job.disabled ? 0 : Math.floor(next + world.skew),
    duration: reachable ? duration : undefined,
    fail_count: reachable ? 0 : 1,
    error: reachable
      ? undefined
      : `command '/usr/bin/ssh -e none -o 'BatchMode=yes' root@${world.nodes.get(job.job.target)?.ip}' failed: exit code 255`,
  };
}

function lostAt({ world }: Call, node: string): number | undefined {
  return world.nodes.get(node)?.outages.at(-1)?.from;
}

function log(call: Call): Page {
  const job = findOnNode(call);
  const { last, duration } = runs(call, job);
  const { type, vmid: id } = call.world.guests.get(job.job.guest) ?? { type: "qemu", vmid: job.job.guest };
  const at = (seconds: number): string =>
    new Date((last + seconds) * 1_000).toISOString().slice(0, 19).replace("T", " ");
  const lines = [
    `${at(1)} ${job.id}: start replication job`,
    `${at(1)} ${job.id}: guest => ${type === "qemu" ? "VM" : "CT"} ${id}, running => 1`,
    `${at(duration)} ${job.id}: end replication job`,
  ].map((text, index) => ({ n: index + 1, t: text }));
  const start = readNumber(call, "start") ?? 0;
  const limit = readNumber(call, "limit") ?? 50;
  return new Page(lines.slice(start, limit === 0 ? undefined : start + limit), lines.length);
}
