import { type Call, type Endpoint, readFlag, readNumber, readText } from "../http/endpoint";
import { flag, integer, optional, since, text } from "../http/parameter";
import { JsonText } from "../http/perl-json";
import { figuresOf, GENERATIONS_KEPT, type Generation } from "../world/metrics-ring";
import type { GuestState } from "../world/state";
import type { World } from "../world/world";
import { storageUsed } from "./resource-rows";

export const METRICS_ENDPOINTS: readonly Endpoint[] = [
  {
    method: "GET",
    path: "/cluster/metrics/export",
    permission: { path: "/", privileges: ["Sys.Audit"] },
    parameters: {
      history: optional(flag()),
      "local-only": optional(flag()),
      "node-list": since("9.0", optional(text())),
      "start-time": optional(integer()),
    },
    answer: exportMetrics,
  },
];

const NODE_METRICS = [
  "uptime",
  "net_in",
  "net_out",
  "cpu_avg1",
  "cpu_avg5",
  "cpu_avg15",
  "cpu_max",
  "cpu_current",
  "cpu_iowait",
  "mem_total",
  "mem_used",
  "swap_total",
  "swap_used",
  "disk_total",
  "disk_used",
] as const;

const DERIVED: ReadonlySet<string> = new Set(["net_in", "net_out", "disk_read", "disk_write"]);

type WriteRow = (id: string, metric: string, value: number, type: string, at: number) => string;

/** A row in some of the orders in which Perl may write it; written by hand, as there are a hundred thousand. */
const ORDERS: readonly [WriteRow, ...WriteRow[]] = [
  (id, metric, value, type, at) =>
    `{"metric":"${metric}","timestamp":${at},"value":${value},"id":"${id}","type":"${type}"}`,
  (id, metric, value, type, at) =>
    `{"id":"${id}","value":${value},"type":"${type}","metric":"${metric}","timestamp":${at}}`,
  (id, metric, value, type, at) =>
    `{"timestamp":${at},"type":"${type}","id":"${id}","metric":"${metric}","value":${value}}`,
];

function exportMetrics(call: Call): JsonText {
  const { world } = call;
  const start = readNumber(call, "start-time");
  const count = generationCount(call, start);
  const nodes = chosenNodes(call);
  const rows: string[] = [];
  for (const generation of world.metrics.last(count)) {
    if (start !== undefined && generation.at + world.skew <= start) continue;
    writeGeneration(world, generation, nodes, rows);
  }
  return new JsonText(`{"data":[${rows.join(",")}]}`);
}

function generationCount(call: Call, start: number | undefined): number {
  if (!readFlag(call, "history")) return 1;
  if (start === undefined) return GENERATIONS_KEPT;
  return Math.floor((call.world.reportedNow() - start) / 10) + 1;
}

function chosenNodes(call: Call): ReadonlySet<string> {
  if (readFlag(call, "local-only")) return new Set([call.world.localNode().name]);
  const list = readText(call, "node-list");
  return new Set(list ? list.split(/[,; ]+/) : call.world.nodes.keys());
}

function writeGeneration(
  world: World,
  generation: Generation,
  nodes: ReadonlySet<string>,
  rows: string[],
): void {
  const at = Math.floor(generation.at + world.skew);
  const write = (id: string, metric: string, value: number): void => {
    const type = DERIVED.has(metric) ? "derive" : "gauge";
    const order = ORDERS[rows.length % ORDERS.length] ?? ORDERS[0];
    rows.push(order(id, metric, value, type, at));
  };
  for (const [name, values] of generation.nodes) {
    if (!nodes.has(name)) continue;
    NODE_METRICS.forEach((metric, index) => {
      write(`node/${name}`, metric, values[index] ?? 0);
    });
    for (const storage of world.storages.values()) {
      if (!storage.nodes.includes(name)) continue;
      write(`storage/${name}/${storage.id}`, "disk_total", storage.spec.total);
      write(`storage/${name}/${storage.id}`, "disk_used", storageUsed(storage, name));
    }
  }
  for (const guest of world.guests.values()) {
    const figures = nodes.has(guest.node) ? figuresOf(generation, guest.slot) : null;
    if (figures) writeGuest(guest, figures, write);
  }
}

function writeGuest(
  guest: GuestState,
  figures: Float64Array,
  write: (id: string, metric: string, value: number) => void,
): void {
  const id = `${guest.type}/${guest.vmid}`;
  const [cpu = 0, memory = 0, netIn = 0, netOut = 0, diskRead = 0, diskWrite = 0, uptime = 0] = figures;
  if (uptime >= 0) {
    write(id, "cpu_current", cpu);
    write(id, "mem_used", memory);
    write(id, "disk_read", diskRead);
    write(id, "disk_write", diskWrite);
    write(id, "net_in", netIn);
    write(id, "net_out", netOut);
  }
  write(id, "uptime", Math.max(0, uptime));
  write(id, "cpu_max", guest.cores);
  write(id, "mem_total", guest.spec.memory);
  write(id, "disk_total", guest.spec.disks[0]?.size ?? 0);
}
