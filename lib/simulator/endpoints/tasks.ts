import { forbidden } from "../http/accounts";
import { parameterError } from "../http/api-error";
import {
  type Call,
  type Endpoint,
  NO_PARAMETERS,
  Page,
  pathPart,
  readFlag,
  readNumber,
  readText,
} from "../http/endpoint";
import { choice, flag, integer, optional, text, vmid } from "../http/parameter";
import { hasPrivilege, mayAuditNode } from "../http/permissions";
import { interruptTask } from "../world/process";
import type { TaskState } from "../world/state";

const UPID = /^UPID:[a-zA-Z0-9-]+:[0-9A-F]{8}:[0-9A-F]{8,9}:[0-9A-F]{8}:[^:\s/]+:[^:\s/]*:[^:\s/]+:$/i;
/** Finished tasks of each node that the whole cluster knows of. */
const SHARED_TASKS = 25;

export const TASK_ENDPOINTS: readonly Endpoint[] = [
  {
    method: "GET",
    path: "/cluster/tasks",
    permission: "all",
    parameters: NO_PARAMETERS,
    answer: clusterTasks,
  },
  {
    method: "GET",
    path: "/nodes/{node}/tasks",
    permission: "all",
    proxied: true,
    parameters: {
      errors: optional(flag()),
      limit: optional(integer(0)),
      since: optional(integer()),
      source: optional(choice("archive", "active", "all")),
      start: optional(integer(0)),
      statusfilter: optional(text()),
      typefilter: optional(text()),
      until: optional(integer()),
      userfilter: optional(text()),
      vmid: optional(vmid()),
    },
    answer: nodeTasks,
  },
  {
    method: "GET",
    path: "/nodes/{node}/tasks/{upid}",
    permission: "all",
    proxied: true,
    parameters: NO_PARAMETERS,
    answer: (call) => {
      readTask(call);
      return [{ name: "log" }, { name: "status" }];
    },
  },
  {
    method: "DELETE",
    path: "/nodes/{node}/tasks/{upid}",
    permission: "all",
    proxied: true,
    parameters: NO_PARAMETERS,
    answer: stopTask,
  },
  {
    method: "GET",
    path: "/nodes/{node}/tasks/{upid}/status",
    permission: "all",
    proxied: true,
    parameters: NO_PARAMETERS,
    answer: taskStatus,
  },
  {
    method: "GET",
    path: "/nodes/{node}/tasks/{upid}/log",
    permission: "all",
    proxied: true,
    parameters: { download: optional(flag()), limit: optional(integer(0)), start: optional(integer(0)) },
    answer: taskLog,
  },
];

function clusterTasks(call: Call): object[] {
  const { world } = call;
  return [...world.nodes.values()].flatMap((node) => {
    const tasks = world.tasks.ofNode(node.name).filter((task) => maySee(call, task));
    const running = tasks.filter((task) => task.endedAt === null);
    const ended = tasks.filter((task) => task.endedAt !== null).slice(0, SHARED_TASKS);
    return [
      ...running.map((task) => taskRow(call, task)),
      ...ended.map((task) => ({ ...taskRow(call, task), status: task.exitStatus, saved: "1" })),
    ];
  });
}

function nodeTasks(call: Call): Page {
  const matching = call.world.tasks
    .ofNode(pathPart(call, "node"))
    .filter((task) => maySee(call, task) && matchesSource(call, task) && matchesFilters(call, task));
  const start = readNumber(call, "start") ?? 0;
  const limit = readNumber(call, "limit") ?? 50;
  const rows = matching.slice(start, limit === 0 ? undefined : start + limit).map((task) => ({
    ...taskRow(call, task),
    status: task.exitStatus ?? "RUNNING",
  }));
  return new Page(rows, matching.length);
}

function matchesSource(call: Call, task: TaskState): boolean {
  const source = readText(call, "source") ?? "archive";
  if (source === "all") return true;
  return (source === "active") === (task.endedAt === null);
}

function matchesFilters(call: Call, task: TaskState): boolean {
  const since = readNumber(call, "since");
  const until = readNumber(call, "until");
  const guest = readNumber(call, "vmid");
  const type = readText(call, "typefilter");
  const user = readText(call, "userfilter");
  const statuses = readText(call, "statusfilter")?.split(/[,; ]+/);
  const checks = [
    since === undefined || task.startedAt >= since,
    until === undefined || task.startedAt <= until,
    guest === undefined || task.id === String(guest),
    type === undefined || task.type.includes(type),
    user === undefined || task.user.includes(user),
    !readFlag(call, "errors") || outcomeOf(task) === "error",
    statuses === undefined || statuses.includes(outcomeOf(task)),
  ];
  return checks.every(Boolean);
}

function outcomeOf(task: TaskState): string {
  if (task.exitStatus === null) return "unknown";
  if (task.exitStatus === "OK") return "ok";
  return task.exitStatus.startsWith("WARNINGS: ") ? "warning" : "error";
}

function taskStatus(call: Call): object {
  const task = readTask(call);
  return {
    ...taskRow(call, task),
    endtime: undefined,
    status: task.endedAt === null ? "running" : "stopped",
    exitstatus: task.exitStatus ?? undefined,
  };
}

/** Asks a task to end; it does so in its own time. */
function stopTask(call: Call): null {
  const { world, account } = call;
  const task = readTask(call);
  const mayStop =
    task.user === account.id || hasPrivilege(world, account, `/nodes/${task.node}`, "Sys.Modify");
  if (!mayStop) throw forbidden(`/nodes/${task.node}`, ["Sys.Modify"], false);
  interruptTask(world, task);
  return null;
}

function taskLog(call: Call): Page {
  const { log } = readTask(call);
  if (log.length === 0) return new Page([{ n: 1, t: "no content" }], 1);
  const start = readNumber(call, "start") ?? 0;
  const limit = readNumber(call, "limit") ?? 50;
  const rows = log
    .map((line, index) => ({ n: index + 1, t: line.text }))
    .slice(start, limit === 0 ? undefined : start + limit);
  return new Page(rows, log.length);
}

function readTask(call: Call): TaskState {
  const upid = pathPart(call, "upid");
  if (!UPID.test(upid)) throw parameterError({ upid: "unable to parse worker upid" });
  const task = call.world.tasks.find(upid);
  if (!task || task.node !== pathPart(call, "node")) throw parameterError({ upid: "no such task" });
  if (!maySee(call, task)) throw parameterError({ upid: "no such task" });
  return task;
}

function taskRow(call: Call, task: TaskState): object {
  const { skew } = call.world;
  const [user = "", tokenid] = task.user.split("!");
  return {
    upid: task.upid,
    node: task.node,
    type: task.type,
    id: task.id,
    user,
    tokenid,
    pid: task.pid,
    pstart: task.pstart,
    starttime: Math.floor(task.startedAt + skew),
    endtime: task.endedAt === null ? undefined : Math.floor(task.endedAt + skew),
  };
}

function maySee(call: Call, task: TaskState): boolean {
  return task.user === call.account.id || mayAuditNode(call.world, call.account, task.node);
}
